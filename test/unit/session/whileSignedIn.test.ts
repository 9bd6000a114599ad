import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SignOuts } from '../../../src/session/keep/signOuts.js';
import { whileSignedIn } from '../../../src/session/whileSignedIn.js';
import { signOutEnding } from '../../../src/session/ending.js';
import { IDENTITY_CENTER, plan } from '../../support/samples.js';
import { useDesk } from './desk.js';

const desk = useDesk();
const PORTAL = { session: 'corp', startUrl: IDENTITY_CENTER.startUrl, region: IDENTITY_CENTER.region, scopes: [] };
const OTHER = { ...PORTAL, startUrl: 'https://other.awsapps.com/start' };
const ofPortal = plan({ name: 'dev', source: IDENTITY_CENTER, hops: [] });

describe('what a call brings', () => {
  /** Another window looks at the same folder with eyes of its own. */
  const call = (by: typeof ofPortal, meanwhile: () => Promise<unknown>) =>
    whileSignedIn(new SignOuts(join(desk().folder, 'signed-out')), by, async () => {
      await meanwhile();
      return 'brought';
    });
  const out = async (portal: typeof PORTAL | undefined) =>
    (await signOutEnding(portal, desk(), () => Promise.resolve())).done;

  it('is used where nobody signs out', async () => {
    expect(await call(ofPortal, () => Promise.resolve())).toBe('brought');
  });

  it.each([
    ['its portal', PORTAL],
    ['every one', undefined],
  ])('is not where another window signs out of %s meanwhile', async (_, portal) => {
    await expect(call(ofPortal, () => out(portal))).rejects.toThrow(/^dev was signed out of while its session was/);
    await expect(call(ofPortal, () => out(portal))).rejects.toThrow(/^dev was/); // once more
  });

  it('is where that was before it, or is another portal, or it comes from elsewhere', async () => {
    await out(PORTAL);
    expect(await call(ofPortal, () => out(OTHER))).toBe('brought');
    expect(await call(ofPortal, () => out({ ...PORTAL, region: 'eu-south-1' }))).toBe('brought');
    expect(await call(plan(), () => out(undefined))).toBe('brought');
  });

  it('is not where nobody can tell', async () => {
    const unreadable = () => mkdir(join(desk().folder, 'signed-out', 'every.json'), { recursive: true });
    await expect(call(ofPortal, unreadable)).rejects.toThrow(/every\.json/);
  });
});

it('a sign-out that cannot be told to other windows is done, and says so', async () => {
  await mkdir(join(desk().folder, 'signed-out', 'every.json'), { recursive: true });
  const { signedOut, done } = await signOutEnding(undefined, desk(), () => Promise.resolve('out'));
  expect(signedOut).toBe('out');
  await expect(done).rejects.toThrow(/every\.json/);
});
