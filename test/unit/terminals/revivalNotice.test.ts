// Whoever has terminals revived is told what that means for keys, in an editor that is none.
import { beforeEach, expect, it, vi } from 'vitest';
import { expire } from '../../../src/model/session/session.js';
import { tellOfRevival } from '../../../src/terminals/revivalNotice.js';
import { FakeSessions } from '../../support/sessions.js';
import { Store } from '../session/store.js';
import { dev } from './desk.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const REVIVED = [expect.stringMatching(/^Your settings have the editor revive terminals/)];
let sessions: FakeSessions;

beforeEach(() => {
  editor.reset();
  editor.settings.set('terminal.integrated.persistentSessionReviveProcess', 'onExit');
  sessions = new FakeSessions();
});

it('they are told once, and only when there are keys', async () => {
  const store = new Store();
  tellOfRevival(sessions, store);
  sessions.activate(expire(dev));
  expect(editor.warnings).toEqual([]);
  sessions.activate(dev);
  await vi.waitFor(() => expect([...store.values.values()]).toEqual([true]));
  sessions.activate({ ...dev });
  expect(editor.warnings).toEqual(REVIVED);
  tellOfRevival(sessions, store);
  expect(editor.warnings).toEqual(REVIVED);
});

it('the keys of a folder count as well', () => {
  tellOfRevival(sessions, new Store());
  sessions.assign('file:///two', dev);
  expect(editor.warnings).toEqual(REVIVED);
});
