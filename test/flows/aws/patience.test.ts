// Programs that open a browser take as long as the user does. Where somebody can cancel, nothing else ends them.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import type { Source } from '../../../src/model/plan/source.js';
import { credentialsOf, PLACE, refusal, type Circumstances } from './context.js';
import { hop } from '../../support/samples.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patience-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** A minute passes in a third of a second. */
function shortenMinutes(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 60_000 ? 300 : ms));
}

const none = { policy: undefined, policyArns: [] } as const;
const sources: readonly (readonly [string, (command: string) => Source])[] = [
  ['credential_process', () => ({ kind: 'process', profile: 'tool', program: 'helper', place: PLACE })],
  [
    'a command for a SAML assertion',
    (command) => ({
      kind: 'saml',
      role: hop().role,
      principalArn: undefined,
      durationSeconds: undefined,
      assertion: { kind: 'command', command },
      place: PLACE,
      ...none,
    }),
  ],
  [
    'a command for a web identity token',
    (command) => ({
      kind: 'web-identity',
      role: hop().role,
      sessionName: 'me',
      durationSeconds: undefined,
      token: { kind: 'command', command },
      place: PLACE,
      ...none,
    }),
  ],
];

describe.each(sources)('%s', (_, source) => {
  const run = (command: string, circumstances: Circumstances = {}) =>
    credentialsOf(source(command), { process: command, ...circumstances });

  it('that needs more than a minute is waited for while the user sees it, and its end counts', async () => {
    shortenMinutes();
    const reports: string[] = [];
    const interaction = { attended: true, report: (step: string) => void reports.push(step) };
    // What it prints is no good, which is how one sees that it was waited for.
    expect(await refusal(run('sh -c "sleep 1; echo slow"', { interaction }))).not.toMatch(/did not end/);
    expect(reports).toEqual([expect.stringMatching(/^waiting for /)]);
  });

  it('is stopped after a minute where nobody would see it', async () => {
    shortenMinutes();
    expect(await refusal(run('sleep 600'))).toMatch(/did not end within 60 seconds and was stopped/);
  });

  it('is stopped with all that it has started when the user cancels', async () => {
    const abort = new AbortController();
    const file = path.join(folder, 'pid');
    const running = run(`sh -c 'sleep 600 & echo $! > ${file}; wait'`, {
      interaction: { attended: true },
      signal: abort.signal,
    });
    const pid = await pidIn(file);
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
  });
});

async function pidIn(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('\n')) {
      return Number(text);
    }
    await pause(20);
  }
}
