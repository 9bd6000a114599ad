// Long-term keys in the editor's secret storage: who programs are by them, before and after they are moved there. The
// helper is the one that is shipped; the window, the files and the calls are real.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Disposable } from '../../src/base/listeners.js';
import { AwsFiles } from '../../src/config/files/awsFiles.js';
import { keptParameters } from '../../src/config/rules/ownProgram.js';
import { keepKeys, readKeptKeys } from '../../src/config/sources/keptKeys.js';
import { clearPair, keptProfiles, moveKeys, moveKeysBack } from '../../src/config/write/keysMove.js';
import type { Changes } from '../../src/config/write/profileEdits.js';
import { writeChanges } from '../../src/config/write/writeChanges.js';
import type { Checked } from '../../src/base/checked.js';
import { meetingFolder } from '../../src/lending/helper/meeting.js';
import { serveHelper } from '../../src/lending/helper/serveHelper.js';
import { commandLine } from '../../src/lending/helper/words.js';
import { installHelper, storageIn } from '../flows/lending/launched.js';
import { Office } from '../flows/session/office.js';
import { cleanEnvironment } from '../tools/environment.js';
import { Programs, type Shell } from './programs.js';

let office: Office;
let home: string;
let programs: Programs;
let launcher: string;
let server: Disposable | undefined;

const file = (name: string) => join(home, name);

beforeEach(async () => {
  office = await Office.open();
  home = await mkdtemp(join(tmpdir(), 'kept by us-'));
  programs = await Programs.find(office, home);
  launcher = await installHelper(home);
  await mkdir(meetingFolder(storageIn(home)), { mode: 0o700 });
  const { accessKeyId, secretAccessKey } = office.anna;
  office.role('dev');
  const more = `region = us-west-2\nendpoint_url = ${office.sandbox.endpoint}\n`;
  await writeFile(file('config'), `[profile base]\n${more}${office.config}`);
  await writeFile(
    file('credentials'),
    `[base]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    { mode: 0o600 },
  );
});
afterEach(async () => {
  server?.dispose();
  server = undefined;
  await office.close();
  await rm(home, { recursive: true });
});

async function serve(): Promise<Disposable> {
  const serving = serveHelper({
    ...{ storage: storageIn(home), secrets: office.keptSecrets, sessions: office.window().sessions },
    ...{ record: () => undefined, onDidFetch: () => undefined },
    log: { warn: (message) => expect.fail(message) },
  });
  while ((await readdir(meetingFolder(storageIn(home)))).every((name) => !name.endsWith('.window'))) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return serving;
}

/** Of a program outside the editor. */
function outside(profile: string): Shell {
  return cleanEnvironment({
    ...{ HOME: home, USERPROFILE: home, AWS_MAX_ATTEMPTS: '1', AWS_PROFILE: profile },
    ...{ AWS_CONFIG_FILE: file('config'), AWS_SHARED_CREDENTIALS_FILE: file('credentials'), AWS_SDK_LOAD_CONFIG: '1' },
    XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? '',
  });
}

async function everyone(profile: string): Promise<readonly (string | undefined)[]> {
  const env = outside(profile);
  const python = programs.longRun(env);
  const { arn } = await python.ask();
  await python.end();
  const all = [arn, await programs.byCli(env), await programs.byJavaScript(env), await programs.byGo(env)];
  return all.map((each) => each?.replace(/(:assumed-role\/[^/]*\/).*/, '$1')); // each names its session itself
}

async function written(make: (files: Awaited<ReturnType<AwsFiles['read']>>) => Promise<Checked<Changes>>) {
  const variables = outside('base');
  const files = new AwsFiles({ variables, userName: 'anna', hostName: 'desk', homeDirectory: home });
  try {
    const changes = await make(await files.read());
    if (!changes.ok) expect.fail(changes.problem.message);
    await writeChanges(changes.value, { hasBackup: false });
  } finally {
    files.dispose();
  }
}

it('every program is who it was, as the user and as a role of that, while a window is open; and so it is on the way back', async () => {
  const [user, role] = [await everyone('base'), await everyone('dev')];
  expect(new Set(user)).toEqual(new Set([expect.stringMatching(/:user\/anna$/)]));
  const before = await readFile(file('credentials'), 'utf8');
  await written(async (files) => {
    const pair = clearPair(files, 'base');
    if (pair === undefined) expect.fail('There are no keys.');
    const line = await keepKeys(office.keptSecrets, pair);
    return moveKeys(files, new Map([['base', commandLine([launcher, ...keptParameters(line)]) ?? '']]));
  });
  for (const name of ['config', 'credentials']) {
    expect(await readFile(file(name), 'utf8')).not.toContain(office.anna.secretAccessKey);
  }
  expect(await readdir(home)).not.toContainEqual(expect.stringMatching(/backup/));
  await expect(programs.byCli(outside('base'))).rejects.toThrow(/no window of it is open that could give them/);
  await expect(programs.byJavaScript(outside('base'))).rejects.toThrow();
  server = await serve();
  expect([await everyone('base'), await everyone('dev')]).toEqual([user, role]);
  await written(async (files) => {
    const [line] = keptProfiles(files);
    const pair = line && (await readKeptKeys(office.keptSecrets, line.id));
    return pair === undefined ? expect.fail('They are lost.') : moveKeysBack(files, 'base', pair);
  });
  server.dispose();
  expect(await readFile(file('credentials'), 'utf8')).toBe(before);
  expect(await everyone('base')).toEqual(user);
}, 240_000);
