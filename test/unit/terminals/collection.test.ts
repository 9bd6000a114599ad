// What the editor's collection of variables is given, in an editor that is none.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GlobalEnvironmentVariableCollection } from 'vscode';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { injectEnvironment, isGivenAlready } from '../../../src/terminals/collection.js';
import { FakeSessions } from '../../support/sessions.js';
import { Store } from '../session/store.js';
import { dev, prod } from './desk.js';
import { givesKeys } from '../../support/givesKeys.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

interface Scope {
  readonly workspaceFolder: { readonly uri: { toString(): string } };
}

/** As the editor keeps it: each scope by its folder's URI. */
class FakeCollection {
  readonly given = new Map<string, Map<string, string>>();
  persistent = true;

  getScoped({ workspaceFolder }: Scope): object {
    return this.of(workspaceFolder.uri.toString());
  }

  of(scope: string): object {
    return {
      get: (name: string) => this.given.get(scope)?.get(name),
      replace: (name: string, value: string) => {
        this.given.set(scope, (this.given.get(scope) ?? new Map<string, string>()).set(name, value));
      },
    };
  }

  clear(): void {
    this.given.clear();
  }

  get global(): GlobalEnvironmentVariableCollection {
    return Object.assign(this, this.of('')) as unknown as GlobalEnvironmentVariableCollection;
  }

  keys(): Record<string, string | undefined> {
    return Object.fromEntries([...this.given].map(([scope, all]) => [scope, all.get('AWS_ACCESS_KEY_ID')]));
  }
}

const [one, two] = ['file:///one', 'file:///two'];
const ofProd = { ...prod, credentials: { ...prod.credentials, accessKeyId: 'ASIAPROD' } };
const DEV = dev.credentials.accessKeyId;

describe('the editor', () => {
  let sessions: FakeSessions;
  let memento: Store;
  let collection: FakeCollection;

  beforeEach(() => {
    editor.reset();
    editor.window.folders = ['/one', '/two'];
    sessions = new FakeSessions();
    memento = new Store();
    collection = new FakeCollection();
    const tell = new TellOnce({ warn: () => undefined });
    injectEnvironment(collection.global, sessions, { lending: givesKeys, memento, tell });
  });

  it('is given the window’s session for all, and one by one where a folder has its own', () => {
    sessions.activate(dev);
    expect(collection.keys()).toEqual({ '': DEV });
    sessions.assign(two, ofProd);
    expect(collection.keys()).toEqual({ [one]: DEV, [two]: 'ASIAPROD' });
    sessions.assign(two, { kind: 'none' });
    expect(collection.keys()).toEqual({ [one]: DEV });
    sessions.assign(two);
    expect(collection.keys()).toEqual({ '': DEV });
    expect(collection.persistent).toBe(false);
  });

  it('is given it anew once another folder is there', () => {
    sessions.activate(dev);
    sessions.assign(two, ofProd);
    editor.window.folders = ['/two', '/three'];
    editor.folding.fire();
    expect(collection.keys()).toEqual({ [two]: 'ASIAPROD', 'file:///three': DEV });
  });

  it('is given nothing in a remote window that would mix the folders up, which is said', () => {
    Object.assign(editor.window, { version: '1.108.0', remoteName: 'wsl' });
    sessions.activate(dev);
    expect(collection.keys()).toEqual({ '': DEV });
    sessions.assign(two, ofProd);
    expect(collection.keys()).toEqual({});
    expect(editor.warnings).toEqual([expect.stringMatching(/^This editor gives a terminal of a remote window/)]);
  });

  it('still has what extensions gave it that were started before, also for a folder that has gone', async () => {
    expect(isGivenAlready(collection.global, memento)).toBe(false);
    sessions.assign(two, ofProd);
    await vi.waitFor(() => expect(memento.values.size).toBe(1));
    expect(isGivenAlready(collection.global, memento)).toBe(true);
    editor.window.folders = ['/one'];
    expect(isGivenAlready(collection.global, memento)).toBe(true);
    expect(isGivenAlready(collection.global, new Store())).toBe(false);
  });
});
