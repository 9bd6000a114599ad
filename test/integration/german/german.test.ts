// The extension in an editor whose display language is German.
import assert from 'node:assert/strict';
import { commands, env, extensions, l10n, window } from 'vscode';

const ID = 'role-sessions.role-sessions';

describe('in a German editor', () => {
  it('messages are in German', async () => {
    assert.equal(env.language, 'de');
    await extensions.getExtension(ID)?.activate();
    const shown: unknown[] = [];
    const kinds = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const;
    const originals = kinds.map((kind) => window[kind]);
    for (const kind of kinds) {
      Object.assign(window, {
        [kind]: (text: unknown) => {
          shown.push(text);
          return Promise.resolve(undefined);
        },
      });
    }
    try {
      await commands.executeCommand('roleSessions.copyRoleArn');
    } finally {
      kinds.forEach((kind, index) => Object.assign(window, { [kind]: originals[index] }));
    }
    assert.deepEqual(shown, ['Keine AWS-Rolle ist aktiv.']);
  });

  it('so are the status bar, and the names of commands', () => {
    assert.equal(l10n.bundle?.['No AWS role'], 'Keine AWS-Rolle');
    const manifest = extensions.getExtension(ID)?.packageJSON as {
      readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: unknown }[] };
    };
    const named = manifest.contributes.commands.find(({ command }) => command === 'roleSessions.assumeRole');
    // The editor keeps the English beside it, for searches in the palette.
    assert.deepEqual(named?.title, { value: 'Rolle übernehmen', original: 'Assume Role' });
  });
});
