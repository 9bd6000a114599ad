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
        'The kernel of r.ipynb runs r. Credentials can be given to kernels of Python alone.',
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
});
