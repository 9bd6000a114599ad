import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LentRuns } from '../../../src/debug/lentRuns.js';
import type { GivenTo } from '../../../src/lending/given.js';
import { givesKeys } from '../../support/givesKeys.js';

type Listener = (session: { readonly id: string }) => void;

const editor = vi.hoisted(() => ({ started: [] as Listener[], ended: [] as Listener[] }));
vi.mock('vscode', () => {
  const into = (all: Listener[]) => (listener: Listener) => {
    all.push(listener);
    return { dispose: () => undefined };
  };
  return { debug: { onDidStartDebugSession: into(editor.started), onDidTerminateDebugSession: into(editor.ended) } };
});

let held: string[][];
let runs: LentRuns;

beforeEach(() => {
  editor.started.length = 0;
  editor.ended.length = 0;
  held = [];
  runs = new LentRuns({ ...givesKeys, hold: (_, grants) => void held.push([...grants]) });
});
afterEach(() => runs.dispose());

const lent = (grant: string, id = 'dev'): GivenTo => ({
  kind: 'lent',
  lent: { id, grant, title: id, arn: 'arn', principal: null },
  variables: new Map(),
});

it('grants are held until the last run has ended, and their sessions are used', () => {
  runs.add(lent('one'));
  runs.add(lent('two', 'prod'));
  for (const id of ['a', 'b']) editor.started.forEach((listener) => listener({ id }));
  editor.ended.forEach((listener) => listener({ id: 'a' }));
  expect([held.at(-1), [...runs.used()]]).toEqual([
    ['one', 'two'],
    ['dev', 'prod'],
  ]);
  editor.ended.forEach((listener) => listener({ id: 'b' }));
  expect([held.at(-1), [...runs.used()]]).toEqual([[], []]);
});

it('keys are nothing to hold', () => {
  runs.add({ kind: 'keys', variables: new Map() });
  runs.add({ kind: 'later' });
  expect([held, [...runs.used()]]).toEqual([[], []]);
});
