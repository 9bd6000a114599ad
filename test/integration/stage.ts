// What integration tests share: a sandbox of their own, AWS files, and answers instead of the editor's dialogs.
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  commands,
  ConfigurationTarget,
  env,
  extensions,
  window,
  workspace,
  type QuickPick,
  type QuickPickItem,
  type Uri,
} from 'vscode';
import type { TestApi } from '../../src/extension.js';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { seedTutorial, startSandbox, writeAwsFiles, type Sandbox } from '../sandbox/index.js';

interface Shown {
  readonly text: string;
  readonly buttons: readonly unknown[];
}

const SETTINGS = [
  'roles',
  'sessionName',
  'mfaCommand',
  'mfaSessionDurationSeconds',
  'identityCenterSignIn',
  'debug',
  'auditLog',
  'checkPolicies',
  'terminals',
  'productionRoles',
  'consoleCommand',
] as const;

/** One test's editor; `strike` puts everything back. */
export class Stage {
  private readonly undo: (() => unknown)[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly api: TestApi,
  ) {}

  static async set(): Promise<Stage> {
    const sandbox = await startSandbox();
    seedTutorial(sandbox);
    await writeAwsFiles(dirname(Stage.configFile), sandbox);
    const extension = extensions.getExtension<TestApi>('role-sessions.role-sessions');
    assert.ok(extension);
    return new Stage(sandbox, await extension.activate());
  }

  static get configFile(): string {
    return process.env['AWS_CONFIG_FILE'] ?? '';
  }

  async strike(): Promise<void> {
    await commands.executeCommand('roleSessions.endAllSessions');
    await commands.executeCommand('roleSessions.forgetMfaSession');
    for (const restore of this.undo.splice(0).reverse()) await restore();
    for (const name of SETTINGS) await this.setting(name, undefined);
    await this.sandbox.stop();
  }

  atEnd(action: () => unknown): void {
    this.undo.push(action);
  }

  /** A variable of the extension host's environment. */
  variable(name: string, value: string): void {
    const before = process.env[name];
    process.env[name] = value;
    this.atEnd(() => {
      if (before === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before;
    });
  }

  async setting(name: (typeof SETTINGS)[number], value: unknown): Promise<void> {
    await workspace.getConfiguration('roleSessions').update(name, value, ConfigurationTarget.Global);
  }

  /** Appends a profile to the config file, at the sandbox's endpoint. */
  async profile(name: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const lines = { region: 'us-west-2', endpoint_url: this.sandbox.endpoint, ...settings };
    const text = Object.entries(lines).map(([key, value]) => `${key} = ${value}`);
    await appendFile(Stage.configFile, `\n[profile ${name}]\n${text.join('\n')}\n`);
  }

  /** Replaces one of the editor's functions until the end of the test. */
  replace<T extends object>(target: T, functions: Partial<T>): void {
    const before = Object.fromEntries(
      Object.keys(functions).map((name) => [name, Reflect.get(target, name) as unknown]),
    );
    Object.assign(target, functions);
    this.atEnd(() => Object.assign(target, before));
  }

  /** The messages shown since, with the buttons of each; each is answered with its button `answer`, if it has that. */
  messages(kind: 'showErrorMessage' | 'showWarningMessage' | 'showInformationMessage', answer?: string): Shown[] {
    const shown: Shown[] = [];
    const show = (text: string, ...buttons: unknown[]) => {
      shown.push({ text, buttons });
      return Promise.resolve(buttons.find((button) => button === answer));
    };
    this.replace(window, { [kind]: show });
    return shown;
  }

  /** Every list that the extension makes by itself, as it was when it went. */
  quickPicks(): QuickPick<QuickPickItem>[] {
    const made: QuickPick<QuickPickItem>[] = [];
    const create = window.createQuickPick.bind(window);
    const createQuickPick = (): QuickPick<QuickPickItem> => {
      const picker = create();
      made.push(picker);
      return picker;
    };
    this.replace(window, { createQuickPick: createQuickPick as typeof window.createQuickPick });
    return made;
  }

  /** Every page that the extension opens goes to `visit` instead of the user's browser. */
  browser(visit: (url: string) => unknown): string[] {
    const visited: string[] = [];
    const openExternal = (uri: Uri): Promise<boolean> => {
      // As the editor opens it: text as it is, a URI written anew.
      const url = typeof uri === 'string' ? uri : uri.toString();
      visited.push(url);
      visit(url);
      return Promise.resolve(true);
    };
    this.replace(env, { openExternal });
    return visited;
  }

  /** Runs Assume Role for what is wanted: a role's ID or a request. The session that is active afterwards. */
  async assume(wanted: unknown): Promise<LiveSession> {
    const errors = this.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.assumeRole', wanted);
    const live = liveSession(this.api.sessions.active());
    assert.deepEqual(errors, []);
    assert.ok(live, 'there is no session, and nothing was said');
    return live;
  }

  /** Runs Assume Role for what cannot be had; the one message that the user sees. No session is left behind. */
  async refused(wanted: unknown): Promise<string> {
    const shown = this.messages('showErrorMessage');
    await commands.executeCommand('roleSessions.assumeRole', wanted);
    assert.equal(shown.length, 1, JSON.stringify(shown));
    assert.equal(liveSession(this.api.sessions.active()), undefined);
    return shown[0]?.text ?? '';
  }
}
