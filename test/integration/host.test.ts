// What every other integration test stands on.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seedTutorial, startSandbox } from '../sandbox/index.js';

describe('the extension host', () => {
  it('activates the extension under its own id', async () => {
    const extension = vscode.extensions.getExtension('role-sessions.role-sessions');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('starts from a HOME and AWS files of its own', () => {
    const { HOME = '', AWS_CONFIG_FILE = '', AWS_PROFILE } = process.env;
    assert.match(AWS_CONFIG_FILE, /rs-\w+.home.\.aws.config$/);
    assert.ok(AWS_CONFIG_FILE.startsWith(HOME));
    assert.equal(AWS_PROFILE, undefined);
  });

  it('can run a sandbox in its own process', async () => {
    const sandbox = await startSandbox();
    try {
      seedTutorial(sandbox);
      assert.equal((await fetch(sandbox.endpoint)).status, 403);
    } finally {
      await sandbox.stop();
    }
  });
});
