// A window that is loaded again and again over the same sessions, and looks at what its folders ask for.
import { afterEach, beforeEach, vi } from 'vitest';
import { Lazy } from '../../../../src/base/waiting/lazy.js';
import type { Configuration } from '../../../../src/config/configuration.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import type { RoleEntry } from '../../../../src/model/plan/role.js';
import type { SessionRequest } from '../../../../src/model/request.js';
import { AllowedRoles } from '../../../../src/session/folderRoles/allowed.js';
import { FolderRoles } from '../../../../src/session/folderRoles/folderRoles.js';
import { giving, named, useDesk } from '../desk.js';
import { editor } from './editor.js';

export const API = 'file:///api';
export const WEB = 'file:///web';
export const offer = (name: string, role = 'dev') =>
  `Folder ${name} asks for the role ${role}. [Assume, Always for This Folder, Not Now]`;

/** Of a test file that mocks `vscode` by `fakeVscode`. */
export class FolderWindow {
  plans: readonly Plan[] = [named('dev'), named('prod')];
  broken: readonly RoleEntry[] = [];
  /** Commands that assume nothing, with what they are for. */
  readonly ran: string[] = [];
  readonly warned: string[] = [];
  isConfigurationRead = false;
  private changed: () => void = () => undefined;
  private roles: FolderRoles | undefined;

  constructor(readonly desk: ReturnType<ReturnType<typeof useDesk>>) {}

  /** One more load of the window. */
  async load(ready: Promise<void> = Promise.resolve()): Promise<void> {
    this.close();
    const configuration: Pick<Configuration, 'entries' | 'onDidChange' | 'dispose'> = {
      entries: () => Promise.resolve([...this.plans.map(asEntry), ...this.broken]),
      onDidChange: (listener) => {
        this.changed = () => void listener();
        return { dispose: () => (this.changed = () => undefined) };
      },
      dispose: () => undefined,
    };
    const { sessions, globalState } = this.desk;
    this.roles = new FolderRoles(
      {
        sessions,
        configuration: new Lazy(() => {
          this.isConfigurationRead = true;
          return Promise.resolve(configuration as Configuration);
        }),
        allowed: new AllowedRoles(globalState),
        log: { info: () => undefined, warn: (message) => void this.warned.push(message) },
      },
      ready,
    );
    await this.roles.look();
  }

  close(): void {
    this.roles?.dispose();
  }

  async change(what: keyof typeof editor.events): Promise<void> {
    editor.change(what);
    await this.roles?.look();
  }

  async changeFiles(): Promise<void> {
    this.changed();
    await this.roles?.look();
  }

  /** Who the window is, and each folder. */
  acting(): string[] {
    return [undefined, API, WEB].map((folder) => {
      const session = this.desk.sessions.active(folder);
      return session.kind === 'live' ? session.role.name : session.kind;
    });
  }

  async until(...acting: readonly string[]): Promise<void> {
    await vi.waitFor(() => {
      if (this.acting().join() !== acting.join()) throw new Error(`They act as ${this.acting().join(', ')}`);
    });
  }

  /** As the commands: what fails is said there. */
  readonly run = async (command: string, wanted?: unknown, folder?: unknown): Promise<void> => {
    const target = (wanted as SessionRequest | undefined)?.target;
    const plan = this.plans.find(({ roleId }) => target?.kind === 'configured' && target.roleId === roleId);
    const forFolder = typeof folder === 'string' ? { folder } : {};
    if (plan === undefined)
      this.ran.push([command, wanted, folder].filter((part) => typeof part === 'string').join(' '));
    else await this.desk.assume(giving(), plan, forFolder).catch(() => undefined);
  };
}

function asEntry(plan: Plan): RoleEntry {
  return { kind: 'ready', id: plan.roleId, name: plan.name, place: plan.source.place, plan };
}

/** Of a folder that is called api, or of those that a test names. */
export function useFolderWindow(): () => FolderWindow {
  const desk = useDesk();
  let window: FolderWindow;
  beforeEach(() => {
    window = new FolderWindow(desk());
    Object.assign(editor, {
      isTrusted: true,
      folders: [API],
      workspaceFile: undefined,
      role: {},
      picked: [],
      productionRoles: [],
    });
    Object.assign(editor, { presses: [], onShown: () => undefined, run: window.run });
    editor.shown.length = 0;
  });
  afterEach(() => window.close());
  return () => window;
}
