// The sandbox's own speed, by listing.ts in a process of its own.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../tools/environment.js';
import type { Row, Section } from './figures.js';

const AIM_MS = 5;

function rowOf(line: string): Row {
  const [what = '', value = ''] = line.split(/:\s{2,}/);
  const median = Number(/median ([\d.]+) ms/.exec(value)?.[1]);
  return { what, value, aim: { text: `under ${AIM_MS} ms`, met: median < AIM_MS } };
}

export function listing(): Promise<Section> {
  const script = join(import.meta.dirname, 'listing.ts');
  const output = execFileSync(process.execPath, ['--import', 'tsx', script], { cwd: ROOT, encoding: 'utf8' });
  const lines = output.split('\n');
  const rows = lines.filter((line) => line.startsWith('page of ')).map(rowOf);
  const filled = lines.filter((line) => line.startsWith('fillBucket'));
  return Promise.resolve({ title: 'Sandbox, ListObjectsV2 in a bucket of 1,000,000 keys', rows, notes: filled });
}
