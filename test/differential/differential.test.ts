// Whoever can use the AWS CLI can use this extension with the same files, and is the same somebody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './cases/index.js';
import { findCli } from './cli.js';
import { DIFFERENCES, verdict } from './differences.js';
import { byCli, byUs } from './resolve.js';
import { startWorld, type World } from './world.js';

let world: World;
const cli = await findCli();
const comparable = CASES.filter(({ onlyIn = cli.major }) => onlyIn === cli.major);

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe.concurrent('the AWS CLI and the extension agree', () => {
  it.each(comparable.map((given) => [given.what, given] as const))('%s', async (_, given) => {
    const [byTheCli, byTheExtension] = await Promise.all([byCli(given, world, cli), byUs(given, world)]);
    expect(verdict(byTheCli, byTheExtension, given)).toBeUndefined();
  });
});

describe('the list of differences', () => {
  it('has no entry that no case shows', () => {
    expect(new Set(CASES.flatMap(({ difference }) => difference ?? []))).toEqual(new Set(Object.keys(DIFFERENCES)));
  });

  it('belongs to a set of cases with names of their own', () => {
    expect(new Set(CASES.map(({ what }) => what)).size).toBe(CASES.length);
    expect(CASES.length).toBeGreaterThanOrEqual(120);
  });
});
