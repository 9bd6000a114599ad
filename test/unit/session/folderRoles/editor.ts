// A window of the editor in memory: its folders, what settings say there, what is shown, and what is pressed.
import { Listeners } from '../../../../src/base/listeners.js';

interface Written {
  readonly user?: unknown;
  readonly workspace?: unknown;
  /** By folder. */
  readonly folders?: Readonly<Record<string, unknown>>;
}

class FakeEditor {
  isTrusted = true;
  folders: readonly string[] = [];
  workspaceFile: string | undefined;
  /** What `roleSessions.role` is. */
  role: Written = {};
  /** "Text [button, …]" */
  readonly shown: string[] = [];
  onShown: () => unknown = () => undefined;
  /** What is pressed, in order; then nothing is. */
  presses: string[] = [];
  /** What is chosen in a list, by label. */
  picked: readonly string[] = [];
  run: (command: string, ...args: unknown[]) => Promise<void> = () => Promise.resolve();
  readonly events = { settings: new Listeners(), folders: new Listeners(), trust: new Listeners() };
  /** Of `roleSessions.productionRoles`. */
  productionRoles: readonly string[] = [];

  readonly show = (text: string, ...buttons: string[]): Promise<string | undefined> => {
    this.shown.push(`${text} [${buttons.join(', ')}]`);
    this.onShown();
    const [wanted] = this.presses;
    return Promise.resolve(wanted !== undefined && buttons.includes(wanted) ? this.presses.shift() : undefined);
  };

  change(what: keyof FakeEditor['events']): void {
    this.events[what].fire();
  }
}

export const editor = new FakeEditor();

function inspect(id: string, folder?: string): object {
  const { user, workspace, folders } = editor.role;
  return id === 'roleSessions.role'
    ? {
        globalValue: user,
        workspaceValue: workspace,
        workspaceFolderValue: folder === undefined ? undefined : folders?.[folder],
      }
    : { globalValue: id === 'roleSessions.productionRoles' ? editor.productionRoles : undefined };
}

export const fakeVscode = {
  window: {
    showInformationMessage: editor.show,
    showWarningMessage: editor.show,
    showQuickPick: (rows: readonly { readonly label: string; readonly detail: string }[]) => {
      editor.shown.push(...rows.map(({ label, detail }) => `${label} for ${detail}`));
      return Promise.resolve(rows.filter(({ label }) => editor.picked.includes(label)));
    },
  },
  commands: { executeCommand: (command: string, ...args: unknown[]) => editor.run(command, ...args) },
  workspace: {
    get isTrusted() {
      return editor.isTrusted;
    },
    get workspaceFolders() {
      return editor.folders.map((uri) => ({ uri, name: uri.replace(/^.*\//, '') }));
    },
    get workspaceFile() {
      return editor.workspaceFile;
    },
    getConfiguration: (_: undefined, folder?: string) => ({ inspect: (id: string) => inspect(id, folder) }),
    onDidChangeConfiguration: (listener: (event: object) => void) =>
      editor.events.settings.event(() =>
        listener({ affectsConfiguration: (id: string) => id === 'roleSessions.role' }),
      ),
    onDidChangeWorkspaceFolders: editor.events.folders.event,
    onDidGrantWorkspaceTrust: editor.events.trust.event,
  },
};
