// The only folder of a window asks for a role: what is shown, what is pressed, and what is assumed, over real sessions.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Lazy } from '../../../../src/base/waiting/lazy.js';
import { registerFolderRoles } from '../../../../src/session/folderRoles/index.js';
import { hop } from '../../../support/samples.js';
import { giving, named } from '../desk.js';
import { editor } from './editor.js';
import { offer, useFolderWindow } from './load.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ...(await import('./editor.js')).fakeVscode,
}));

const window = useFolderWindow();

describe('the only folder of a window', () => {
  beforeEach(() => {
    editor.role = { workspace: 'dev' };
  });

  it('is offered its role for the window, once', async () => {
    await window().load();
    await window().change('settings');
    expect([editor.shown, window().acting()]).toEqual([[offer('api')], ['none', 'none', 'none']]);
  });

  it('has it where the user presses that', async () => {
    editor.presses = ['Assume'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().desk.end(named('dev'));
    await window().load();
    expect([editor.shown, window().acting()]).toEqual([
      [offer('api'), offer('api')],
      ['none', 'none', 'none'],
    ]);
  });

  it('has it unasked in the next window after "Always", and once', async () => {
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().desk.end(named('dev'));
    await window().change('settings');
    expect(window().acting()[0]).toBe('none');
    await window().load();
    expect([window().acting()[0], window().desk.calls.length, editor.shown]).toEqual(['dev', 2, [offer('api')]]);
    await window().desk.end(named('dev'));
    await window().change('settings');
    expect([window().acting()[0], window().desk.calls.length]).toEqual(['none', 2]);
  });

  it('is left as it is where a session was restored, also once that has ended', async () => {
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().load();
    expect(window().desk.calls).toHaveLength(1);
    await window().desk.end(named('dev'));
    await window().change('settings');
    expect([window().acting()[0], window().desk.calls.length]).toEqual(['none', 1]);
  });

  it('is looked at once the sessions of before are there', async () => {
    let restored = (): void => undefined;
    const loading = window().load(new Promise((resolve) => (restored = resolve)));
    await window().desk.assume(giving(), named('prod'));
    expect(window().isConfigurationRead).toBe(false);
    restored();
    await loading;
    expect([editor.shown, window().acting()[0]]).toEqual([[], 'prod']);
  });

  it('is asked about again where the workspace names another one, or the name another ARN', async () => {
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().desk.end(named('dev'));
    editor.role = { workspace: 'prod' };
    await window().change('settings');
    window().plans = [{ ...named('dev'), hops: [hop({}, 'Admin')] }];
    editor.role = { workspace: 'dev' };
    await window().change('settings');
    await window().load();
    expect([window().acting()[0], editor.shown]).toEqual([
      'none',
      [offer('api'), offer('api', 'prod'), offer('api'), offer('api')],
    ]);
  });

  it('is not given production unasked', async () => {
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().desk.end(named('dev'));
    editor.productionRoles = ['d*'];
    await window().load();
    expect([window().acting()[0], editor.shown.at(-1)]).toEqual([
      'none',
      'Folder api asks for the role dev, which is production. [Assume, Not Now]',
    ]);
  });

  it('is asked again once the user has taken "always" back', async () => {
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    await window().desk.end(named('dev'));
    editor.picked = ['dev'];
    editor.shown.length = 0;
    const forget = registerFolderRoles(
      { globalState: window().desk.globalState, subscriptions: [] as unknown[] } as never,
      {
        sessions: window().desk.sessions,
        configuration: new Lazy(() => Promise.reject(new Error('No.'))),
        log: {} as never,
      },
      new Promise(() => undefined),
    )['roleSessions.forgetFolderRoles'];
    await forget();
    await expect(forget()).rejects.toThrow('nothing to forget');
    await window().load();
    expect([window().acting()[0], editor.shown]).toEqual(['none', ['dev for /api', offer('api')]]);
  });
});

describe('in Restricted Mode', () => {
  it('nothing is looked at until the workspace is trusted', async () => {
    editor.isTrusted = false;
    editor.role = { workspace: 'dev', user: 'dev' };
    await window().load();
    await window().change('settings');
    expect([editor.shown, window().isConfigurationRead]).toEqual([[], false]);
    editor.isTrusted = true;
    await window().change('trust');
    expect(editor.shown).toEqual([offer('api')]);
  });
});

it('no file is read where nobody asks', async () => {
  await window().load();
  expect([window().isConfigurationRead, editor.shown]).toEqual([false, []]);
});
