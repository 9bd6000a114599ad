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

  it('is the editor that the run is meant for', () => {
    const extension = vscode.extensions.getExtension('role-sessions.role-sessions');
    const { engines } = extension?.packageJSON as { engines: { vscode: string } };
    const minor = (version: string) => {
      const found = /^\^?1\.(\d+)\./.exec(version)?.[1];
      assert.ok(found, version);
      return Number(found);
    };
    const [here, promised] = [minor(vscode.version), minor(engines.vscode)];
    if (process.env['EXTHOST_TEST_VERSION'] === 'oldest') assert.equal(here, promised);
    else assert.ok(here > promised, `${vscode.version} is not newer than ${engines.vscode}`);
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
