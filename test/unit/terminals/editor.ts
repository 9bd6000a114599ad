// What the terminals' code sees of an editor: terminals that open, end and are relaunched, tasks, debug runs, settings.
import type { DebugAdapterTrackerFactory, Terminal } from 'vscode';
import { EventEmitter } from '../../support/vscode.js';
import * as stubs from '../../support/vscode.js';

export class FakeTerminal {
  pid: number | undefined;
  shellIntegration: { readonly cwd?: object; executeCommand(line: string): object } | undefined;
  readonly exitStatus = undefined;
  readonly state: { readonly isInteractedWith: boolean; readonly shell?: string | undefined };
  /** What was typed by us. */
  readonly typed: string[] = [];

  constructor(
    readonly name: string,
    { pid, shell, ...creationOptions }: { pid?: number; shell?: string; [option: string]: unknown } = {},
  ) {
    this.pid = pid;
    this.creationOptions = creationOptions;
    this.state = { isInteractedWith: false, shell };
  }

  readonly creationOptions: object;
  readonly show = (): void => undefined;

  get processId(): Promise<number | undefined> {
    return Promise.resolve(this.pid);
  }

  get seen(): Terminal {
    return this as unknown as Terminal;
  }
}

class CustomExecution {
  readonly kind = 'custom';
}

export class ShellExecution {
  constructor(
    readonly commandLine: string,
    readonly options: object = {},
  ) {}
}

class TerminalProfile {
  constructor(readonly options: object) {}
}

enum UIKind {
  Desktop = 1,
  Web = 2,
}

/** Stands for the module `vscode`. */
export class FakeEditor {
  readonly warnings: string[] = [];
  /** The latest warning's. */
  buttons: readonly string[] = [];
  readonly settings = new Map<string, unknown>();
  readonly terminals: FakeTerminal[] = [];
  readonly opening = new EventEmitter<FakeTerminal>();
  readonly closing = new EventEmitter<FakeTerminal>();
  readonly activating = new EventEmitter<FakeTerminal | undefined>();
  active: FakeTerminal | undefined;
  /** What commands were run, with what they were given; and what each gives back, by its ID. */
  readonly ran: (readonly unknown[])[] = [];
  readonly answers = new Map<string, () => unknown>();
  /** The rows of the latest list that the user was to choose from: "label: description". */
  rows: readonly string[] = [];
  /** The row that they choose. */
  chosen: string | undefined;
  readonly integration = new EventEmitter<{ terminal: FakeTerminal }>();
  readonly startingCommand = new EventEmitter<{ terminal: FakeTerminal; execution: object }>();
  readonly endingCommand = new EventEmitter<{ terminal: FakeTerminal; execution: object; exitCode?: number }>();
  readonly startingTask = new EventEmitter<unknown>();
  readonly startingProcess = new EventEmitter<unknown>();
  readonly endingProcess = new EventEmitter<unknown>();
  readonly configuring = new EventEmitter<{ affectsConfiguration(id: string): boolean }>();
  readonly folding = new EventEmitter<void>();
  readonly shell = { path: '/bin/bash' };
  /** Paths of the workspace's folders, of a `version` of the editor in a remote window or not. */
  readonly window = { folders: [] as string[], version: '1.139.0', remoteName: undefined as string | undefined };
  trackers: DebugAdapterTrackerFactory | undefined;

  open(terminal: FakeTerminal): FakeTerminal {
    this.terminals.push(terminal);
    this.opening.fire(terminal);
    return terminal;
  }

  /** As the editor does when it is asked by an extension: with the very options that it was given. */
  create(options: { readonly name?: string }, pid?: number): FakeTerminal {
    const terminal = new FakeTerminal(options.name ?? '', pid === undefined ? {} : { pid });
    Object.assign(terminal, { creationOptions: options });
    return this.open(terminal);
  }

  activate(terminal: FakeTerminal | undefined): void {
    this.active = terminal;
    this.activating.fire(terminal);
  }

