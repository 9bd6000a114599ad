import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors.js';
import { SignOuts } from '../../../../src/session/keep/signOuts.js';
import { filesIn, useFolder } from '../folder.js';

const folder = useFolder();
/** Each window has its own. */
const signOuts = () => new SignOuts(folder());

const PORTAL = { startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' };
const ELSEWHERE = { ...PORTAL, region: 'us-east-1' };
const OTHER = { ...PORTAL, startUrl: 'https://other.awsapps.com/start' };

describe('what was signed out of', () => {
  it.each<[string, typeof PORTAL | undefined, readonly boolean[]]>([
    ['one portal', PORTAL, [true, false, false]],
    ['the same in another region', ELSEWHERE, [false, true, false]],
    ['another one', OTHER, [false, false, true]],
    ['every one', undefined, [true, true, true]],
  ])('is another text after each sign-out of %s, in every window, for what it concerns', async (_, of, concerned) => {
    const portals = [PORTAL, ELSEWHERE, OTHER];
    const look = () => Promise.all(portals.map((portal) => signOuts().of(portal)));
    const before = await look();
    await signOuts().tell(of);
    const once = await look();
    await signOuts().tell(of);
    const twice = await look();
    expect(once.map((text, index) => text !== before[index])).toEqual(concerned);
    expect(twice.map((text, index) => text !== once[index])).toEqual(concerned);
    expect(await look()).toEqual(twice);
  });

  it('is told by files that are their owner’s, and hold no name', async () => {
    await signOuts().tell(PORTAL);
    await signOuts().tell(undefined);
    const files = Object.entries(await filesIn(folder()));
    expect(files.map(([, { mode }]) => mode)).toEqual(['600', '600']);
    expect(files.map(([name]) => name)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/), 'every.json']);
    files.forEach(([, { text }]) => expect(JSON.parse(text)).toEqual({ mark: expect.any(String) as string }));
  });

  it('is not taken for nothing where it cannot be read or told', async () => {
    await mkdir(join(folder(), 'every.json'), { recursive: true });
    await expect(signOuts().of(PORTAL)).rejects.toThrow(UserError);
    await expect(signOuts().tell(undefined)).rejects.toThrow(/every\.json/);
    await rm(folder(), { recursive: true });
    await writeFile(folder(), 'no folder');
    await expect(signOuts().tell(PORTAL)).rejects.toThrow(UserError);
  });
});
