import { homedir, hostname, userInfo } from 'node:os';
import type { Environment } from '../model/environment.js';

/** What the operating system knows. */
interface Machine {
  readonly hostname: () => string;
  /** @throws where the user has no account */
  readonly userInfo: () => { readonly username: string };
  readonly homedir: () => string;
}

/** The environment of the extension host: where the terminals and `~/.aws` are, also in a remote window. */
export function editorEnvironment(machine: Machine = { hostname, userInfo, homedir }): Environment {
  return {
    variables: process.env,
    userName: userName(machine),
    hostName: shortHostName(machine),
    homeDirectory: machine.homedir(),
  };
}

function userName({ userInfo: user }: Machine): string {
  try {
    return user().username;
  } catch {
    return 'user'; // a container may run under a number that no account has
  }
}

function shortHostName({ hostname: name }: Machine): string {
  return name().replace(/\..*/, '');
}
