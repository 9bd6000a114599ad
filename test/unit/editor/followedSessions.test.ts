import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FollowedSessions } from '../../../src/editor/followedSessions.js';
import type { SessionChange } from '../../../src/model/session/sessionReader.js';
import { expire } from '../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';

type Listener = (event?: unknown) => void;

interface FakeEditor {
  readonly listeners: Readonly<Record<'editor' | 'setting' | 'folders', Listener[]>>;
  isOn: unknown;
  folders: string[];
  document: string | undefined;
}

const editor = vi.hoisted((): FakeEditor => ({
  listeners: { editor: [], setting: [], folders: [] },
  isOn: true,
  folders: ['/one', '/two'],
  document: undefined,
}));
vi.mock('vscode', () => {
  const on = (all: Listener[]) => (listener: Listener) => {
    all.push(listener);
    return { dispose: () => void all.splice(all.indexOf(listener), 1) };
  };
  const folder = (path: string) => ({ uri: { toString: () => `file://${path}` }, name: path.slice(1) });
  class EventEmitter {
    private readonly all: Listener[] = [];
    event = on(this.all);
    fire = (value: unknown) => this.all.forEach((listener) => listener(value));
    dispose = () => undefined;
  }
  return {
    EventEmitter,
    window: {
      get activeTextEditor() {
        const path = editor.document;
        return path && { document: { uri: { path, scheme: path.startsWith('/') ? 'file' : path } } };
      },
      onDidChangeActiveTextEditor: on(editor.listeners.editor),
    },
    workspace: {
      get workspaceFolders() {
        return editor.folders.map(folder);
      },
      getWorkspaceFolder: ({ path }: { path: string }) => {
        const found = editor.folders.find((each) => path.startsWith(`${each}/`));
        return found && folder(found);
      },
      getConfiguration: () => ({ inspect: () => ({ globalValue: editor.isOn }) }),
      onDidChangeConfiguration: on(editor.listeners.setting),
      onDidChangeWorkspaceFolders: on(editor.listeners.folders),
    },
  };
});

const dev = liveSession({ id: 'dev', key: 'dev', role: roleRef('dev') });
const prod = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod') });

describe('what is shown', () => {
  let sessions: FakeSessions;
  let followed: FollowedSessions;
  let changes: SessionChange[];

  const work = (path: string | undefined): void => {
    editor.document = path;
    editor.listeners.editor.forEach((listener) => listener());
  };

  beforeEach(() => {
    editor.isOn = true;
    editor.folders = ['/one', '/two'];
    editor.document = undefined;
    sessions = new FakeSessions();
    sessions.activate(dev);
    sessions.assign('file:///two', prod);
    followed = new FollowedSessions(sessions);
    changes = [];
    followed.onDidChange((change) => changes.push(change));
  });
  afterEach(() => followed.dispose());

  it('is the session of the folder that is worked in, and what is different is told', () => {
    expect([followed.active(), followed.followed]).toEqual([dev, undefined]);
    work('/two/main.ts');
    expect([followed.active(), followed.followed]).toEqual([prod, { folder: 'file:///two', name: 'two' }]);
    expect([followed.ofWindow(), followed.active('file:///one')]).toEqual([dev, dev]);
    expect(changes.map(({ active }) => active)).toEqual([{ before: dev, after: prod }]);
    work('/one/main.ts');
    expect([followed.active(), followed.followed]).toEqual([dev, undefined]);
    work('/elsewhere/x');
    expect(changes).toHaveLength(2);
  });

  it('stays it while a panel is looked at, and not without any document', () => {
    work('/two/main.ts');
    work('output');
    expect(followed.active()).toBe(prod);
    work(undefined);
    expect(followed.active()).toBe(dev);
  });

  it('is nobody where the folder has lost its own, and never the window', () => {
    work('/two/main.ts');
    sessions.assign('file:///two', { kind: 'none' });
    expect([followed.active(), followed.followed?.name]).toEqual([{ kind: 'none' }, 'two']);
    expect(changes.at(-1)?.active).toEqual({ before: prod, after: { kind: 'none' } });
  });

  it('is the window’s once the folder follows that, or has left the workspace', () => {
    work('/two/main.ts');
    sessions.assign('file:///two');
    expect(followed.active()).toBe(dev);
    sessions.assign('file:///two', prod);
    editor.folders = ['/one'];
    editor.listeners.folders.forEach((listener) => listener());
    expect([followed.active(), followed.followed]).toEqual([dev, undefined]);
  });

  it('tells of the window’s own changes only where they are what is shown', () => {
    work('/two/main.ts');
    changes.length = 0;
    sessions.activate(expire(dev));
    expect(changes.map(({ active }) => active)).toEqual([undefined]);
    work('/one/x');
    expect(changes.at(-1)?.active).toEqual({ before: prod, after: expire(dev) });
  });

  it.each([false, undefined, 'true', 1])('is the window’s where the setting is %j', (isOn) => {
    editor.isOn = isOn;
    work('/two/main.ts');
    expect([followed.active(), followed.followed]).toEqual([dev, undefined]);
    editor.isOn = true;
    editor.listeners.setting.forEach((listener) => listener({ affectsConfiguration: () => true }));
    expect([followed.active(), changes.at(-1)?.active]).toEqual([prod, { before: dev, after: prod }]);
  });
});
