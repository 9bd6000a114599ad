// `npm start` as somebody types it: a second one beside the first, and the end of both.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../ui/workbench/workbenchWait.js';
import { isAlive } from '../tools/alive.mjs';
import { cacheRoot } from '../tools/cache.js';
import { codeServer } from '../tools/codeServer.js';
import { npmEnvironment, ROOT, temporaryFolder } from '../tools/environment.js';

const START_MS = 100_000;
const END_MS = 20_000;

/** A cache of this test's own, with the editor that is in the machine's. */
async function ownCache(): Promise<string> {
  const { entry } = await codeServer('newest');
  const folder = temporaryFolder();
  const cache = join(folder, basename(cacheRoot()));
  mkdirSync(cache);
  for (const name of readdirSync(cacheRoot())) {
    const installed = join(cacheRoot(), name);
    if (entry.startsWith(`${installed}/`)) symlinkSync(installed, join(cache, name));
  }
  return cache;
}

interface Started {
  readonly npm: ChildProcess;
  /** All that was printed so far. */
  output(): string;
  readonly exit: Promise<number | null>;
}

interface Running extends Started {
  /** Of the editor. */
  readonly url: string;
  readonly port: number;
  /** Of the sandbox. */
  readonly endpoint: string;
  /** npm, and all that it has started. */
  readonly processes: readonly number[];
}

/** A process and those that it started, and they. */
function treeOf(root: number): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = listed.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (pid: number): number[] => [
    pid,
    ...pairs.filter(([, parent]) => parent === pid).flatMap(([child]) => below(child!)),
  ];
  return below(root);
}

const started: (Started & Partial<Running>)[] = [];
const cache = await ownCache();

afterAll(() => {
  for (const pid of started.flatMap(({ npm, processes = [] }) => [npm.pid!, ...processes])) {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
});

function npmStart(...args: readonly string[]): Started {
  // Not by spawnGroup: that ends by itself what npm leaves behind.
  const npm = spawn('npm', ['start', '--', ...args], {
    cwd: ROOT,
    env: npmEnvironment({ XDG_CACHE_HOME: dirname(cache), CI: 'true' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  }
  const exit = once(npm, 'close').then(() => npm.exitCode);
  const start = { npm, exit, output: () => output };
  started.push(start);
  return start;
}

async function running(start: Started): Promise<Running> {
  const find = () =>
    /sandbox .* is at {2}(http:\S+)[^]*The editor is at {2}(http:\/\/127\.0\.0\.1:(\d+)\S+)/.exec(start.output());
  await waitUntil(
    () => Promise.resolve(find() !== null || start.npm.exitCode !== null),
    () => `editor; there is:\n${start.output()}`,
    START_MS,
  );
  const [, endpoint, url, port] = find() ?? [];
  if (endpoint === undefined || url === undefined) throw new Error(`It did not start:\n${start.output()}`);
  const run = { ...start, endpoint, url, port: Number(port), processes: treeOf(start.npm.pid!) };
  started.push(run);
  return run;
}

/** The AWS files of each profile, by the profile's name. */
function awsFiles(): Record<string, string> {
  const profiles = readdirSync(cache).filter((name) => name.startsWith('try-') && !name.endsWith('.lock'));
  return Object.fromEntries(
    profiles.map((name) => [name, readFileSync(join(cache, name, 'home/.aws/config'), 'utf8')] as const),
  );
}

/** Whether the editor answers, and the sandbox. */
async function answers({ url, endpoint }: Running): Promise<boolean[]> {
  const replies = await Promise.allSettled([fetch(url), fetch(endpoint)]);
  return replies.map(({ status }) => status === 'fulfilled');
}

async function waitForEnd(run: Running): Promise<void> {
  const left = () => run.processes.filter(isAlive);
  await waitUntil(
    () => Promise.resolve(left().length === 0),
    () => `end of ${left().join(', ')}; it printed:\n${run.output()}`,
    END_MS,
  );
  expect(await answers(run)).toEqual([false, false]);
}

describe('npm start', () => {
  let first: Running;
  let second: Running;

  it('a second time has files of its own, and leaves those of the first alone', async () => {
    first = await running(npmStart());
    const before = awsFiles();
    expect(Object.values(before)).toEqual([expect.stringContaining(first.endpoint)]);

    second = await running(npmStart());
    const after = awsFiles();
    const profiles = Object.keys(after).sort();
    expect(after).toMatchObject(before);
    expect(profiles).toHaveLength(2);
    expect(after[profiles[1]!]).toContain(second.endpoint);
    expect(after[profiles[1]!]).not.toContain(first.endpoint);
    expect(second.port).not.toBe(first.port);
    expect(await answers(first)).toEqual([true, true]);
    expect(await answers(second)).toEqual([true, true]);
  });

  it('says which port is taken, and what to do, before it writes anything', async () => {
    const before = awsFiles();
    const third = npmStart('--port', String(first.port));
    expect(await third.exit).toBe(1);
    expect(third.output()).toContain(`Port ${first.port} is taken`);
    expect(third.output()).toContain('ask for another port');
    expect(awsFiles()).toEqual(before);
  });

  it('ends when npm is told to end', async () => {
    process.kill(second.npm.pid!, 'SIGTERM');
    await waitForEnd(second);
    expect(await answers(first)).toEqual([true, true]);
  });

  it('ends when npm is killed', async () => {
    process.kill(first.npm.pid!, 'SIGKILL');
    await waitForEnd(first);
  });
});
