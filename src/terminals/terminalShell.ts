import { isAbsolute } from 'node:path';
import { env, ThemeIcon, workspace } from 'vscode';
import type { ShellExecution, Task, Terminal, Uri } from 'vscode';
import { settingsSystem } from './editorsVariables.js';
import { shellKind } from './environment/conflicts.js';
import type { Shell } from './probe.js';

const LOGIN = ['-l', '--login', '-il', '-li'];
const INTERACTIVE = ['-i', '-il', '-li', '-ic'];

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
  const { shellPath, shellArgs, cwd } = 'pty' in creationOptions ? {} : creationOptions;
  const asked = isBound || shellPath === undefined ? env.shell : shellPath;
  const seen = shellKind(state.shell ?? ''); // no shell where a program runs in it
  const path = state.shell === undefined || seen === 'other' || seen === shellKind(asked) ? asked : state.shell;
  const isLogin = Array.isArray(shellArgs)
    ? shellArgs.some((arg) => LOGIN.includes(arg))
    : process.platform === 'darwin' && shellArgs === undefined;
  return {
    path,
    kind: shellKind(path),
    login: isLogin,
    interactive: true,
    cwd: folderOf(shellIntegration?.cwd ?? cwd),
  };
}

/** The shell that runs a task's command line, and ends with it. */
export function taskShell({ options }: ShellExecution, scope: Task['scope']): Shell {
  const profile = workspace
    .getConfiguration('terminal.integrated')
    .get<{ readonly path?: unknown; readonly args?: unknown } | null>(`automationProfile.${settingsSystem()}`);
  const automation = typeof profile?.path === 'string' ? profile.path : undefined;
  const path = options?.executable ?? automation ?? env.shell;
  const ofProfile = automation === undefined || !Array.isArray(profile?.args) ? [] : profile.args.map(String);
  const words = options?.shellArgs ?? (options?.executable === undefined ? ofProfile : []);
  const folder = typeof scope === 'object' ? scope.uri : undefined;
  return {
    path,
    kind: shellKind(path),
    login: words.some((word) => LOGIN.includes(word)),
    interactive: words.some((word) => INTERACTIVE.includes(word)),
    cwd: folderOf(options?.cwd ?? folder),
  };
}

/** The editor has a debugger's program run there by a command line of its own, at any moment. */
export function isOfDebugRun({ creationOptions }: Terminal): boolean {
  const { iconPath } = creationOptions;
  return iconPath instanceof ThemeIcon && iconPath.id === 'debug';
}

/** Where a shell begins that was asked to begin there. */
function folderOf(asked: string | Uri | undefined): string | undefined {
  const folder = asked ?? workspace.workspaceFolders?.[0]?.uri;
  if (typeof folder === 'object') {
    return folder.scheme === 'file' ? folder.fsPath : undefined;
  }
  return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}
