// What a remote window shows of what arrives, and what the command asks, narrows and puts.
import { beforeEach, expect, it, vi } from 'vitest';
import type { ExtensionContext } from 'vscode';
import { configuredRole, type Scope, type SessionRequest } from '../../../../src/model/request.js';
import type { SessionAct } from '../../../../src/model/sessionAct.js';
import { broughtEntry, entryText, isBroughtKey, keyOf, readEntry } from '../../../../src/session/bringing/entry.js';
import { registerBringing } from '../../../../src/session/bringing/register.js';
import { liveSession, NOW, plan } from '../../../support/samples.js';
import { giving, useDesk } from '../desk.js';
import { Store } from '../store.js';

const SCOPE: Scope = { narrowings: [{ kind: 'read-only' }], durationSeconds: 3600 };
const editor = vi.hoisted(() => ({
  remoteName: undefined as string | undefined,
  answer: undefined as string | undefined,
  shown: [] as string[],
  asked: [] as unknown[],
  loads: 0,
  isDamaged: false,
}));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  UIKind: { Desktop: 1, Web: 2 },
  env: {
    uiKind: 1,
    get remoteName() {
      return editor.remoteName;
    },
  },
  window: {
    showInformationMessage: (text: string, ...buttons: string[]) => {
      editor.shown.push([text, ...buttons].join(' | '));
      return Promise.resolve(editor.answer);
    },
  },
}));
vi.mock('../../../../src/bundles.js', () => ({
  loadOnDemand: () => {
    editor.loads += 1;
    return editor.isDamaged
      ? Promise.reject(new Error('dist/onDemand.js is damaged'))
      : import('../../../../src/session/bringing/index.js');
  },
  loadAsk: () =>
    Promise.resolve({
      confirmProductionSession: () => Promise.resolve(),
      askScopeToBring: (_: unknown, __: unknown, limits: unknown) => {
        editor.asked.push(limits);
        return Promise.resolve(SCOPE);
      },
    }),
}));

const desk = useDesk();
let secrets: Store;
let acts: SessionAct[];
const warned: string[] = [];

beforeEach(() => {
  secrets = new Store();
  acts = [];
  Object.assign(editor, { remoteName: undefined, answer: undefined, shown: [], asked: [], loads: 0, isDamaged: false });
  warned.length = 0;
});

function register() {
  const { sessions, keeper, opener, folder } = desk();
  const subscriptions: { dispose(): unknown }[] = [];
  const context = { secrets, subscriptions, globalStorageUri: { fsPath: folder } } as unknown as ExtensionContext;
  const assume = async (request: SessionRequest, how: object) => {
    expect([request, how]).toEqual([
      { ...configuredRole('profile:read-only'), overrides: { scopes: [SCOPE] } },
      { from: sessions.activeId, activates: false },
    ]);
    const narrow = plan({ roleId: 'profile:narrow', name: 'read-only', narrowedTo: 'read-only' });
    return { sessionId: (await desk().assume(giving(), narrow, { activates: false })).id };
  };
  const warn = (text: string) => void warned.push(text);
  const log = { debug: () => undefined, info: () => undefined, warn, error: () => undefined };
  return registerBringing(context, {
    ...{ sessions, keeper, opener, log },
    assumer: { assume, form: () => Promise.resolve({}) } as never,
    record: (act) => void acts.push(act),
    ready: Promise.resolve(),
  });
}

it('the session is narrowed from the one that is wanted, put, told of and put on record', async () => {
  const wide = await desk().assume(giving());
  await register()['roleSessions.bringSession'](undefined);
  const [[key, text] = ['', '']] = [...secrets.values].filter(([each]) => isBroughtKey(each));
  const entry = readEntry(key, String(text));
  expect(entry?.session.narrowedTo).toBe('read-only');
  expect(entry?.session.credentials.accessKeyId).not.toBe(wide.credentials.accessKeyId);
  expect(editor.asked).toEqual([{ durationSeconds: 3600, mayBeWhole: true }]);
  expect(editor.shown).toEqual([
    expect.stringMatching(/^read-only \(read-only\) can be used in a window of another machine, .* \| Take Back$/),
  ]);
  expect(acts).toMatchObject([{ kind: 'exported', to: 'a window of another machine' }]);
  expect(JSON.stringify(acts)).not.toContain(entry?.session.credentials.secretAccessKey);
});

it('it can be taken back', async () => {
  await desk().assume(giving());
  editor.answer = 'Take Back';
  await register()['roleSessions.bringSession'](undefined);
  await vi.waitUntil(() => secrets.values.size === 0);
});

const machine = { id: 'aaaaaaaaaaaaaaaa', name: '0' };
const ID = '01234567-89ab-cdef-0123-456789abcdef';
const arrive = () => {
  const entry = broughtEntry(liveSession(), { id: ID, machine, from: 'laptop' }, NOW);
  return secrets.store(keyOf(ID), entryText(entry));
};

it('a remote window offers what arrives, and uses it where the user says so', async () => {
  editor.remoteName = 'ssh-remote';
  editor.answer = 'Use Here';
  register();
  await arrive();
  await vi.waitUntil(() => acts.length > 0);
  expect(editor.shown).toEqual([
    expect.stringMatching(/^Session read-only, until .*, was brought from laptop\. .* \| Use Here \| Not Now$/),
  ]);
  expect([desk().sessions.active().kind, secrets.values.has(keyOf(ID))]).toEqual(['live', false]);
});

it('a remote window lets go of what is not wanted now', async () => {
  editor.remoteName = 'ssh-remote';
  editor.answer = 'Not Now';
  register();
  await arrive();
  await vi.waitUntil(() => secrets.values.size === 0);
  expect(desk().sessions.list()).toEqual([]);
});

it('a window that opens later offers what was put there before, where the editor tells which keys there are', async () => {
  editor.remoteName = 'ssh-remote';
  editor.answer = 'Use Here';
  await arrive();
  Object.assign(secrets, { keys: () => Promise.resolve(['another', ...secrets.values.keys()]) });
  register();
  await vi.waitUntil(() => acts.length > 0);
  expect(desk().sessions.active().kind).toBe('live');
});

it('nothing is loaded until something is brought, or comes', async () => {
  register();
  await secrets.store('another', 'text');
  await Promise.resolve();
  expect(editor.loads).toBe(0);
  await arrive();
  expect(editor.loads).toBe(1);
});

it('what cannot be loaded is in the log, and tried again by what comes next', async () => {
  editor.remoteName = 'ssh-remote';
  editor.answer = 'Use Here';
  editor.isDamaged = true;
  const bring = register()['roleSessions.bringSession'];
  await arrive();
  await vi.waitUntil(() => warned.length > 0);
  await expect(bring(undefined)).rejects.toThrow('dist/onDemand.js is damaged');
  editor.isDamaged = false;
  await arrive();
  await vi.waitUntil(() => acts.length > 0);
  expect(warned).toEqual(['Could not look at what was brought from another machine']);
});
