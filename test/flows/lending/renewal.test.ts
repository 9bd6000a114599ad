// A program has what a session is by now: over its renewals, and until its end. The calls for it are real.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Disposable } from '../../../src/base/listeners.js';
import { meetingFolder } from '../../../src/lending/helper/meeting.js';
import { serveHelper } from '../../../src/lending/helper/serveHelper.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from '../session/office.js';
import { installHelper, runProgram, storageIn } from './launched.js';
import { KeptSecrets } from '../../support/keptSecrets.js';

let office: Office;
let window: Window;
let folder: string;
let launcher: string;
let server: Disposable;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  office.role('dev');
  office.role('test');
  folder = await mkdtemp(join(tmpdir(), 'helper-'));
  launcher = await installHelper(folder);
  const storage = storageIn(folder);
  await mkdir(meetingFolder(storage), { mode: 0o700 });
  server = serveHelper({
    ...{ storage, sessions: window.sessions, secrets: new KeptSecrets(), record: () => undefined },
    onDidFetch: (id) => window.used.add(id),
    log: { warn: (message) => expect.fail(message) },
  });
  while ((await readdir(meetingFolder(storage))).every((name) => !name.endsWith('.window'))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
});
afterEach(async () => {
  server.dispose();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

/** The access key that a program gets; why it gets none. */
async function keyBy(...parameters: readonly string[]): Promise<string> {
  const { out, error } = await runProgram([launcher, ...parameters]);
  return out === '' ? error.trim() : String((JSON.parse(out) as Record<string, unknown>)['AccessKeyId']);
}

it('also after a renewal, a switch and an end', async () => {
  const dev = await window.assume('dev');
  const keyOfDev = () => {
    const { state } = window.sessions.get(dev.id) ?? {};
    return state?.kind === 'live' ? state.credentials.accessKeyId : undefined;
  };
  expect(await keyBy('--active')).toBe(dev.credentials.accessKeyId);
  await office.pass(HOUR_MS, MINUTE_MS);
  expect(keyOfDev()).not.toBe(dev.credentials.accessKeyId);
  expect(await keyBy('--active')).toBe(keyOfDev());
  const test = await window.assume('test');
  expect(await keyBy('--active')).toBe(test.credentials.accessKeyId);
  expect(await keyBy('--role', 'profile:dev')).toBe(keyOfDev());
  await office.pass(HOUR_MS, MINUTE_MS); // not what the window acts as, but in use
  expect(await keyBy('--role', 'profile:dev')).toBe(keyOfDev());
  expect(keyOfDev()).toBeDefined();
  await window.opener.end(test.id);
  expect(await keyBy('--active')).toMatch(/^Role Sessions for AWS: .*(No AWS role is active|has ended)/);
  expect(await keyBy('--role', 'profile:test')).toContain('There is no session of test in the editor.');
});
