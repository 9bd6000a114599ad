// How quickly terminals are answered, beside a server of Node's that only answers.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { temporaryFolder } from '../tools/environment.js';
import type { BenchServer } from './endpointProcess.js';
import { atMost, median, ms, quantile, times, type Section } from './figures.js';

export interface EndpointCounts {
  readonly requests: number;
  /** Of each server, in turns. */
  readonly rounds: number;
}

/** Programs that ask at a time, each over a connection of its own that it keeps. */
const CLIENTS = 8;

interface Round {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

interface Started extends BenchServer {
  readonly process: ChildProcess;
}

async function start(script: string, kind: string, folder: string): Promise<Started> {
  const process_ = spawn(process.execPath, [script, kind, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: process_.stdout })) {
    return { ...(JSON.parse(line) as BenchServer), process: process_ };
  }
  throw new Error(`The ${kind} server has ended.`);
}

function ask({ url, token }: BenchServer, agent: Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: token } }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`It answered with ${response.statusCode}.`));
      });
    }).on('error', reject);
  });
}

async function round(server: BenchServer, requests: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const latencies: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let count = 0; count < requests / CLIENTS; count += 1) latencies.push(await ask(server, agent));
    }),
  );
  agent.destroy();
  return { perSecond: latencies.length / ((performance.now() - started) / 1_000), latencies };
}

export async function endpoint({ requests, rounds }: EndpointCounts): Promise<Section> {
  const folder = temporaryFolder();
  const script = join(folder, 'endpointProcess.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'endpointProcess.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['vscode'],
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const servers = [await start(script, 'bare', folder), await start(script, 'endpoint', folder)] as const;
  const measured: readonly [Round[], Round[]] = [[], []];
  try {
    for (let count = 0; count <= rounds; count += 1) {
      for (const [index, server] of servers.entries()) {
        const done = await round(server, requests);
        if (count > 0) measured[index]?.push(done); // the first warms up
      }
    }
  } finally {
    for (const { process: each } of servers) {
      each.kill();
      await once(each, 'exit');
    }
    rmSync(folder, { recursive: true });
  }
  const [bare, ours] = measured;
  const rate = (each: readonly Round[]) => median(each.map(({ perSecond }) => perSecond));
  const latency = (each: readonly Round[], share: number) =>
    median(each.map(({ latencies }) => quantile(latencies, share)));
  const share = rate(ours) / rate(bare);
  return {
    title: 'The endpoint that terminals ask',
    rows: [
      { what: 'requests, a bare server of Node’s', value: `${rate(bare).toFixed(0)} a second` },
      {
        what: 'requests, the endpoint',
        value: `${rate(ours).toFixed(0)} a second (${times(share)})`,
        aim: { text: 'at least 0.70 times', met: share >= 0.7 },
      },
      { what: 'p50, bare and ours', value: `${ms(latency(bare, 0.5))}, ${ms(latency(ours, 0.5))}` },
      { what: 'p99, bare', value: ms(latency(bare, 0.99)) },
      { what: 'p99, the endpoint', value: ms(latency(ours, 0.99)), aim: atMost(latency(ours, 0.99), 2, '2 ms') },
    ],
    notes: [`${CLIENTS} programs at a time, ${requests} requests a round, medians of ${rounds} rounds.`],
  };
}
