// How long a program waits that a managed profile runs, beside the same runtime that only prints.
import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launcherName, launcherText } from '../../src/lending/helper/launcher.js';
import { HelperServer } from '../../src/lending/helper/server.js';
import { ROOT, temporaryFolder } from '../tools/environment.js';
import { atMost, median, spread, type Section } from './figures.js';

const run = promisify(execFile);
const MOST_MORE_MS = 30;

interface HelperCounts {
  readonly runs: number;
}

async function script(file: string, text: string): Promise<string> {
  await writeFile(file, text);
  await chmod(file, 0o700);
  return file;
}

async function timed(words: readonly string[]): Promise<number> {
  const [program = '', ...parameters] = words;
  const started = performance.now();
  await run(program, parameters, { env: { PATH: process.env['PATH'] } }); // certificates to read would take longest
  return performance.now() - started;
}

export async function helper({ runs }: HelperCounts): Promise<Section> {
  const folder = temporaryFolder();
  const storage = join(folder, 'lending');
  await mkdir(storage, { mode: 0o700 });
  const reply = JSON.stringify({ Version: 1, AccessKeyId: 'A', SecretAccessKey: 'B', SessionToken: 'x'.repeat(1_000) });
  const who = { title: 'dev', arn: 'arn:aws:iam::123456789012:role/dev', principal: null };
  const answer = () => ({ kind: 'lent', ...who, expiresAt: Date.now() + 3_600_000, reply }) as const;
  const server = new HelperServer({ storage, answer });
  await server.listen();
  try {
    const program = join(ROOT, 'dist/credentialHelper.js');
    const launcher = launcherText({ runtime: process.execPath, program, storage }) ?? '';
    const printing = await script(join(folder, 'print.js'), `process.stdout.write(${JSON.stringify(reply)})`);
    const ways = {
      ours: [await script(join(storage, launcherName()), launcher), '--active'],
      printed: [await script(join(folder, 'print'), `#!/bin/sh\nexec '${process.execPath}' '${printing}'\n`)],
      sh: [await script(join(folder, 'sh'), `#!/bin/sh\necho '${reply}'\n`)],
    };
    const taken = { ours: [] as number[], printed: [] as number[], sh: [] as number[] };
    // They take turns, so that whatever else this machine does meets them alike. The first reads from the disk.
    for (let turn = 0; turn <= runs; turn += 1) {
      for (const way of ['ours', 'printed', 'sh'] as const) {
        const ms = await timed(ways[way]);
        if (turn > 0) taken[way].push(ms);
      }
    }
    const more = median(taken.ours) - median(taken.printed);
    return {
      title: `A managed profile's credential_process, median of ${runs}, in turn`,
      rows: [
        { what: 'ours, the whole process', value: spread(taken.ours) },
        { what: 'the same runtime that only prints', value: spread(taken.printed) },
        {
          what: '  ours takes more',
          value: `${more.toFixed(1)} ms`,
          aim: atMost(more, MOST_MORE_MS, `${MOST_MORE_MS} ms`),
        },
        { what: 'sh that only prints', value: spread(taken.sh) },
      ],
    };
  } finally {
    server.dispose();
  }
}