  /** The terminal's shell runs what is typed, which ends so. `reported`: as another line than was given to us. */
  integrate(
    terminal: FakeTerminal,
    runs: (count: number) => number | undefined | 'nothing',
    reported?: (line: string) => string,
  ): void {
    terminal.shellIntegration = {
      executeCommand: (line) => {
        const execution = { commandLine: { value: line } };
        const exitCode = runs(terminal.typed.push(line));
        if (exitCode !== 'nothing') {
          const told = reported === undefined ? execution : { commandLine: { value: reported(line) } };
          queueMicrotask(() => {
            this.startingCommand.fire({ terminal, execution: told });
            this.endingCommand.fire({ terminal, execution: told, ...(exitCode !== undefined && { exitCode }) });
          });
        }
        return execution;
      },
    };
    this.integration.fire({ terminal });
  }

  close(terminal: FakeTerminal): void {
    this.terminals.splice(this.terminals.indexOf(terminal), 1);
    this.closing.fire(terminal);
  }

  set(id: string, value: unknown): void {
    this.settings.set(id, value);
    this.configuring.fire({ affectsConfiguration: (asked) => id === asked || id.startsWith(`${asked}.`) });
  }

  /** A new window of the same editor. */
  reset(): void {
    this.warnings.length = 0;
    this.terminals.length = 0;
    this.active = undefined;
    this.ran.length = 0;
    this.answers.clear();
    this.settings.clear();
    this.settings.set('terminal.integrated.persistentSessionReviveProcess', 'never'); // package.json has it so
    this.shell.path = '/bin/bash';
    Object.assign(this.window, { folders: [], version: '1.139.0', remoteName: undefined });
  }

  get module(): object {
    const { shell, settings, window } = this;
    const active = () => this.active;
    const folders = () => window.folders.map((path, index) => ({ uri: stubs.Uri.file(path), name: path, index }));
    const configuration = (section?: string) => ({
      get: (id: string, fallback?: unknown) =>
        settings.get(section === undefined ? id : `${section}.${id}`) ?? fallback,
      inspect: (id: string) => ({ globalValue: settings.get(id) }),
    });
    return {
      ...stubs,
      CustomExecution,
      ShellExecution,
      TerminalProfile,
      window: {
        terminals: this.terminals,
        get activeTerminal() {
          return active();
        },
        onDidChangeActiveTerminal: this.activating.event,
        createTerminal: (options: object) => this.create(options),
        showQuickPick: (rows: readonly { label: string; description: string }[]) => {
          this.rows = rows.map(({ label, description }) => `${label}: ${description}`);
          return Promise.resolve(rows.find(({ label }) => label === this.chosen));
        },
        onDidOpenTerminal: this.opening.event,
        onDidCloseTerminal: this.closing.event,
        onDidChangeTerminalShellIntegration: this.integration.event,
        onDidStartTerminalShellExecution: this.startingCommand.event,
        onDidEndTerminalShellExecution: this.endingCommand.event,
        showWarningMessage: (text: string, ...buttons: string[]) => {
          this.warnings.push(text);
          this.buttons = buttons;
          return Promise.resolve();
        },
      },
      workspace: {
        isTrusted: true,
        get workspaceFolders() {
          return window.folders.length === 0 ? undefined : folders();
        },
        getWorkspaceFolder: ({ path }: { path: string }) =>
          folders().find((each) => path === each.uri.path || path.startsWith(`${each.uri.path}/`)),
        onDidChangeWorkspaceFolders: this.folding.event,
        getConfiguration: configuration,
        onDidChangeConfiguration: this.configuring.event,
        onDidGrantWorkspaceTrust: new EventEmitter<void>().event,
      },
      tasks: {
        onDidStartTask: this.startingTask.event,
        onDidStartTaskProcess: this.startingProcess.event,
        onDidEndTaskProcess: this.endingProcess.event,
      },
      UIKind,
      get version() {
        return window.version;
      },
      env: {
        uiKind: UIKind.Desktop,
        get remoteName() {
          return window.remoteName;
        },
        get shell() {
          return shell.path;
        },
        onDidChangeShell: new EventEmitter<string>().event,
      },
      debug: {
        registerDebugAdapterTrackerFactory: (_: string, factory: DebugAdapterTrackerFactory) => {
          this.trackers = factory;
          return { dispose: () => undefined };
        },
      },
      commands: {
        executeCommand: (...command: unknown[]) => {
          this.ran.push(command);
          return Promise.resolve(this.answers.get(String(command[0]))?.());
        },
      },
    };
  }
}
