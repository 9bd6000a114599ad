// What debug runs get from the provider that the editor asks, and what their user is told: with real files of variables.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DebugConfiguration, DebugConfigurationProvider, WorkspaceFolder } from 'vscode';
import { registerDebug } from '../../../src/debug/index.js';
import type { Log } from '../../../src/editor/log.js';
import { expire } from '../../../src/model/session/session.js';
import { folderKey } from '../../../src/model/session/sessionReader.js';
import { givesKeys } from '../../support/givesKeys.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';

const editor = vi.hoisted(() => ({
  warnings: [] as string[],
  providers: new Map<string, DebugConfigurationProvider>(),
  settings: new Map<string, unknown>(),
  commands: [] as unknown[],
  answer: undefined as string | undefined,
  env: { remoteName: undefined as string | undefined, uiKind: 1 },
}));
vi.mock('vscode', () => ({
  window: {
    showWarningMessage: (text: string) => {
      editor.warnings.push(text);
      return Promise.resolve(editor.answer);
    },
  },
  env: editor.env,
  UIKind: { Desktop: 1, Web: 2 },
  workspace: {
    isTrusted: true,
    getConfiguration: () => ({ get: (id: string) => editor.settings.get(id), inspect: () => undefined }),
    onDidChangeConfiguration: () => ({ dispose: () => undefined }),
  },
  commands: { executeCommand: (...call: unknown[]) => Promise.resolve(editor.commands.push(call)) },
  debug: {
    registerDebugConfigurationProvider: (type: string, provider: DebugConfigurationProvider) =>
      editor.providers.set(type, provider),
    onDidStartDebugSession: () => ({ dispose: () => undefined }),
    onDidTerminateDebugSession: () => ({ dispose: () => undefined }),
  },
}));

const dev = liveSession({ role: roleRef('dev') });

