// Nobody is signed in to the console while a workspace is not trusted, whose terminals and settings may be anybody's.
import { beforeEach, expect, it, vi } from 'vitest';
import { registerConsole } from '../../../src/console/index.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';

const editor = vi.hoisted(() => ({ isTrusted: true, asked: [] as string[] }));
vi.mock('vscode', () => ({
  env: {},
  window: {
    showWarningMessage: (text: string) => Promise.resolve(void editor.asked.push(text)),
  },
  workspace: {
    get isTrusted() {
      return editor.isTrusted;
    },
    getConfiguration: () => ({ inspect: () => ({ globalValue: ['*'] }) }),
    onDidChangeConfiguration: () => ({ dispose: () => undefined }),
  },
}));

beforeEach(() => {
  editor.isTrusted = true;
  editor.asked.length = 0;
});

it.each(['roleSessions.openConsole', 'roleSessions.copyConsoleLink'] as const)('%s is refused', async (id) => {
  const sessions = new FakeSessions();
  sessions.activate(liveSession({ role: roleRef('dev') }));
  const run = registerConsole(sessions, () => expect.fail('nothing was done'))[id];
  await expect(run()).rejects.toThrow('Cancelled');
  expect(editor.asked).toHaveLength(1);
  editor.isTrusted = false;
  await expect(run()).rejects.toThrow('In Restricted Mode nobody is signed in to the AWS console.');
  expect(editor.asked).toHaveLength(1);
});
