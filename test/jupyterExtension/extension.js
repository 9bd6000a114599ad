// Stands for the Jupyter extension in tests: it exports what that does of kernels (its api.d.ts), each of which is a
// Python that runs what it is given, one after the other. Tests start them, as a user does by running a cell.
const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');
const vscode = require('vscode');

const LOOP = `
import contextlib, io, json, sys
scope = {}
for line in sys.stdin:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(json.loads(line), scope)
    print(json.dumps(out.getvalue()), flush=True)
`;

class Kernel {
  constructor(/** @type {string} */ language, /** @type {string} */ python) {
    this.language = language;
    this.python = python;
    this.status = 'idle';
    /** @type {string[]} */
    this.codes = [];
    /** @type {vscode.EventEmitter<string>} */
    this.changed = new vscode.EventEmitter();
    this.onDidChangeStatus = this.changed.event;
    this.begin();
  }

  begin() {
    this.process = spawn(this.python, ['-c', LOOP], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  become(/** @type {string} */ status) {
    this.status = status;
    this.changed.fire(status);
  }

  restart() {
    this.process?.kill();
    this.become('restarting');
    this.begin();
    this.become('idle');
  }

  /** @returns {Promise<string>} */
  run(/** @type {string} */ code) {
    const { process, answers } = this;
    const running = (this.last ?? Promise.resolve()).then(async () => {
      process?.stdin.write(`${JSON.stringify(code)}\n`);
      const { value } = /** @type {{ value?: string }} */ (await answers?.next());
      if (value === undefined) {
        throw new Error('The kernel has died');
      }
      /** @type {unknown} */
      const printed = JSON.parse(value);
      return String(printed);
    });
    this.last = running.then(
      () => undefined,
      () => undefined,
    );
    return running;
  }

  async *executeCode(/** @type {string} */ code) {
    this.codes.push(code);
    const data = new TextEncoder().encode(await this.run(code));
    yield { items: [{ mime: 'application/vnd.code.notebook.stdout', data }] };
  }
}

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  /** @type {Map<string, Kernel>} */
  const kernels = new Map();
  const inFront = () => vscode.window.activeNotebookEditor?.notebook.uri.toString() ?? '';
  context.subscriptions.push(
    vscode.commands.registerCommand('jupyterForTests.start', () => {
      kernels.set(inFront(), new Kernel('python', 'python3'));
      void vscode.window.showInformationMessage('The kernel runs.');
    }),
    vscode.commands.registerCommand('jupyterForTests.showKey', async () => {
      const key = await kernels.get(inFront())?.run('import os\nprint(os.environ.get("AWS_ACCESS_KEY_ID"))');
      void vscode.window.showInformationMessage(`The kernel has ${key?.trim()}.`);
    }),
  );
  return {
    kernels: { getKernel: (/** @type {vscode.Uri} */ uri) => Promise.resolve(kernels.get(uri.toString())) },
    /** For tests. */
    start: (/** @type {vscode.Uri} */ uri, /** @type {string} */ language, /** @type {string} */ python) => {
      const kernel = new Kernel(language, python);
      kernels.set(uri.toString(), kernel);
      return kernel;
    },
    stop: () => {
      for (const { process } of kernels.values()) {
        process?.kill();
      }
      kernels.clear();
    },
  };
};
