// A folder that names a role in its settings: it is offered, and the user says whether it is assumed.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, ConfigurationTarget, window, workspace, type QuickPickItem, type WorkspaceFolder } from 'vscode';
import { folderKey } from '../../../src/model/session/sessionReader.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { Stage } from '../stage.js';

const BUTTONS = ['Assume', 'Always for This Folder', 'Not Now'];

describe('a role that a folder asks for', () => {
  let stage: Stage;
  const written = new Set<string>();

  beforeEach(async () => {
    stage = await Stage.set();
  });
  afterEach(async () => {
    for (const name of written) await write(name, undefined);
    written.clear();
    for (const key of stage.api.sessions.folders().keys())
      await commands.executeCommand('roleSessions.letFolderFollow', key);
    await stage.strike();
  });

  const folder = (name: string): WorkspaceFolder => {
    const found = workspace.workspaceFolders?.find((each) => each.name === name);
    assert.ok(found);
    return found;
  };

  async function write(name: string, value: unknown, setting = 'role'): Promise<void> {
    const settings = workspace.getConfiguration('roleSessions', folder(name).uri);
    if (setting === 'role') written.add(name);
    await settings.update(setting, value, ConfigurationTarget.WorkspaceFolder);
  }

  const roleOf = (name?: string): string => {
    const session = stage.api.sessions.active(name === undefined ? undefined : folderKey(folder(name)));
    return session.kind === 'live' ? session.role.name : session.kind;
  };
  const acting = () => [undefined, 'one', 'two', 'three'].map((name) => roleOf(name));

  /** A role of the user under a name that no test before has used: each is offered once in a window. */
  async function role(name: string): Promise<void> {
    await stage.profile(name, { role_arn: TUTORIAL.readOnlyRoleArn, source_profile: 'ststestprofile' });
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(20);
  }

  it('is offered, and nobody acts as it until the user says so', async () => {
    await role('asked');
    const offers = stage.messages('showInformationMessage');
    await write('two', 'asked');
    await until(() => offers.length > 0);
    assert.deepEqual(offers, [{ text: 'Folder two asks for the role asked.', buttons: BUTTONS }]);
    assert.deepEqual(acting(), ['none', 'none', 'none', 'none']);
  });

  it('is assumed for that folder alone', async () => {
    await role('wanted');
    const active = await stage.assume('profile:s3-full-access');
    stage.messages('showInformationMessage', 'Assume');
    await write('two', 'wanted');
    await until(() => roleOf('two') === 'wanted');
    assert.deepEqual(acting(), [active.role.name, active.role.name, 'wanted', active.role.name]);
  });

  it('is assumed by itself after "Always", until the user takes that back', async () => {
    await role('always');
    const three = folder('three');
    const leave = () => workspaceChange(() => workspace.updateWorkspaceFolders(three.index, 1));
    const come = () => workspaceChange(() => workspace.updateWorkspaceFolders(three.index, 0, { uri: three.uri }));
    const comeAsNobody = async () => {
      await commands.executeCommand('roleSessions.letFolderFollow', folderKey(three));
      await leave();
      await come();
    };
    const offers = stage.messages('showInformationMessage', 'Always for This Folder');
    await write('three', 'always');
    await until(() => roleOf('three') === 'always');
    assert.equal(offers.length, 1);
    await comeAsNobody();
    await until(() => roleOf('three') === 'always');
    assert.deepEqual([acting(), offers.length], [['none', 'none', 'none', 'always'], 1]);

    stage.replace(window, { showQuickPick: ((rows: readonly QuickPickItem[]) => Promise.resolve(rows)) as never });
    await commands.executeCommand('roleSessions.forgetFolderRoles');
    const again = stage.messages('showInformationMessage');
    await comeAsNobody();
    await until(() => again.length > 0);
    assert.deepEqual(acting(), ['none', 'none', 'none', 'none']);
  });

  it('is one of the user’s: a folder defines none', async () => {
    const offers = stage.messages('showInformationMessage', 'Assume');
    const warnings = stage.messages('showWarningMessage');
    const roles = [{ name: 'of-the-folder', arn: TUTORIAL.fullAccessRoleArn, sourceProfile: 'ststestprofile' }];
    await assert.rejects(write('one', roles, 'roles'));
    await write('one', 'of-the-folder');
    await until(() => warnings.length > 0);
    await write('one', TUTORIAL.fullAccessRoleArn);
    await until(() => warnings.length > 1);
    const text = (name: string) =>
      `Folder one asks for the role ${name}. You have no role of that name, and the setting roleSessions.role cannot define one. Choose a role of yours, or change the setting.`;
    const buttons = ['Choose Another Role', 'Open Settings'];
    assert.deepEqual(warnings, [
      { text: text('of-the-folder'), buttons },
      { text: text(TUTORIAL.fullAccessRoleArn), buttons },
    ]);
    assert.deepEqual([acting(), offers], [['none', 'none', 'none', 'none'], []]);
  });
});

async function workspaceChange(change: () => boolean): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listening = workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.ok(change());
  await changed;
}
