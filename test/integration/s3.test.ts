// The S3 explorer in the real editor: its commands, and objects in tabs.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { commands, env, extensions, FileType, Uri, window, workspace } from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { bucketNode, objectNode, rootNode, type ObjectNode } from '../../src/s3/explorer/nodes.js';
import { fromUriParts, toUriParts } from '../../src/s3/names/uri.js';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { seedTutorial, startSandbox, TUTORIAL, writeAwsFiles, type Sandbox } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { anyKey, ODD_KEYS } from '../unit/s3/names/keys.js';

const { bucket } = TUTORIAL;

describe('S3 in the editor', () => {
  let sandbox: Sandbox;
  let api: TestApi;
  let reader: LiveSession;
  let folder: string;
  let restore: (() => void)[] = [];

  /** Answers a native dialog, which tests cannot click. */
  function answer(
    dialog: 'showSaveDialog' | 'showOpenDialog' | 'showWarningMessage' | 'showErrorMessage',
    reply: (...args: unknown[]) => unknown,
  ): void {
    const original = window[dialog];
    const replaced = (...args: unknown[]) => Promise.resolve(reply(...args));
    Object.assign(window, { [dialog]: replaced });
    restore.push(() => Object.assign(window, { [dialog]: original }));
  }

  async function assume(roleId: string): Promise<LiveSession> {
    await commands.executeCommand('roleSessions.assumeRole', roleId);
    const live = liveSession(api.sessions.active());
    assert.equal(live?.role.id, roleId);
    return live;
  }

  const uriOf = (key: string, session = reader, name: string = bucket) =>
    Uri.from(toUriParts({ sessionKey: session.key, bucket: name, key }));

  function nodeOf(key: string, size = 1, session = reader): ObjectNode {
    const parent = bucketNode(rootNode(session), { bucket, prefix: '', region: undefined, opened: false });
    return objectNode(parent, { key, size, modifiedAt: undefined, etag: undefined });
  }

  const saying = (text: RegExp) => (error: Error) => text.test(plain(error.message));

  /** Waits for a message, as the user would: a command that fails shows one. */
  function nextError(): Promise<string> {
    return new Promise((resolve) => answer('showErrorMessage', (message) => resolve(String(message))));
  }

  before(async () => {
    sandbox = await startSandbox();
    seedTutorial(sandbox);
    await writeAwsFiles(dirname(process.env['AWS_CONFIG_FILE'] ?? ''), sandbox);
    const extension = extensions.getExtension<TestApi>('role-sessions.role-sessions');
    assert.ok(extension);
    api = await extension.activate();
    folder = await mkdtemp(join(tmpdir(), 's3-'));
    reader = await assume('profile:s3-read-only');
  });
  afterEach(() => {
    for (const undo of restore.splice(0).reverse()) undo();
    restore = [];
    sandbox.clearFaults();
  });
  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await commands.executeCommand('roleSessions.endSession');
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  it('URIs survive the editor, whatever the key', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const uri = uriOf(key);
        const expected = { sessionKey: reader.key, bucket, key };
        assert.deepEqual(fromUriParts(Uri.parse(uri.toString(), true)), expected);
        assert.deepEqual(fromUriParts(Uri.parse(uri.toString(true), true)), expected);
        assert.deepEqual(fromUriParts(Uri.joinPath(uri)), expected);
        assert.deepEqual(fromUriParts(Uri.from(uri.toJSON() as Uri)), expected);
      }),
    );
  });

  for (const key of ODD_KEYS) {
    it(`opens the object with key ${JSON.stringify(key)}`, async () => {
      sandbox.s3.putObject(bucket, key, `body of ${key}`, { contentType: 'text/plain' });
      const bytes = await workspace.fs.readFile(uriOf(key));
      assert.equal(Buffer.from(bytes).toString(), `body of ${key}`);
    });
  }

  it('opens a text read-only, in the language of its name, from one HEAD and one GET', async () => {
    const before = sandbox.requests.length;
    await commands.executeCommand('roleSessions.s3.open', nodeOf('installing_terraform.sh'));
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'shellscript');
    assert.match(editor.document.getText(), /^#!/);
    assert.equal(workspace.fs.isWritableFileSystem('role-s3'), false);
    const asked = sandbox.requests.slice(before).filter(({ key }) => key === 'installing_terraform.sh');
    assert.deepEqual(asked.map(({ operation }) => operation).sort(), ['GetObject', 'HeadObject']);
  });

  it('tells folders from objects', async () => {
    assert.equal((await workspace.fs.stat(uriOf('logs'))).type, FileType.Directory);
    assert.equal((await workspace.fs.stat(uriOf(''))).type, FileType.Directory);
    const file = await workspace.fs.stat(uriOf('README.md'));
    assert.equal(file.type, FileType.File);
    assert.equal(file.size, sandbox.s3.getObject(bucket, 'README.md')?.body.length);
    const names = (await workspace.fs.readDirectory(uriOf(''))).map(([name]) => name);
    assert.ok(names.includes('logs') && names.includes('README.md'));
  });

  it('says that an object is gone', async () => {
    await assert.rejects(workspace.fs.stat(uriOf('gone.txt')) as Promise<unknown>, { code: 'FileNotFound' });
    await assert.rejects(workspace.fs.readFile(uriOf('gone.txt')) as Promise<unknown>, saying(/no object "gone\.txt"/));
  });

  it('refuses to write', async () => {
    await assert.rejects(workspace.fs.writeFile(uriOf('README.md'), Buffer.from('x')) as Promise<unknown>, {
      code: 'NoPermissions',
    });
  });

  it('downloads to the file that the user names', async () => {
    const target = join(folder, 'logo.png');
    answer('showSaveDialog', () => Uri.file(target));
    await commands.executeCommand('roleSessions.s3.download', nodeOf('logo.png'));
    assert.deepEqual(await readFile(target), sandbox.s3.getObject(bucket, 'logo.png')?.body);
  });

  it('downloads several to a folder, and asks before it replaces one', async () => {
    const several = await mkdtemp(join(folder, 'several-'));
    await writeFile(join(several, 'README.md'), 'mine');
    answer('showOpenDialog', () => [Uri.file(several)]);
    const asked: string[] = [];
    answer('showWarningMessage', (message, _options, _replace, skip) => {
      asked.push(String(message));
      return skip;
    });
    const nodes = [nodeOf('README.md'), nodeOf('logo.png')];
    await commands.executeCommand('roleSessions.s3.download', nodes[0], nodes);
    assert.deepEqual((await readdir(several)).sort(), ['README.md', 'logo.png']);
    assert.equal(await readFile(join(several, 'README.md'), 'utf8'), 'mine');
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /README\.md exists already/);
  });

  it('copies the URI, ARN and URL of what is selected', async () => {
    const node = nodeOf('a b#c.txt');
    for (const [command, text] of [
      ['copyUri', `s3://${bucket}/a b#c.txt`],
      ['copyArn', `arn:aws:s3:::${bucket}/a b#c.txt`],
      ['copyUrl', `${sandbox.endpoint}/${bucket}/a%20b%23c.txt`],
    ] as const) {
      await commands.executeCommand(`roleSessions.s3.${command}`, node);
      assert.equal(await env.clipboard.readText(), text);
    }
  });

  it('an upload with the read-only role is denied in words', async () => {
    const file = join(folder, 'denied.txt');
    await writeFile(file, 'denied');
    answer('showOpenDialog', () => [Uri.file(file)]);
    const said = nextError();
    await commands.executeCommand('roleSessions.s3.upload', nodeOf('').parent);
    assert.match(
      await said,
      /^Role sts-s3-read-only-role \(account 123456789012\) may not s3:PutObject on arn:aws:s3:::/,
    );
    assert.equal(sandbox.s3.getObject(bucket, 'denied.txt'), undefined);
  });

  it('an object over 50 MB is opened only if the user insists', async () => {
    const before = sandbox.requests.length;
    const asked = new Promise((resolve) => answer('showWarningMessage', resolve));
    await commands.executeCommand('roleSessions.s3.open', nodeOf('huge.bin', 60 * 1024 ** 2));
    assert.match(String(await asked), /huge\.bin is 60 MB/);
    assert.equal(sandbox.requests.length, before);
  });

  it('opens an object by its URI, and a missing bucket is named', async () => {
    await commands.executeCommand('roleSessions.s3.openBucket', `s3://${bucket}/README.md`);
    assert.equal(window.activeTextEditor?.document.uri.toString(), uriOf('README.md').toString());
    const said = nextError();
    await commands.executeCommand('roleSessions.s3.openBucket', 's3://no-such-bucket-here');
    assert.match(await said, /no bucket "no-such-bucket-here"/);
  });

  describe('after a switch of role', () => {
    let writer: LiveSession;
    before(async () => {
      writer = await assume('profile:s3-full-access');
    });

    it('what is open still reads as the role it was opened with', async () => {
      const before = sandbox.requests.length;
      await workspace.fs.readFile(uriOf('README.md', reader));
      assert.match(sandbox.requests[before]?.callerArn ?? '', /sts-s3-read-only-role/);
    });

    it('an upload asks before it overwrites, and names what is there', async () => {
      const file = join(folder, 'notes.txt');
      await writeFile(file, 'new');
      sandbox.s3.putObject(bucket, 'notes.txt', 'old');
      answer('showOpenDialog', () => [Uri.file(file)]);
      const target = nodeOf('', 0, writer).parent;
      let detail = '';
      answer('showWarningMessage', (_message, options) => void (detail = JSON.stringify(options)));
      await commands.executeCommand('roleSessions.s3.upload', target);
      assert.match(detail, /It is 3 bytes, last modified/);
      assert.equal(sandbox.s3.getObject(bucket, 'notes.txt')?.body.toString(), 'old');
      answer('showWarningMessage', (_message, _options, overwrite) => overwrite);
      await commands.executeCommand('roleSessions.s3.upload', target);
      assert.equal(sandbox.s3.getObject(bucket, 'notes.txt')?.body.toString(), 'new');
    });

    it('a tab of a session that this window does not know says what to do', async () => {
      const unknown = Uri.from(toUriParts({ sessionKey: 'nobody', bucket, key: 'README.md' }));
      await assert.rejects(
        workspace.fs.readFile(unknown) as Promise<unknown>,
        saying(/Assume the role, then open it again/),
      );
    });
  });
});
