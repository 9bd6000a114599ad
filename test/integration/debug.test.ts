// What debug runs get from the active session: with the debugger for Node.js that the editor ships.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { debug, type DebugConfiguration } from 'vscode';
import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import { Stage } from './stage.js';

type Variables = Readonly<Record<string, string>>;

/** Writes its AWS variables to the file of its last argument, whole or not at all. */
const PROGRAM = `
const { renameSync, writeFileSync } = require('node:fs');
const file = process.argv.at(-1);
const ours = Object.entries(process.env).filter(([name]) => /^AWS_(?!(CONFIG|SHARED_CREDENTIALS)_FILE$)/.test(name));
writeFileSync(file + '.part', JSON.stringify(Object.fromEntries(ours)));
renameSync(file + '.part', file);
`;

/** The debugger goes on with the first environment of the editor that it has seen: all tests have the same. */
const OF_THE_EDITOR = { AWS_PROFILE: 'ststestprofile' };

describe('debug runs in the editor', () => {
  let stage: Stage;
  let folder: string;
  let count = 0;

  beforeEach(async () => {
    stage = await Stage.set();
    stage.variable('AWS_PROFILE', OF_THE_EDITOR.AWS_PROFILE);
    folder = await mkdtemp(join(tmpdir(), 'debug-'));
    await writeFile(join(folder, 'program.cjs'), PROGRAM);
  });
  afterEach(async () => {
    await debug.stopDebugging();
    await stage.strike();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  async function variables(properties: object = {}): Promise<Variables> {
    const file = join(folder, `env-${(count += 1)}`);
    const configuration: DebugConfiguration = {
      type: 'node',
      request: 'launch',
      name: 'Print',
      program: join(folder, 'program.cjs'),
      args: [file],
      cwd: folder,
      console: 'internalConsole',
      ...properties,
    };
    assert.ok(await debug.startDebugging(undefined, configuration));
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) return JSON.parse(text) as Variables;
      await sleep(50);
    }
  }

  it('have the role’s variables without a terminal, and no profile of the editor’s', async () => {
    const session = await stage.assume('profile:s3-read-only');
    assert.deepEqual(await variables(), Object.fromEntries(sessionVariables(session)));
    assert.deepEqual(await variables({ noDebug: true }), Object.fromEntries(sessionVariables(session)));
  });

  it('with the editor’s profile in their environment, have keys where they could ask for them', async () => {
    await stage.setting('terminals', 'endpoint');
    const session = await stage.assume('profile:s3-read-only');
    assert.deepEqual(await variables(), Object.fromEntries(sessionVariables(session)));
  });

  it('have nothing but the editor’s own while no role is active', async () => {
    assert.deepEqual(await variables(), OF_THE_EDITOR);
  });

  it('that say themselves who they are stay it, and the user learns so once', async () => {
    const warnings = stage.messages('showWarningMessage');
    await stage.assume('profile:s3-read-only');
    const env = { AWS_ACCESS_KEY_ID: 'AKIAOWN' };
    assert.deepEqual(await variables({ env }), { ...OF_THE_EDITOR, ...env });
    assert.deepEqual(await variables({ env }), { ...OF_THE_EDITOR, ...env });
    assert.deepEqual(
      warnings.map(({ text }) => text),
      ['"Print" does not act as s3-read-only: it or its envFile sets AWS_ACCESS_KEY_ID.'],
    );
  });

  it('have nothing but the editor’s own where the user wants it so', async () => {
    await stage.setting('debug', false);
    await stage.assume('profile:s3-read-only');
    assert.deepEqual(await variables(), OF_THE_EDITOR);
  });

  it('in a terminal have the terminal’s', async () => {
    const session = await stage.assume('profile:s3-read-only');
    const found = await variables({ console: 'integratedTerminal' });
    assert.deepEqual(found, Object.fromEntries(sessionVariables(session)));
  });

  it('in a terminal that is left from another role act as that, and the user learns so', async () => {
    const warnings = stage.messages('showWarningMessage');
    const session = await stage.assume('profile:s3-read-only');
    const properties = { name: 'Again', console: 'integratedTerminal' };
    const ofRun = () => warnings.map(({ text }) => text).filter((text) => text.startsWith('"Again"'));
    await variables(properties);
    assert.deepEqual(ofRun(), []);
    await debug.stopDebugging();
    await sleep(1500); // the editor takes a terminal again after a second
    await stage.assume('profile:s3-full-access');
    const found = await variables(properties);
    assert.equal(found['AWS_SESSION_TOKEN'], session.credentials.sessionToken);
    while (ofRun().length === 0) await sleep(50);
    assert.match(ofRun()[0] ?? '', /^"Again" runs in a terminal .* acts as s3-read-only\./);
  });
});
