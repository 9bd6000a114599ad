// Whoever can use the AWS CLI can use this extension with the same files, and is the same somebody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsCliFolder } from '../tools/awsCli.js';
import { CASES } from './cases/index.js';
import { DIFFERENCES, verdict } from './differences.js';
import { byCli, byUs } from './resolve.js';
import { startWorld, type World } from './world.js';

let world: World;
let cli: string;

beforeAll(async () => {
  const folder = await awsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that follows AWS_ENDPOINT_URL.');
  cli = folder;
  world = await startWorld();
});
afterAll(() => world.stop());

describe.concurrent('the AWS CLI and the extension agree', () => {
  it.each(CASES.map((given) => [given.what, given] as const))('%s', async (_, given) => {
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
