// Whoever can use the AWS CLI can use this extension with the same files, is the same somebody, and got there the same way.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CASES } from './cases/index.js';
import { findCli } from './cli.js';
import { enterDecoys, type Decoys } from './decoys.js';
import { DIFFERENCES, verdict } from './differences.js';
import { byCli, byUs } from './resolve.js';
import { trespasses } from './trespass.js';
import { WAY_DIFFERENCES } from './way.js';
import { startWorld, type World } from './world.js';

// What our side reads by a relative path, or in the folder that it was started in, is noted.
vi.mock('node:fs/promises', async (original) => (await import('./trespass.js')).watchedModule(await original()));
vi.mock('node:fs', async (original) => (await import('./trespass.js')).watchedModule(await original()));

let world: World;
let decoys: Decoys;
const cli = await findCli();
const comparable = CASES.filter(({ onlyIn = cli.major }) => onlyIn === cli.major);

beforeAll(async () => {
  world = await startWorld();
  decoys = await enterDecoys();
});
afterAll(async () => {
  await Promise.all([world.stop(), cli.stop()]);
  await decoys.leave();
});

describe.concurrent('the AWS CLI and the extension agree', () => {
  it.each(comparable.map((given) => [given.what, given] as const))('%s', async (_, given) => {
    const [byTheCli, byTheExtension] = await Promise.all([byCli(given, world, cli.run), byUs(given, world)]);
    const wrong = verdict(byTheCli, byTheExtension, given, cli.major);
    if (wrong !== undefined) expect.fail(wrong);
  });
});

describe('the AWS CLI in a fork', () => {
  it('says the same as in a process of its own', async () => {
    const given = CASES.find(({ what }) => what === 'chains: a role')!;
    const [forked, alone] = await Promise.all([byCli(given, world, cli.run), byCli(given, world, cli.runAlone)]);
    expect(forked).toEqual(alone);
    expect(forked.outcome).toMatchObject({ kind: 'acts' });
  });
});

describe('the folder that the extension host was started in', () => {
  it('is full of traps, of which none was touched', async () => {
    expect(trespasses).toEqual([]);
    expect(await decoys.ran()).toEqual([]);
  });
});

describe('the list of differences', () => {
  it('has no entry that no case shows', () => {
    expect(new Set(CASES.flatMap(({ difference }) => difference ?? []))).toEqual(new Set(Object.keys(DIFFERENCES)));
    expect(new Set(CASES.flatMap(({ way }) => way ?? []))).toEqual(new Set(Object.keys(WAY_DIFFERENCES)));
  });

  it('belongs to a set of cases with names of their own', () => {
    expect(new Set(CASES.map(({ what }) => what)).size).toBe(CASES.length);
    expect(CASES.length).toBeGreaterThanOrEqual(120);
  });
});
