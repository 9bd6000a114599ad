import { isAbsolute } from 'node:path';
import { CustomExecution, env, ThemeIcon, Uri, workspace } from 'vscode';
import type { ShellExecution, Task, Terminal } from 'vscode';
import { folderKey, type FolderKey } from '../model/session/sessionReader.js';
import { isRemote } from '../editor/remote.js';
import { editorsVariables, settingsSystem } from './editorsVariables.js';
import { becomesShell } from './environment/boundShell.js';
import { shellKind, terminalBase } from './environment/conflicts.js';
import type { Shell } from './probe.js';

const LOGIN = ['-l', '--login', '-il', '-li'];
const INTERACTIVE = ['-i', '-il', '-li', '-ic'];
/** By which the shell reads its start-up files as a terminal's does. */
const PLAIN = [...LOGIN, '-i', '--interactive'];

/** The shell that terminals get where nothing else is said. */
export function defaultShell(): Shell {
  return {
    path: env.shell,
    kind: shellKind(env.shell),
    login: process.platform === 'darwin',
    interactive: true,
    cwd: folderOf(undefined),
  };
}

/** The shell that runs in a terminal: as the editor sees it, or as it was asked for. */
export function terminalShell(terminal: Terminal, isBound: boolean): Shell {
  const { state, creationOptions, shellIntegration } = terminal;
  const { shellPath, shellArgs, cwd, env: given = {} } = 'pty' in creationOptions ? {} : creationOptions;
  // The editor may still see the script, as sh, when it has become the user's shell.
  const path = isBound ? (becomesShell(given) ?? env.shell) : shellSeen(state.shell, shellPath ?? env.shell);
  const words = typeof shellArgs === 'string' ? shellArgs.split(/\s+/).filter((word) => word !== '') : shellArgs;
  const isLogin = words?.some((word) => LOGIN.includes(word)) ?? process.platform === 'darwin';
  return {
    path,
    kind: shellKind(path),
    login: isLogin,
    interactive: true,
    isPlain: isBound || (words ?? []).every((word) => PLAIN.includes(word)),
    cwd: folderOf(shellIntegration?.cwd ?? cwd),
  };
}

/** What the editor sees is no shell where a program runs in it. */
function shellSeen(seen: string | undefined, asked: string): string {
  const kind = shellKind(seen ?? '');
  return seen === undefined || kind === 'other' || kind === shellKind(asked) ? asked : seen;
}

/** The shell that runs a task's command line, and ends with it. */
export function taskShell({ options }: ShellExecution, scope: Task['scope']): Shell {
  const automation = automationProfile();
  const path = options?.executable ?? automation?.path ?? env.shell;
  const ofProfile = automation === undefined ? defaultArguments() : argumentsOf(automation);
  const words = options?.shellArgs ?? (options?.executable === undefined ? ofProfile : []) ?? [];
  const folder = typeof scope === 'object' ? scope.uri : undefined;
  return {
    path,
    kind: shellKind(path),
    login: words.some((word) => LOGIN.includes(word)),
    interactive: words.some((word) => INTERACTIVE.includes(word)),
    cwd: folderOf(options?.cwd ?? folder),
  };
}

/** What a terminal begins with: the editor's variables, and what it was created with. */
export function terminalVariables({ creationOptions }: Terminal): ReadonlyMap<string, string> {
  const own = 'pty' in creationOptions ? undefined : creationOptions.env;
  return terminalBase(Object.fromEntries(editorsVariables()), own ?? {});
}

/** What a task's shell begins with: the editor's variables, and those of the profile that tasks have. */
export function taskVariables(): ReadonlyMap<string, string> {
  const { env: own } = automationProfile() ?? defaultProfile() ?? {};
  const isRecord = typeof own === 'object' && own !== null;
  return terminalBase(Object.fromEntries(editorsVariables()), isRecord ? { ...own } : {});
}

/** A profile of the settings for terminals, as it is written. */
interface Profile {
  readonly path?: unknown;
  readonly args?: unknown;
  readonly env?: unknown;
}

/** That of tasks alone, which few have. */
function automationProfile(): (Profile & { readonly path: string }) | undefined {
  const profile = terminalSettings().get<Profile | null>(`automationProfile.${settingsSystem()}`);
  return typeof profile?.path === 'string' ? { ...profile, path: profile.path } : undefined;
}

function defaultProfile(): Profile | undefined {
  const name = terminalSettings().get<string | null>(`defaultProfile.${settingsSystem()}`);
  const profiles = terminalSettings().get<Record<string, Profile | null>>(`profiles.${settingsSystem()}`) ?? {};
  return name === null || name === undefined ? undefined : (profiles[name] ?? undefined);
}

function argumentsOf(profile: Profile | undefined): string[] | undefined {
  return Array.isArray(profile?.args) ? profile.args.map(String) : undefined;
}

/** Those of the user's default profile, which the editor leaves out once a terminal names its shell. */
export function defaultArguments(): string[] {
  return argumentsOf(defaultProfile()) ?? (process.platform === 'darwin' ? ['-l'] : []);
}

const terminalSettings = () => workspace.getConfiguration('terminal.integrated');

/** The editor has a debugger's program run there by a command line of its own, at any moment. */
export function isOfDebugRun({ creationOptions }: Terminal): boolean {
  const { iconPath } = creationOptions;
  return iconPath instanceof ThemeIcon && iconPath.id === 'debug';
}

/**
 * The folder of the workspace that a terminal begins in, by which the editor chooses its variables; undefined where that
 * is the folder which was last worked in, and nobody tells extensions which that is.
 */
export function folderOfTerminal({ creationOptions }: Terminal): FolderKey | undefined {
  return 'pty' in creationOptions ? undefined : folderAt(creationOptions.cwd);
}

/** As a terminal's. One that says nothing of where, or says it by the editor's variables, begins in its own folder. */
export function folderOfTask({ scope, execution }: Task): FolderKey | undefined {
  const cwd = execution instanceof CustomExecution ? undefined : execution?.options?.cwd;
  const uri = cwd !== undefined && isAbsolute(cwd) ? Uri.file(cwd) : undefined;
  return folderAt(uri ?? (typeof scope === 'object' ? scope.uri : undefined));
}

/** What else is in a path the editor takes for a part of a URI. */
const PLAIN_PATH = /^\/[^#?%]*$/;

/** What is named by its path alone the editor takes for a file of its own machine, where in a remote window no folder is. */
function folderAt(cwd: string | Uri | undefined): FolderKey | undefined {
  const named = typeof cwd === 'string' && PLAIN_PATH.test(cwd) && !isRemote() ? Uri.file(cwd) : cwd;
  const folder = typeof named === 'object' ? workspace.getWorkspaceFolder(named) : undefined;
  return folder && folderKey(folder);
}

/** Where a shell begins that was asked to begin there. */
function folderOf(asked: string | Uri | undefined): string | undefined {
  const folder = asked ?? workspace.workspaceFolders?.[0]?.uri;
  if (typeof folder === 'object') {
    return folder.scheme === 'file' ? folder.fsPath : undefined;
  }
  return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}
