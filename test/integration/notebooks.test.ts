// A notebook whose kernel, a real Python, acts as a session: through a renewal and a switch, and not after the end.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, extensions, Uri, window, workspace } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

interface Kernel {
  readonly codes: readonly string[];
  status: string;
  run(code: string): Promise<string>;
  restart(): void;
  executeCode: unknown;
}

interface Jupyter {
  start(uri: Uri, language: string, python: string): Kernel;
  stop(): void;
}

const WHO = `
import os
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
try:
    import botocore.session as botocore
except ImportError:
    import awscli.botocore.session as botocore
try:
    sts = botocore.get_session().create_client("sts", endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))
    print(sts.get_caller_identity()["Arn"])
except Exception as error:
    print(type(error).__name__)
`;
const KEY = 'import os\nprint(os.environ.get("AWS_ACCESS_KEY_ID"))';
const NOTEBOOK = {
  ...{ cells: [], nbformat: 4, nbformat_minor: 2 },
  metadata: { kernelspec: { display_name: 'Python "3"', language: 'python', name: 'python3' } },
};

describe('a notebook that acts as a session', () => {
  let stage: Stage;
  let jupyter: Jupyter;
  let session: LiveSession;
  let uri: Uri;
  let warnings: string[];
  /** Of the question: its message and its detail. */
  let asked: string[];

  async function open(name: string, language?: string): Promise<Kernel | undefined> {
    uri = Uri.file(join(folder, name));
    await writeFile(uri.fsPath, JSON.stringify(NOTEBOOK));
    await window.showNotebookDocument(await workspace.openNotebookDocument(uri));
    const kernel = language === undefined ? undefined : jupyter.start(uri, language, 'python3');
    await kernel?.run('import os\nos.environ["AWS_PROFILE"] = "of-the-kernel"');
    return kernel;
  }

  async function python(name: string): Promise<Kernel> {
    const kernel = await open(name, 'python');
    assert.ok(kernel);
    return kernel;
  }

  const use = () => commands.executeCommand('roleSessions.useInNotebook');
  const read = async (kernel: Kernel, code: string) => (await kernel.run(code)).trim();

  async function until(is: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await is())) await sleep(20);
  }

  function answering(isAllowed: boolean): void {
    const show = (text: string, ...[first, ...others]: readonly unknown[]) => {
      if (typeof first === 'string') {
        warnings.push(text);
        return Promise.resolve(undefined);
      }
      asked.push(text, (first as { readonly detail: string }).detail);
      return Promise.resolve(isAllowed ? others[0] : undefined);
    };
    stage.replace(window, { showWarningMessage: show });
  }

  let folder: string;
  beforeEach(async () => {
    stage = await Stage.set();
    folder = await mkdtemp(join(tmpdir(), 'notebooks-'));
    const extension = extensions.getExtension<Jupyter>('ms-toolsai.jupyter');
    assert.ok(extension);
    jupyter = await extension.activate();
    stage.messages('showInformationMessage');
    [warnings, asked] = [[], []];
    answering(true);
    session = await stage.assume('profile:s3-read-only');
  });
  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await stage.strike();
    jupyter.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on through a renewal and a switch, and has nothing once that has ended', async () => {
    const kernel = await python('report.ipynb');
    await use();
    assert.equal(asked[0], 'Let report.ipynb act as s3-read-only?');
    assert.match(
      String(asked[1]),
      /^It goes to its running kernel \(python; the file names it "Python '3'"\)\. Its process/,
    );
    assert.ok(asked[1]?.includes(`gets the keys of ${session.identity.arn}, good until`), asked[1]);
    assert.equal(await read(kernel, WHO), session.identity.arn);
    assert.equal(await read(kernel, 'print(os.environ.get("AWS_PROFILE"))'), 'None');

    await commands.executeCommand('roleSessions.renewSession');
    const renewed = stage.api.sessions.get(session.id)?.state;
    assert.ok(renewed?.kind === 'live');
    const { accessKeyId } = renewed.credentials;
    assert.notEqual(accessKeyId, session.credentials.accessKeyId);
    await until(async () => (await read(kernel, KEY)) === accessKeyId);
    assert.equal(await read(kernel, WHO), session.identity.arn);

    await stage.assume('profile:s3-full-access');
    assert.deepEqual([await read(kernel, KEY), await read(kernel, WHO)], [accessKeyId, session.identity.arn]);
    assert.equal(kernel.codes.length, 2);

    await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
    await until(() => warnings.length > 0);
    assert.match(
      String(warnings[0]),
      /^s3-read-only is over, or somebody else by now\. Its keys were taken out of the kernel of report\.ipynb\./,
    );
    const names = [...sessionVariables(session).keys()];
    assert.equal(await read(kernel, `print([name for name in ${JSON.stringify(names)} if name in os.environ])`), '[]');
    assert.notEqual(await read(kernel, WHO), session.identity.arn);
    assert.equal(warnings.length, 1);
    const { cells } = JSON.parse(Buffer.from(await workspace.fs.readFile(uri)).toString()) as typeof NOTEBOOK;
    assert.deepEqual(cells, []);
    await commands.executeCommand('roleSessions.showAuditLog');
    assert.match(plain(window.activeTextEditor?.document.getText() ?? ''), /report\.ipynb/);
  });

  it('is told once that a kernel which was started anew has nothing of it', async () => {
    const kernel = await python('report.ipynb');
    await use();
    kernel.restart();
    assert.equal(await read(kernel, KEY), 'None');
    await commands.executeCommand('roleSessions.renewSession');
    assert.deepEqual(
      warnings.map((text) => text.replace(/,.*/s, '')),
      ['The kernel of report.ipynb has ended or was started anew'],
    );
    assert.deepEqual([kernel.codes.length, await read(kernel, KEY)], [1, 'None']);
  });

  it('keeps keys of its own that the user has set there', async () => {
    const kernel = await python('report.ipynb');
    await use();
    await kernel.run('import os\nos.environ["AWS_ACCESS_KEY_ID"] = "AKIAOWN"');
    await commands.executeCommand('roleSessions.renewSession');
    await until(() => kernel.codes.length === 2);
    assert.equal(await read(kernel, KEY), 'AKIAOWN');
  });

  it('is named where the session ends while something runs there, or where the kernel takes nothing', async () => {
    const kernel = await python('report.ipynb');
    await use();
    kernel.status = 'busy';
    kernel.executeCode = () => {
      throw new Error(`refused with ${session.credentials.secretAccessKey}`);
    };
    await commands.executeCommand('roleSessions.endSession');
    await until(() => warnings.length === 2);
    assert.match(String(warnings[0]), /The kernel of report\.ipynb still has its keys, good until .* taken out once/);
    assert.match(String(warnings[1]), /could not be told that the session of s3-read-only has changed/);
    assert.ok(!warnings.join('').includes(session.credentials.secretAccessKey));
  });

  it('is none without a kernel, with one of another language, or where the user does not say so', async () => {
    const errors = stage.messages('showErrorMessage');
    await use();
    await open('none.ipynb');
    await use();
    await open('r.ipynb', 'r');
    await use();
    const kernel = await python('no.ipynb');
    answering(false);
    await use();
    assert.deepEqual(
      errors.map(({ text }) => text),
      [
        'No Jupyter notebook is open in front. Open one, and run the command there.',
        'none.ipynb has no kernel that the Jupyter extension tells of. Run a cell of it first.',
        'The kernel of r.ipynb runs r. Credentials can be given to kernels of Python alone, and these alone can be asked whom they act as.',
      ],
    );
    assert.deepEqual([kernel.codes, await read(kernel, KEY)], [[], 'None']);
  });

  it('of a production role is asked for by that name', async () => {
    await stage.setting('productionRoles', ['s3-*']);
    await stage.setting('terminals', 'endpoint');
    await python('report.ipynb');
    answering(false);
    await use();
    assert.equal(asked[0], 'Let report.ipynb act as s3-read-only, which is production?');
    assert.match(String(asked[1]), /That is so also where terminals ask for credentials instead of having keys\./);
  });

  describe('asked whom it acts as', () => {
    /** As boto3 has it: its own is asked in test/differential. */
    const DEFAULT = [
      'import sys, types',
      'box = lambda **values: types.SimpleNamespace(**values)',
      'core = box(_credentials=box(access_key="AKIAOWNOWN", secret_key="its-secret"))',
      'sys.modules["boto3"] = box(DEFAULT_SESSION=box(_session=core))',
    ].join('\n');

    /** Chooses that button of messages, and says yes to questions. */
    function pressing(label: string): void {
      const show = (text: string, ...[first, ...others]: readonly unknown[]) => {
        warnings.push(plain(text));
        const isQuestion = typeof first === 'object';
        return Promise.resolve(
          isQuestion ? others[0] : typeof first === 'string' && plain(first) === label ? first : undefined,
        );
      };
      stage.replace(window, { showWarningMessage: show });
    }

    async function answer(): Promise<string> {
      await commands.executeCommand('roleSessions.showNotebookIdentity', { notebookEditor: { notebookUri: uri } });
      const document = window.activeTextEditor?.document;
      assert.ok(document);
      assert.deepEqual([document.uri.scheme, document.languageId], ['role-sessions-notebook', 'plaintext']);
      const text = plain(document.getText()).replaceAll('\n    ', ' ');
      const live = stage.api.sessions.get(session.id)?.state;
      const latest = live?.kind === 'live' ? live : session;
      for (const { credentials } of [session, latest]) {
        const { accessKeyId, secretAccessKey, sessionToken } = credentials;
        for (const secret of [accessKeyId, secretAccessKey, sessionToken]) assert.ok(!text.includes(secret), text);
      }
      return text;
    }

    it('before it was given anything, with nothing and with keys of its own', async () => {
      const kernel = await python('report.ipynb');
      await kernel.run('import os\ndel os.environ["AWS_PROFILE"]\nos.environ["AWS_EC2_METADATA_DISABLED"] = "true"');
      const nothing = await answer();
      assert.match(nothing, /report\.ipynb acts as nobody: it has no credentials\./);
      assert.match(nothing, /This window has given it nothing\./);
      await kernel.run('os.environ.update(AWS_ACCESS_KEY_ID="AKIAOWNOWN", AWS_SECRET_ACCESS_KEY="its-secret")');
      const own = await answer();
      assert.match(own, /has keys that nobody here knows \(AKIA…NOWN\)/);
      assert.ok(!own.includes('its-secret') && !own.includes('AKIAOWNOWN'), own);
      assert.match(own, /boto3 +the keys in the environment/);
    });

    it('in use, after a renewal, a switch, its end, and with boto3 on other keys', async () => {
      const kernel = await python('report.ipynb');
      assert.match(await answer(), /redirected by AWS_PROFILE/);
      await window.showNotebookDocument(await workspace.openNotebookDocument(uri));
      await use();
      assert.match(await answer(), /report\.ipynb acts as s3-read-only \(arn:[^)]*\), as it should/);
      await kernel.run(DEFAULT);
      const other = await answer();
      assert.match(other, /boto3's default session was made of other keys \(AKIA…NOWN\)/);
      const old = sessionVariables(session);

      await commands.executeCommand('roleSessions.renewSession');
      const renewed = stage.api.sessions.get(session.id)?.state;
      assert.ok(renewed?.kind === 'live');
      await until(async () => (await read(kernel, KEY)) === renewed.credentials.accessKeyId);
      await stage.assume('profile:s3-full-access');
      const after = await answer();
      assert.match(after, /acts as s3-read-only \(arn:[^)]*\), as it should/);
      assert.match(after, /None yet: the first client that is made takes what the variables are by then/);
      await kernel.run(`import os\nos.environ.update(${JSON.stringify(Object.fromEntries(old))})`);
      assert.match(await answer(), /has keys of s3-read-only from before its renewal/);
      await kernel.run(`os.environ.update(${JSON.stringify(Object.fromEntries(sessionVariables(renewed)))})`);

      await commands.executeCommand('roleSessions.endSession', { sessionId: session.id });
      await until(() => warnings.some((text) => text.includes('were taken out')));
      assert.match(await answer(), /the session of s3-read-only, which it was given, is over/);
      await kernel.run(`os.environ.update(${JSON.stringify(Object.fromEntries(sessionVariables(renewed)))})`);
      pressing('Take Keys Out');
      assert.match(await answer(), /has keys of s3-read-only, whose session has ended or is somebody else/);
      await until(() => warnings.some((text) => text.includes('has no keys of s3-read-only any more')));
      assert.equal(await read(kernel, KEY), 'None');
    });

    it('after it was started anew, and puts that right by the button', async () => {
      const kernel = await python('report.ipynb');
      await use();
      kernel.restart();
      pressing('Use in Notebook');
      assert.match(await answer(), /its kernel has ended or was started anew since it was given s3-read-only/);
      await until(async () => (await read(kernel, KEY)) === session.credentials.accessKeyId);
      assert.match(await answer(), /acts as s3-read-only \(arn:[^)]*\), as it should/);
    });

    it('not while it is busy, nor where it takes nothing', async () => {
      const errors = stage.messages('showErrorMessage');
      const kernel = await python('report.ipynb');
      const ask = () => commands.executeCommand('roleSessions.showNotebookIdentity');
      kernel.status = 'busy';
      await ask();
      kernel.status = 'idle';
      kernel.executeCode = () => {
        throw new Error('no');
      };
      await ask();
      kernel.executeCode = async function* () {
        yield await Promise.resolve({ items: [] });
      };
      await ask();
      assert.deepEqual(
        errors.map(({ text }) => plain(text)),
        [
          'Something runs in the kernel of report.ipynb. Run the command again once it is done.',
          'The kernel of report.ipynb could not be asked: Error.',
          'The kernel of report.ipynb gave no answer that could be read.',
        ],
      );
    });
  });
});
