// `npm start` as somebody types it: a second one beside the first, and the end of both.
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../ui/workbench/workbenchWait.js';
import { cacheRoot } from '../tools/cache.js';
import { codeServer } from '../tools/codeServer.js';
import { npmEnvironment, ROOT, temporaryFolder } from '../tools/environment.js';
import { spawnGroup, stopGroup } from '../tools/processes.js';

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
}

const started: Started[] = [];
const cache = await ownCache();

afterAll(async () => {
  await Promise.all(started.map(({ npm }) => stopGroup(npm)));
});

function npmStart(...args: readonly string[]): Started {
  const npm = spawnGroup('npm', ['start', '--', ...args], {
    cwd: ROOT,
    env: npmEnvironment({ XDG_CACHE_HOME: dirname(cache), CI: 'true' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  }
  const exit = once(npm, 'close').then(() => npm.exitCode);
  const it = { npm, exit, output: () => output };
  started.push(it);
  return it;
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
  return { ...start, endpoint, url, port: Number(port) };
}

/** The AWS files of each profile, by the profile's name. */
function awsFiles(): Record<string, string> {
  const profiles = readdirSync(cache).filter((name) => name.startsWith('try-') && !name.endsWith('.lock'));
  return Object.fromEntries(
    profiles.map((name) => [name, readFileSync(join(cache, name, 'home/.aws/config'), 'utf8')] as const),
  );
}

async function answers({ url, endpoint }: Running): Promise<boolean> {
  const replies = await Promise.allSettled([fetch(url), fetch(endpoint)]);
  return replies.every(({ status }) => status === 'fulfilled');
}

/** Processes that work below the cache: the editor's server, its extension hosts. */
function processesOf(profile: string): string[] {
  const folder = join(cache, profile);
  const listed = execFileSync('ps', ['-eo', 'pid,args', '-ww'], { encoding: 'utf8' });
  return listed.split('\n').filter((line) => line.includes(`${folder}/`));
}

async function waitForEnd(run: Running, profile: string): Promise<void> {
  await waitUntil(
    async () => {
      const replies = await Promise.allSettled([fetch(run.url), fetch(run.endpoint)]);
      return replies.every(({ status }) => status === 'rejected') && processesOf(profile).length === 0;
    },
    () => `end; there are:\n${processesOf(profile).join('\n')}\n${run.output()}`,
    END_MS,
  );
}

describe('npm start', () => {
  let first: Running;
  let second: Running;
  let profiles: string[];

  it('a second time has files of its own, and leaves those of the first alone', async () => {
    first = await running(npmStart());
    const before = awsFiles();
    expect(Object.values(before)).toEqual([expect.stringContaining(first.endpoint)]);

    second = await running(npmStart());
    const after = awsFiles();
    profiles = Object.keys(after).sort();
    expect(after).toMatchObject(before);
    expect(profiles).toHaveLength(2);
    expect(after[profiles[1]!]).toContain(second.endpoint);
    expect(after[profiles[1]!]).not.toContain(first.endpoint);
    expect(second.port).not.toBe(first.port);
    expect(await answers(first)).toBe(true);
    expect(await answers(second)).toBe(true);
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
    expect(processesOf(profiles[1]!)).not.toEqual([]);
    process.kill(second.npm.pid!, 'SIGTERM');
    await waitForEnd(second, profiles[1]!);
    expect(await answers(first)).toBe(true);
  });

  it('ends when npm is killed', async () => {
    expect(processesOf(profiles[0]!)).not.toEqual([]);
    process.kill(first.npm.pid!, 'SIGKILL');
    await waitForEnd(first, profiles[0]!);
  });
});
