import * as l10n from '../../base/l10n.js';
import { devNull } from 'node:os';
import { isFullPath, withHome, withVariables } from '../../base/files/fullPath.js';
import type { Environment } from '../../model/environment.js';

/** Where one of the two shared files is. */
export interface FileLocation {
  /** Absolute path, or what stands there instead. */
  readonly file: string;
  /** Why there is no telling which file that is. */
  readonly refused?: Refusal;
}

/** What is wrong, and what to do about it. */
export interface Refusal {
  readonly message: string;
  readonly hint: string;
}

export interface FileLocations {
  readonly config: FileLocation;
  readonly credentials: FileLocation;
}

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html; paths expand as botocore expands them. To the AWS
 * CLI an empty variable means that there is no such file. A relative path is refused: whoever has the editor started in
 * a folder of theirs would choose keys and programs.
 */
export function locate(environment: Environment): FileLocations {
  const place = (name: string, fallback: string): FileLocation => {
    const written = environment.variables[name];
    const file = written === '' ? devNull : expandPath(written ?? `~/.aws/${fallback}`, environment);
    return isFullPath(file) ? { file } : { file, refused: relative(name, file) };
  };
  return {
    config: place('AWS_CONFIG_FILE', 'config'),
    credentials: place('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

export function expandPath(path: string, { variables, homeDirectory }: Environment): string {
  return withHome(withVariables(path, variables), homeDirectory);
}

function relative(name: string, file: string): Refusal {
  return {
    message: l10n.t(
      '{0} is “{1}”, which depends on the folder that a program is started in. An editor has no such folder of yours.',
      name,
      file,
    ),
    hint: l10n.t('Set it to a whole path, or one that starts with ~/, where the editor is started.'),
  };
}
