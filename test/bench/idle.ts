// What ten live sessions cost while nobody does anything: the extension host's processor time and memory, beside a host
// without the extension.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles } from '../sandbox/index.js';
import { openBrowser, startEditor } from '../tools/editor.js';
import { ROOT, temporaryFolder } from '../tools/environment.js';
import { waitUntil } from '../ui/workbench/workbenchWait.js';
import { writeAssumer } from './emptyExtension.js';
import { atMost, type Row, type Section } from './figures.js';
import { appendRoles } from './idleRoles.js';

export interface IdleCounts {
  readonly sessions: number;
  /** Before the measuring, for what a start leaves behind. */
  readonly settleSeconds: number;
  readonly seconds: number;
}

interface Usage {
  readonly cpuMs: number;
  readonly residentMb: number;
}

interface IdleHost {
  usage(): Usage;
  /** What is garbage goes: how long V8 leaves it lying says nothing of an extension. */
  collect(): Promise<void>;
  stop(): Promise<void>;
}

const MOST_CORE_PERCENT = 0.2;
const MOST_MB = 20;
/** USER_HZ, which is 100 on every Linux that people run. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;
const COLLECT_MS = 3_000;

/** Of proc(5): utime and stime of /proc/PID/stat, and resident pages of /proc/PID/statm. */
function usageOf(pid: number): Usage {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    residentMb: (pages * PAGE_BYTES) / 2 ** 20,
  };
}

/** A window that has come to rest, its extension host with that many sessions. */
async function startIdle(dir: string, extensions: readonly string[], roles: readonly string[]): Promise<IdleHost> {
  const ready = join(dir, 'ready.json');
  const home = join(dir, 'home');
  const editor = await startEditor({
    dir: join(dir, 'e'),
    home,
    extensions: [...extensions, writeAssumer(dir, roles, ready)],
    settings: { 'workbench.editor.restoreEditors': false },
  });
  const browser = await openBrowser(editor.dir);
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(editor.url());
  await waitUntil(() => Promise.resolve(existsSync(ready)), `${roles.length} sessions`, 120_000);
  const { pid } = JSON.parse(readFileSync(ready, 'utf8')) as { pid: number };
  return {
    usage: () => usageOf(pid),
    async collect() {
      process.kill(pid, 'SIGUSR2');
      await sleep(COLLECT_MS);
    },
    async stop() {
      await browser.close();
      await editor.stop();
    },
  };
}

function processorRows(seconds: number, without: readonly [Usage, Usage], ours: readonly [Usage, Usage]): Row[] {
  const percent = ([before, after]: readonly [Usage, Usage]): number => (after.cpuMs - before.cpuMs) / (seconds * 10);
  const difference = percent(ours) - percent(without);
  return [
    { what: 'processor: a host without the extension', value: `${percent(without).toFixed(2)}% of a core` },
    { what: 'processor: with it', value: `${percent(ours).toFixed(2)}% of a core` },
    {
      what: '  the difference',
      value: `${difference.toFixed(2)}% of a core`,
      aim: atMost(difference, MOST_CORE_PERCENT, `${MOST_CORE_PERCENT}%`),
    },
  ];
}

function memoryRows(without: Usage, ours: Usage, before: Usage): Row[] {
  const difference = ours.residentMb - without.residentMb;
  return [
    { what: 'memory: a host without the extension', value: `${without.residentMb.toFixed(0)} MB` },
    { what: 'memory: with it', value: `${ours.residentMb.toFixed(0)} MB` },
    {
      what: '  the difference',
      value: `${difference.toFixed(1)} MB`,
      aim: atMost(difference, MOST_MB, `${MOST_MB} MB`),
    },
    { what: '  grown meanwhile', value: `${(ours.residentMb - before.residentMb).toFixed(1)} MB` },
  ];
}

export async function idle({ sessions, settleSeconds, seconds }: IdleCounts): Promise<Section> {
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  const folder = temporaryFolder();
  const aws = join(folder, 'ours', 'home', '.aws');
  mkdirSync(aws, { recursive: true });
  mkdirSync(join(folder, 'without', 'home'), { recursive: true });
  await writeAwsFiles(aws, sandbox);
  const roles = appendRoles(join(aws, 'config'), sessions, TUTORIAL.readOnlyRoleArn, sandbox.endpoint);
  const hosts: IdleHost[] = [];
  try {
    hosts.push(await startIdle(join(folder, 'without'), [], []));
    hosts.push(await startIdle(join(folder, 'ours'), [ROOT], roles));
    console.error(`Idle: ${settleSeconds} s to come to rest, then ${seconds} s`);
    await sleep(settleSeconds * 1000);
    for (const host of hosts) await host.collect();
    const before = hosts.map((host) => host.usage());
    await sleep(seconds * 1000);
    const after = hosts.map((host) => host.usage());
    for (const host of hosts) await host.collect();
    const collected = hosts.map((host) => host.usage());
    return {
      title: `Idle for ${seconds} s with ${sessions} live sessions`,
      rows: [
        ...processorRows(seconds, [before[0]!, after[0]!], [before[1]!, after[1]!]),
        ...memoryRows(collected[0]!, collected[1]!, before[1]!),
      ],
      notes: [
        'Of the extension host’s process alone, by /proc, both windows open side by side; memory after a collection.',
      ],
    };
  } finally {
    await Promise.all(hosts.map((host) => host.stop()));
    await sandbox.stop();
  }
}
