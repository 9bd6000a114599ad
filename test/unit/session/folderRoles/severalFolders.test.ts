// Several folders that ask for roles, and names that are of none.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allowanceOf, AllowedRoles } from '../../../../src/session/folderRoles/allowed.js';
import { meaningOf } from '../../../../src/session/folderRoles/meaning.js';
import { named } from '../desk.js';
import { editor } from './editor.js';
import { API, offer, useFolderWindow, WEB } from './load.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ...(await import('./editor.js')).fakeVscode,
}));

const window = useFolderWindow();

describe('of several folders', () => {
  beforeEach(() => {
    Object.assign(editor, { folders: [API, WEB], workspaceFile: 'file:///both.code-workspace' });
  });

  it('each is given its own, and the window what the workspace asks for', async () => {
    editor.role = { workspace: 'dev', folders: { [WEB]: 'prod' } };
    await window().load();
    expect(editor.shown).toEqual([
      'This workspace asks for the role dev. [Assume, Always for This Workspace, Not Now]',
      offer('web', 'prod'),
    ]);
    editor.presses = ['Assume'];
    await window().load();
    await window().until('dev', 'dev', 'dev');
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('dev', 'dev', 'prod');
  });

  it('one that is to have what the window is given as well just follows it', async () => {
    editor.role = { workspace: 'dev', folders: { [WEB]: 'dev' } };
    const allowed = new AllowedRoles(window().desk.globalState);
    const role = { id: 'profile:dev', meaning: meaningOf(named('dev')) };
    for (const owner of [editor.workspaceFile, WEB])
      await allowed.add(allowanceOf({ role: 'dev', folder: undefined, asker: { kind: 'workspace' }, owner }, role)!);
    await window().load();
    expect([window().acting(), window().desk.sessions.folders().size, editor.shown]).toEqual([
      ['dev', 'dev', 'dev'],
      0,
      [],
    ]);
  });

  it('one that comes again is looked at again; one that has gone is given nothing', async () => {
    editor.role = { folders: { [WEB]: 'dev' } };
    editor.presses = ['Always for This Folder'];
    await window().load();
    await window().until('none', 'none', 'dev');
    await window().desk.opener.follow(WEB);
    editor.folders = [API];
    editor.role = { folders: {} };
    await window().change('folders');
    editor.folders = [API, WEB];
    editor.role = { folders: { [WEB]: 'dev' } };
    await window().change('folders');
    expect([window().acting(), editor.shown]).toEqual([['none', 'none', 'dev'], [offer('web')]]);
  });

  it('one that has gone before its button is pressed is given nothing', async () => {
    editor.role = { folders: { [WEB]: 'dev' } };
    editor.presses = ['Assume'];
    editor.onShown = () => (editor.folders = [API]);
    await window().load();
    expect([editor.presses, window().desk.calls]).toEqual([[], []]);
  });
});

describe('a name that is of no role', () => {
  it.each([
    ['Choose Another Role', ['roleSessions.assumeRole']],
    ['Open Settings', ['workbench.action.openSettings @id:roleSessions.role']],
  ])('is told once, with the way on: %s', async (button, commands) => {
    editor.role = { workspace: 'admin' };
    editor.presses = [button];
    await window().load();
    await window().change('settings');
    const text =
      'Folder api asks for the role admin. You have no role of that name, and the setting roleSessions.role cannot define one. Choose a role of yours, or change the setting.';
    expect([editor.shown, window().ran]).toEqual([[`${text} [Choose Another Role, Open Settings]`], commands]);
    expect(window().warned).toEqual([text]);
  });

  it('is told of a folder of several, with the way on for that', async () => {
    Object.assign(editor, { folders: [API, WEB], role: { folders: { [WEB]: 'admin' } } });
    editor.presses = ['Choose Another Role'];
    await window().load();
    expect(window().ran).toEqual([`roleSessions.useSessionForFolder ${WEB}`]);
  });

  it('is offered once the user has such a role', async () => {
    editor.role = { workspace: 'admin' };
    await window().load();
    window().plans = [named('admin')];
    await window().changeFiles();
    expect(editor.shown.at(-1)).toBe(offer('api', 'admin'));
  });

  it('leads to its definition where that is wrong', async () => {
    window().broken = [
      {
        kind: 'broken',
        id: 'profile:bad',
        name: 'bad',
        problem: { message: 'No ARN.', hint: 'Add one.', place: undefined },
      },
    ];
    editor.role = { workspace: 'bad' };
    editor.presses = ['Open Profile'];
    await window().load();
    expect(editor.shown[0]).toContain('No ARN. Add one. [Open Profile, Choose Another Role]');
    expect(window().ran).toEqual(['roleSessions.openRoleDefinition profile:bad']);
  });
});
