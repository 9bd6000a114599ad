import { env } from 'vscode';
import type { Terminal } from 'vscode';
import { shellKind } from './environment/conflicts.js';
import type { Shell } from './probe.js';

const LOGIN = ['-l', '--login', '-il', '-li'];

/** The shell that terminals get where nothing else is said. */
export function defaultShell(): Shell {
  return { path: env.shell, kind: shellKind(env.shell), login: process.platform === 'darwin' };
}

/** The shell that runs in a terminal: as the editor sees it, or as it was asked for. */
export function terminalShell(terminal: Terminal, isBound: boolean): Shell {
  const { state, creationOptions } = terminal;
  const { shellPath, shellArgs } = 'pty' in creationOptions ? {} : creationOptions;
  const asked = isBound || shellPath === undefined ? env.shell : shellPath;
  const seen = shellKind(state.shell ?? ''); // no shell where a program runs in it
  const path = state.shell === undefined || seen === 'other' || seen === shellKind(asked) ? asked : state.shell;
  const isLogin = Array.isArray(shellArgs)
    ? shellArgs.some((arg) => LOGIN.includes(arg))
    : process.platform === 'darwin' && shellArgs === undefined;
  return { path, kind: shellKind(path), login: isLogin };
}
