// What activation does at once, and what it leaves to later turns: with the part that is loaded later replaced.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExtensionContext, FileSystemProvider, TerminalProfileProvider, Uri } from 'vscode';
import type { RoleSessionsExports } from '../../src/api/roleSessions.js';
import { COMMAND_IDS } from '../../src/base/commandIds.js';
import { activate } from '../../src/extension.js';
import { readManifest } from '../support/manifest.js';
import { FakeSessions } from '../support/sessions.js';

const editor = vi.hoisted(() => ({
  commands: new Map<string, (...args: unknown[]) => Promise<unknown>>(),
  files: new Map<string, FileSystemProvider>(),
  profiles: new Map<string, TerminalProfileProvider>(),
  errors: [] as string[],
  wired: [] as unknown[],
  /** What is made later, or throws. */
  wire: (): unknown => undefined,
}));
vi.mock('vscode', async () => ({
  ExtensionMode: { Production: 1, Test: 3 },
  EventEmitter: (await import('../support/vscode.js')).EventEmitter,
  FileSystemError: {},
  l10n: { bundle: undefined },
  window: {
    showErrorMessage: (text: string) => Promise.resolve(editor.errors.push(text)),
    registerTerminalProfileProvider: (id: string, profile: TerminalProfileProvider) => editor.profiles.set(id, profile),
  },
  commands: {
    registerCommand: (id: string, run: (...args: unknown[]) => Promise<unknown>) => editor.commands.set(id, run),
  },
  workspace: {
    registerFileSystemProvider: (scheme: string, files: FileSystemProvider) => editor.files.set(scheme, files),
  },
}));
vi.mock('../../src/bundles.js', () => ({
  loadWiring: () =>
    Promise.resolve({
      wire: (context: unknown) => {
        editor.wired.push(context);
        return editor.wire();
      },
    }),
}));

/** As other extensions reach it: what is called of it waits until it is there. */
const api = {
  list: () => Promise.resolve(['a session']),
  active: (folder: unknown) => Promise.resolve(folder),
  credentials: (...args: readonly unknown[]) => Promise.resolve(args),
  onDidChange: (listener: () => unknown) => {
    listener();
    return { dispose: () => undefined };
  },
};

const contributed = (
  readManifest() as unknown as { contributes: { terminal: { profiles: readonly { id: string }[] } } }
).contributes.terminal.profiles;
const PRODUCTION = 1;
const TEST = 3;

interface Context {
  readonly extensionMode: number;
  readonly subscriptions: { dispose(): void }[];
}

const contextIn = (extensionMode: number): Context => ({ extensionMode, subscriptions: [] });
const activated = (context: Context) => activate(context as unknown as ExtensionContext);
const later = () => vi.waitFor(() => expect(editor.wired).toHaveLength(1));
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

describe('activation', () => {
  beforeEach(() => {
    editor.commands.clear();
    editor.files.clear();
    editor.profiles.clear();
    editor.errors.length = 0;
    editor.wired.length = 0;
  });

  it('has every command, the file system and the terminal profile at once, and starts the rest in a later turn', async () => {
    const context = contextIn(PRODUCTION);
    editor.wire = () => ({ api });
    expect(activated(context)).toEqual({ getApi: expect.any(Function) as unknown });
    expect([...editor.commands.keys()]).toEqual([...COMMAND_IDS]);
    expect([...editor.files.keys()]).toEqual(['role-s3']);
    expect([...editor.profiles.keys()]).toEqual(contributed.map(({ id }) => id));
    await Promise.resolve();
    expect(editor.wired).toEqual([]);
    await later();
    expect(editor.wired).toEqual([context]);
  });

  it('keeps a command, a file and a terminal that are asked for meanwhile until there is somebody to ask', async () => {
    const size = { size: 3 };
    editor.wire = () => ({
      api,
      run: (id: string, args: readonly unknown[]) => Promise.resolve([id, ...args]),
      terminalProfile: () => Promise.resolve('a terminal'),
      fileSystem: () => Promise.resolve({ stat: (uri: unknown) => ({ ...size, uri }) }),
    });
    void activated(contextIn(PRODUCTION));
    const ran = editor.commands.get('roleSessions.assumeRole')!('dev', 1);
    const stat = editor.files.get('role-s3')!.stat('an object' as unknown as Uri);
    const profile = editor.profiles.get('roleSessions.terminal')!.provideTerminalProfile(undefined as never);
    expect(editor.wired).toEqual([]);
    expect(await profile).toBe('a terminal');
    expect(await ran).toEqual(['roleSessions.assumeRole', 'dev', 1]);
    expect(await stat).toEqual({ ...size, uri: 'an object' });
    expect(editor.wired).toHaveLength(1);
  });

  it('says that nothing runs where it could not start, and its commands fail with the reason', async () => {
    editor.wire = () => {
      throw new Error('dist/wiring.js is damaged');
    };
    void activated(contextIn(PRODUCTION));
    await expect(editor.commands.get('roleSessions.assumeRole')!()).rejects.toThrow('dist/wiring.js is damaged');
    expect(editor.errors).toEqual([
      'Role Sessions for AWS could not start, so nobody acts as any role: dist/wiring.js is damaged',
    ]);
  });

  it('starts nothing, and says nothing, once it has been deactivated', async () => {
    const context = contextIn(PRODUCTION);
    void activated(context);
    const ran = editor.commands.get('roleSessions.assumeRole')!();
    for (const each of context.subscriptions.slice(0, 2)) each.dispose();
    await expect(ran).rejects.toMatchObject({ name: 'AbortError' });
    await turns(3);
    expect(editor.wired).toEqual([]);
    expect(editor.errors).toEqual([]);
  });

  it('has an API for other extensions at once, which waits until there is somebody to ask', async () => {
    editor.wire = () => ({ api });
    const exported = activated(contextIn(PRODUCTION)) as RoleSessionsExports;
    const given = exported.getApi(1, { id: 'acme.tool' });
    let changes = 0;
    given.onDidChange(() => (changes += 1));
    const asked = [given.list(), given.active('a folder' as unknown as Uri), given.credentials({ reason: 'to look' })];
    expect(editor.wired).toEqual([]);
    expect(await Promise.all(asked)).toEqual([['a session'], 'a folder', ['acme.tool', { reason: 'to look' }]]);
    expect([given.version, changes]).toEqual([1, 1]);
  });

  it('has one version of that, and its calls fail with the reason where nothing could start', async () => {
    editor.wire = () => {
      throw new Error('dist/wiring.js is damaged');
    };
    const exported = activated(contextIn(PRODUCTION)) as RoleSessionsExports;
    expect(() => exported.getApi(2 as 1, { id: 'acme.tool' })).toThrow(
      expect.objectContaining({ code: 'unsupported-version' }),
    );
    await expect(exported.getApi(1, { id: 'acme.tool' }).list()).rejects.toThrow('dist/wiring.js is damaged');
  });

  it('hands sessions to tests alone', async () => {
    const sessions = new FakeSessions();
    editor.wire = () => ({ sessions, api, run: () => undefined });
    const exported = await activated(contextIn(TEST));
    expect(exported).toEqual({ sessions, getApi: expect.any(Function) as unknown });
  });
});
