import { homedir, hostname, userInfo } from 'node:os';
import type { Environment } from '../model/environment.js';

/** The environment of the extension host: where the terminals and `~/.aws` are, also in a remote window. */
export function editorEnvironment(): Environment {
  return { variables: process.env, userName: userName(), hostName: shortHostName(), homeDirectory: homedir() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'user'; // a container may run under a number that no account has
  }
}

function shortHostName(): string {
  return hostname().split('.')[0] ?? '';
}