describe('a debug run', () => {
  let folder: string;
  let sessions: FakeSessions;
  let unread: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'debug-'));
    editor.warnings.length = 0;
    editor.settings.clear();
    editor.commands.length = 0;
    editor.answer = undefined;
    editor.env.remoteName = undefined;
    vi.stubEnv('AWS_PROFILE', undefined);
    sessions = new FakeSessions();
    unread = [];
    registerDebug(sessions, givesKeys, { warn: (text: string) => unread.push(text) } as unknown as Log);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const at = () =>
    ({
      name: 'api',
      uri: { scheme: 'file', fsPath: folder, toString: () => `file://${folder}` },
    }) as unknown as WorkspaceFolder;

  async function resolve(type: string, properties: object = {}): Promise<DebugConfiguration> {
    const run = { type, name: 'Start', request: 'launch', console: 'internalConsole', ...properties };
    const provider = editor.providers.get(type)!;
    return (await provider.resolveDebugConfigurationWithSubstitutedVariables!(at(), run))!;
  }

  it('acts as the session of its folder, where that has its own, and as nobody once that has ended', async () => {
    const prod = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod') });
    const ofProd = { ...prod, credentials: { ...prod.credentials, accessKeyId: 'ASIAPROD' } };
    sessions.activate(dev);
    sessions.assign(folderKey(at()), ofProd);
    expect(await resolve('node')).toMatchObject({ env: { AWS_ACCESS_KEY_ID: 'ASIAPROD' } });
    sessions.assign(folderKey(at()), expire(ofProd));
    expect(await resolve('node')).not.toHaveProperty('env');
    expect(editor.warnings).toEqual([
      expect.stringMatching(/^"Start" gets no credentials: the session of prod has expired/),
    ]);
    sessions.assign(folderKey(at()));
    expect(await resolve('node')).toMatchObject({ env: { AWS_ACCESS_KEY_ID: dev.credentials.accessKeyId } });
  });

  it('of a folder that is nobody is told of, with the way to another role for that', async () => {
    sessions.activate(dev);
    sessions.assign(folderKey(at()), { kind: 'none' });
    editor.answer = 'Use Session for Folder';
    expect(await resolve('node')).not.toHaveProperty('env');
    await resolve('node');
    expect(editor.warnings).toEqual([
      '"Start" gets no credentials: folder api has no role, since its session has ended. Give it another, or let it follow the window; else the run acts as whatever it finds.',
    ]);
    await vi.waitFor(() =>
      expect(editor.commands).toEqual([['roleSessions.useSessionForFolder', undefined, folderKey(at())]]),
    );
  });

  it('of a folder that is nobody is left alone where it says itself who it is, or attaches', async () => {
    sessions.assign(folderKey(at()), { kind: 'none' });
    await resolve('node', { env: { AWS_PROFILE: 'own' } });
    await resolve('node', { request: 'attach' });
    expect(editor.warnings).toEqual([]);
  });

  it('in a terminal of a remote window, which knows no folder of it, is told of where folders differ', async () => {
    const console = 'integratedTerminal';
    sessions.activate(dev);
    editor.env.remoteName = 'ssh-remote';
    await resolve('node', { console });
    expect(editor.warnings).toEqual([]);
    sessions.assign('file:///other', dev);
    await resolve('node');
    expect(editor.warnings).toEqual([]);
    await resolve('node', { console });
    expect(editor.warnings).toEqual([
      expect.stringMatching(
        /^"Start" runs in the integrated terminal, .* may act as another than dev: .* debug console\.$/,
      ),
    ]);
    editor.env.remoteName = undefined;
    await resolve('node', { console, name: 'Local' });
    expect(editor.warnings).toHaveLength(1);
  });

  it.each(['go', 'python', 'java', 'coreclr'])('of %s has a profile of the editor’s, which is said', async (type) => {
    vi.stubEnv('AWS_PROFILE', 'other');
    sessions.activate(dev);
    expect((await resolve(type))['env']).toMatchObject({ AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE' });
    expect(editor.warnings).toEqual([
      '"Start" has AWS_PROFILE from the editor\'s own environment, which its debugger cannot take out: some AWS SDKs follow that, and would not act as dev. Start the editor without it.',
    ]);
  });

  it('of node has none, of which nothing is said', async () => {
    vi.stubEnv('AWS_PROFILE', 'other');
    sessions.activate(dev);
    expect((await resolve('node'))['env']).toMatchObject({ AWS_PROFILE: null });
    expect(editor.warnings).toEqual([]);
  });

  it('has a profile of its envFile, which is said; in whatever folder that is', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=1\nAWS_PROFILE=other\n');
    sessions.activate(dev);
    await resolve('go', { envFile: '.env' });
    await resolve('go', { envFile: [join(folder, '.env')], name: 'Other' });
    const text = (name: string) =>
      `"${name}" has AWS_PROFILE from its envFile, which its debugger cannot take out: some AWS SDKs follow that, and would not act as dev. Remove it from the file.`;
    expect(editor.warnings).toEqual([text('Start'), text('Other')]);
  });

  it.each(['python', 'debugpy'])('of %s has a profile of the file that its setting names', async (type) => {
    writeFileSync(join(folder, '.env'), 'AWS_PROFILE=other\n');
    writeFileSync(join(folder, 'set.env'), 'AWS_ENDPOINT_URL=http://localhost\n');
    writeFileSync(join(folder, 'own.env'), 'PORT=1\n');
    sessions.activate(dev);
    await resolve(type);
    expect(editor.warnings).toEqual([expect.stringMatching(/^"Start" has AWS_PROFILE from its envFile/)]);
    editor.settings.set('python.envFile', '${workspaceFolder}/set.env');
    await resolve(type, { name: 'Set' });
    expect(editor.warnings.slice(1)).toEqual([expect.stringMatching(/^"Set" has AWS_ENDPOINT_URL from its envFile/)]);
    await resolve(type, { name: 'Own', envFile: 'own.env' });
    editor.settings.set('python.envFile', join(folder, 'none.env'));
    await resolve(type, { name: 'None' });
    expect(editor.warnings).toHaveLength(2);
    expect(unread.filter((text) => text.includes('could not be read'))).toEqual([]);
  });

  it('whose envFile is not there gets the session all the same', async () => {
    sessions.activate(dev);
    expect((await resolve('python', { envFile: join(folder, 'none') }))['env']).toMatchObject({
      AWS_REGION: 'us-west-2',
    });
    expect(editor.warnings).toEqual([]);
    expect(unread).toEqual([`The variables in “${join(folder, 'none')}” could not be read`]);
  });

  it('under a role whose session has expired gets nothing, and nobody else’s: which is said', async () => {
    sessions.activate(expire(dev));
    expect(await resolve('go')).not.toHaveProperty('env');
    expect(editor.warnings).toEqual([
      '"Start" gets no credentials: the session of dev has expired. Renew it, or the run acts as whatever else it finds.',
    ]);
  });

  it('is told of it again once the session has expired another time', async () => {
    for (const session of [dev, expire(dev), expire(dev), dev, expire(dev)]) {
      sessions.activate(session);
      await resolve('go');
    }
    expect(editor.warnings).toHaveLength(2);
  });

  it('under a role that could not be renewed gets nothing, which is said', async () => {
    sessions.activate({ kind: 'failed', role: dev.role, message: 'AccessDenied' });
    expect(await resolve('go')).not.toHaveProperty('env');
    expect(editor.warnings).toEqual([
      '"Start" gets no credentials: dev could not be assumed or renewed. Assume it again, or the run acts as whatever else it finds.',
    ]);
  });

  it('that says itself who it is needs no session', async () => {
    sessions.activate(expire(dev));
    await resolve('go', { env: { AWS_PROFILE: 'own' } });
    sessions.activate({ kind: 'failed', role: dev.role, message: '' });
    await resolve('go', { env: { AWS_PROFILE: 'own' } });
    sessions.activate({ kind: 'none' });
    await resolve('go');
    expect(editor.warnings).toEqual([]);
  });
});
