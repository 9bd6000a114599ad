// The command table: what package.json promises, what is registered, and how a command fails.
import assert from 'node:assert/strict';
import { commands, extensions, window } from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
  };
}

const OURS = 'roleSessions.';

describe('commands', () => {
  let manifest: Manifest;
  let undo: (() => void)[] = [];

  function errors(answer?: string): string[] {
    const shown: string[] = [];
    const original = window.showErrorMessage;
    const show = (text: string, ...buttons: unknown[]) => {
      shown.push(text);
      return Promise.resolve(buttons.find((button) => button === answer));
    };
    Object.assign(window, { showErrorMessage: show });
    undo.push(() => Object.assign(window, { showErrorMessage: original }));
    return shown;
  }

  before(async () => {
    const extension = extensions.getExtension('role-sessions.role-sessions');
    assert.ok(extension);
    await extension.activate();
    manifest = extension.packageJSON as Manifest;
  });
  afterEach(() => {
    for (const restore of undo.splice(0).reverse()) restore();
    undo = [];
  });

  it('are the ones that package.json promises, no more and no fewer', async () => {
    const viewIds = /^roleSessions\.(?:s3|sessions)\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/;
    const promised = manifest.contributes.commands.map(({ command }) => command);
    const registered = (await commands.getCommands(true)).filter((id) => id.startsWith(OURS));
    const own = registered.filter((id) => !viewIds.test(id) || promised.includes(id));
    assert.deepEqual([...own].sort(), [...promised].sort());
  });

  it('say what is missing where no role is active, and offer the way on', async () => {
    const cases: [string, RegExp][] = [
      ['roleSessions.renewSession', /No AWS role is active\./],
      ['roleSessions.copyRoleArn', /No AWS role is active\./],
      ['roleSessions.openConsole', /No AWS role is active, so there is nobody to open the console as\./],
      ['roleSessions.copyAs', /No AWS role is active, so there is nothing to copy\./],
      ['roleSessions.copyConsoleLink', /No AWS role is active, so there is nobody to open the console as\./],
      ['roleSessions.narrowSession', /No AWS role is active\./],
      ['roleSessions.bringSession', /No AWS role is active\./],
      ['roleSessions.openTerminal', /a terminal would have no credentials/],
      ['roleSessions.openRoleDefinition', /No AWS role is active\./],
    ];
    for (const [command, message] of cases) {
      const shown = errors();
      await commands.executeCommand(command);
      assert.match(shown.join('\n'), message, command);
    }
  });

  it('name a role that is gone from the configuration', async () => {
    const shown = errors();
    await commands.executeCommand('roleSessions.assumeRole', 'profile:long-gone');
    assert.deepEqual(shown, ['The role long-gone is no longer configured.']);
  });

  it('ending what is not there is no error', async () => {
    const shown = errors();
    await commands.executeCommand('roleSessions.endSession');
    assert.deepEqual(shown, []);
  });

  it('a picker that is left is no error', async () => {
    const shown = errors();
    const asking = commands.executeCommand('roleSessions.assumeRole');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await asking;
    assert.deepEqual(shown, []);
  });
});
