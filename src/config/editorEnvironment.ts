import { homedir, hostname, userInfo } from 'node:os';
import { UserError } from '../base/errors.js';
import { isFullPath } from '../base/files/fullPath.js';
import * as l10n from '../base/l10n.js';
import type { Environment } from '../model/environment.js';

/** What the operating system knows. */
interface Machine {
  readonly hostname: () => string;
  /** @throws where the user has no account */
  readonly userInfo: () => { readonly username: string; readonly homedir: string };
  /** @throws where neither a variable nor an account says it */
  readonly homedir: () => string;
}

/**
 * The environment of the extension host: where the terminals and `~/.aws` are, also in a remote window.
 * @throws UserError where nobody knows the user's home folder
 */
export function editorEnvironment(machine: Machine = { hostname, userInfo, homedir }): Environment {
  return {
    variables: process.env,
    userName: userName(machine),
    hostName: shortHostName(machine),
    homeDirectory: homeDirectory(machine),
  };
}

/** Never relative: `~/.aws` would be in whatever folder the editor was started. */
function homeDirectory({ homedir: home, userInfo: user }: Machine): string {
  const known = [home, () => user().homedir].flatMap((ask) => {
    try {
      return [ask()];
    } catch {
      return [];
    }
  });
  const found = known.find((path) => isFullPath(path));
  if (found === undefined) {
    throw new UserError(
      l10n.t('Your home folder is not known, and with it not where your AWS files are: set HOME to its full path.'),
    );
  }
  return found;
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
