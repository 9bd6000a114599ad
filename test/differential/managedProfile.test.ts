// Who programs are that name the managed profile: the AWS CLI, and those with the SDKs for Python, JavaScript and Go. The
// helper is the one that is shipped, the window and the calls for its sessions are real.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Disposable } from '../../src/base/listeners.js';
import { meetingFolder } from '../../src/lending/helper/meeting.js';
import { commandLine } from '../../src/lending/helper/words.js';
import { serveHelper } from '../../src/lending/helper/serveHelper.js';
import { installHelper, storageIn } from '../flows/lending/launched.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from '../flows/session/office.js';
import { cleanEnvironment } from '../tools/environment.js';
import { Programs, type Shell } from './programs.js';
import { KeptSecrets } from '../support/keptSecrets.js';

let office: Office;
let window: Window;
let home: string;
let programs: Programs;
let server: Disposable;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  office.role('dev');
  office.role('test');
  home = await mkdtemp(join(tmpdir(), 'managed by us-'));
  programs = await Programs.find(office, home);
  const launcher = await installHelper(home);
  await mkdir(meetingFolder(storageIn(home)), { mode: 0o700 });
  const profile = (name: string, ...words: readonly string[]) =>
    `[profile ${name}]\ncredential_process = ${commandLine([launcher, ...words])}\nregion = us-west-2\nendpoint_url = ${office.sandbox.endpoint}\n`;
  await writeFile(
    join(home, 'config'),
    profile('roleSessions', '--active') + profile('roleSessions-dev', '--role', 'profile:dev'),
  );
  server = await serve();
});
afterEach(async () => {
  server.dispose();
  await office.close();
  await rm(home, { recursive: true });
});

async function serve(): Promise<Disposable> {
  const folder = meetingFolder(storageIn(home));
  const serving = serveHelper({
    ...{ storage: storageIn(home), sessions: window.sessions, secrets: new KeptSecrets(), record: () => undefined },
    onDidFetch: (id) => window.used.add(id),
    log: { warn: (message) => expect.fail(message) },
  });
  while ((await readdir(folder)).every((name) => !name.endsWith('.window'))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return serving;
}

/** Of a program outside the editor. */
function outside(profile: string): Shell {
  return cleanEnvironment({
    ...{ HOME: home, USERPROFILE: home, AWS_MAX_ATTEMPTS: '1', AWS_PROFILE: profile },
    ...{ AWS_CONFIG_FILE: join(home, 'config'), AWS_SDK_LOAD_CONFIG: '1' },
    XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? '',
  });
}

async function everyone(env: Shell): Promise<readonly (string | undefined)[]> {
  const python = programs.longRun(env);
  const { arn } = await python.ask();
  await python.end();
  return [arn, await programs.byCli(env), await programs.byJavaScript(env), await programs.byGo(env)];
}

it('every program is the role: before and after a renewal, a switch and a reload, and nobody after the end', async () => {
  const dev = await window.assume('dev');
  const ofDev = Array<string>(4).fill(dev.identity.arn);
  const active = outside('roleSessions');
  expect(await everyone(active)).toEqual(ofDev);
  await office.pass(HOUR_MS, MINUTE_MS);
  const renewed = window.sessions.get(dev.id)?.state;
  expect(renewed?.kind === 'live' && renewed.credentials.accessKeyId !== dev.credentials.accessKeyId).toBe(true);
  expect(await everyone(active)).toEqual(ofDev);
  const test = await window.assume('test');
  expect(await everyone(active)).toEqual(Array(4).fill(test.identity.arn));
  expect(await everyone(outside('roleSessions-dev'))).toEqual(ofDev);
  server.dispose();
  await window.reload();
  server = await serve();
  expect(await everyone(outside('roleSessions-dev'))).toEqual(ofDev);
  await window.opener.end(dev.id);
  await expect(programs.byCli(outside('roleSessions-dev'))).rejects.toThrow(/There is no session of dev in the editor/);
  await expect(programs.byJavaScript(outside('roleSessions-dev'))).rejects.toThrow();
  expect(await programs.byGo(outside('roleSessions-dev'))).toBeUndefined();
}, 180_000);
