import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { expire, type ExpiredSession, type LiveSession } from '../../../../src/model/session/session.js';
import { SignOuts } from '../../../../src/session/keep/signOuts.js';
import { isSignedOut, whileSignedIn } from '../../../../src/session/keep/whileSignedIn.js';
import { signOutEnding } from '../../../../src/session/ending.js';
import { IDENTITY_CENTER, liveSession, plan } from '../../../support/samples.js';
import { assumed, Desk, useDesk } from '../desk.js';

const desk = useDesk();
const PORTAL = { session: 'corp', startUrl: IDENTITY_CENTER.startUrl, region: IDENTITY_CENTER.region, scopes: [] };
const OTHER = { ...PORTAL, startUrl: 'https://other.awsapps.com/start' };
const ofPortal = plan({ name: 'dev', source: IDENTITY_CENTER, hops: [] });

describe('what a call brings', () => {
  /** Another window looks at the same folder with eyes of its own. */
  const call = (by: typeof ofPortal, meanwhile: () => Promise<unknown>) =>
    whileSignedIn(new SignOuts(join(desk().folder, 'signed-out')), by, async () => {
      await meanwhile();
      return { is: 'brought' };
    }).then(({ is }) => is);
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

describe('a session that is kept', () => {
  const asNow = { of: () => Promise.resolve('now') };
  const live = (signOuts?: string): LiveSession => liveSession(signOuts === undefined ? {} : { signOuts });

  it.each<[string, LiveSession | ExpiredSession, typeof ofPortal, boolean]>([
    ['was signed out of since its call began', live('before'), ofPortal, true],
    ['was not', live('now'), ofPortal, false],
    ['has expired: nothing of it goes on', expire(live('before')), ofPortal, false],
    ['was kept by a release that did not look', live(), ofPortal, false],
    ['needs no sign-in', live('before'), plan(), false],
  ])('%s', async (_, session, by, expected) => {
    expect(await isSignedOut(asNow, { session, plan: by })).toBe(expected);
  });
});

describe('what was looked at, and is being written as another window signs out', () => {
  const signedOutElsewhere = async (portal: typeof PORTAL | undefined) => {
    const other = new Desk(desk().folder, desk());
    await (
      await signOutEnding(portal, other, () => Promise.resolve())
    ).done;
    other.close();
  };
  const signedIn = async () => assumed({ signOuts: await desk().signOuts.of(PORTAL) });

  it.each([
    ['its portal', PORTAL, 0],
    ['every one', undefined, 0],
    ['another', OTHER, 1],
  ])('has ended where that was of %s', async (_, portal, left) => {
    let goOn: (() => void) | undefined;
    desk().secrets.delay = () => new Promise<void>((resolve) => (goOn = resolve));
    const opening = desk().assume(signedIn, ofPortal);
    await vi.waitFor(() => expect(goOn).toBeDefined());
    desk().secrets.delay = () => Promise.resolve();
    await signedOutElsewhere(portal);
    goOn?.();
    if (left === 0) await expect(opening).rejects.toThrow('was ended in another window');
    else await opening;
    expect([desk().sessions.list().length, desk().secrets.values.size]).toEqual([left, left]);
  });

  it('has ended for whoever could not read it then, and for whoever has it', async () => {
    await desk().assume(signedIn, ofPortal);
    const other = new Desk(desk().folder, desk());
    await desk().signOuts.tell(PORTAL);
    await other.keeper.lookAround();
    expect([other.sessions.list().length, desk().secrets.values.size]).toEqual([0, 0]);
    await vi.waitFor(() => expect(desk().sessions.list()).toEqual([]));
    await desk().assume(signedIn, ofPortal);
    other.close();
    await desk().signOuts.tell(PORTAL);
    await desk().keeper.lookAround();
    expect([desk().sessions.list().length, desk().secrets.values.size]).toEqual([0, 0]);
  });

  it('is there where nobody has signed out since, after a reload as well', async () => {
    await desk().signOuts.tell(PORTAL);
    await desk().assume(signedIn, ofPortal);
    desk().reload();
    await desk().keeper.restore();
    expect(desk().sessions.active().kind).toBe('live');
  });
});

it('a sign-out that cannot be told to other windows is done, and says so', async () => {
  await mkdir(join(desk().folder, 'signed-out', 'every.json'), { recursive: true });
  const { signedOut, done } = await signOutEnding(undefined, desk(), () => Promise.resolve('out'));
  expect(signedOut).toBe('out');
  await expect(done).rejects.toThrow(/every\.json/);
});
