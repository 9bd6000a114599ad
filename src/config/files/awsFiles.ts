import { access, readFile } from 'node:fs/promises';
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { errorCode } from '../../base/errors.js';
import type { Environment } from '../../model/environment.js';
import { Listeners } from '../../base/listeners.js';
import type { FileText, SharedFiles } from './profiles.js';

/**
 * Polling sees what a file-change notification does not: edits from the host of a container's mount or over a network
 * file system, a symbolic link's target, a file or folder created later, a replacement by rename.
 */
const POLL_MS = 1000;
/** An editor or `aws configure` may write both files, or one in several steps. */
const SETTLE_MS = 100;

export interface FileLocations {
  readonly config: string;
  readonly credentials: string;
}

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html; paths expand as botocore expands them. To the AWS
 * CLI an empty variable means that there is no such file.
 */
export function locate(environment: Environment): FileLocations {
  const path = (name: string, fallback: string): string => {
    const written = environment.variables[name];
    return written === '' ? devNull : expand(written ?? `~/.aws/${fallback}`, environment);
  };
  return { config: path('AWS_CONFIG_FILE', 'config'), credentials: path('AWS_SHARED_CREDENTIALS_FILE', 'credentials') };
}

function expand(path: string, { variables, homeDirectory }: Environment): string {
  const expanded = path.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    return variables[bare ?? braced ?? ''] ?? whole;
  });
  return /^~($|[/\\])/.test(expanded) ? join(homeDirectory, expanded.slice(1)) : resolve(expanded);
}

/** The shared AWS files of the machine the extension runs on. Nothing is read or watched before the first `read`. */
export class AwsFiles {
  readonly locations: FileLocations;
  private readonly listeners = new Listeners();
  private watching = false;
  private settling: NodeJS.Timeout | undefined;

  constructor(private readonly environment: Environment) {
    this.locations = locate(environment);
  }

  readonly onDidChange = this.listeners.event;

  /** Never rejects: a file that cannot be read says why. */
  async read(): Promise<SharedFiles> {
    this.watch();
    const [config, credentials, legacy] = await Promise.all([
      readText(this.locations.config),
      readText(this.locations.credentials),
      legacyFile(this.environment),
    ]);
    return { config, credentials, legacy };
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.listeners.clear();
    for (const file of [this.locations.config, this.locations.credentials]) {
      unwatchFile(file, this.fileChanged);
    }
  }

  private watch(): void {
    if (this.watching) {
      return;
    }
    this.watching = true;
    for (const file of [this.locations.config, this.locations.credentials]) {
      watchFile(file, { persistent: false, interval: POLL_MS }, this.fileChanged);
    }
  }

  private readonly fileChanged = (now: Stats, before: Stats): void => {
    // The watcher reports a file that is not there once, as zeros.
    if (now.ino === 0 && before.ino === 0) {
      return;
    }
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.listeners.fire();
    }, SETTLE_MS);
  };
}

/** See `SharedFiles.legacy`; botocore OriginalEC2Provider and BotoProvider. */
async function legacyFile(environment: Environment): Promise<string | undefined> {
  const { AWS_CREDENTIAL_FILE: ec2, BOTO_CONFIG: boto } = environment.variables;
  const files = boto === undefined ? ['/etc/boto.cfg', '~/.boto'] : [boto];
  for (const file of [...(ec2 === undefined ? [] : [ec2]), ...files].map((path) => expand(path, environment))) {
    const found = await access(file).then(
      () => true,
      () => false,
    );
    if (found) {
      return file;
    }
  }
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links go in a circle',
};

async function readText(file: string): Promise<FileText> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = errorCode(error) ?? 'unknown error';
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { file, text: undefined }
      : { file, text: undefined, unreadable: REASONS[code] ?? code };
  }
}
