import { stat } from 'node:fs/promises';
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { devNull } from 'node:os';
import { isFullPath } from '../../base/files/fullPath.js';
import type { Environment } from '../../model/environment.js';
import { Listeners } from '../../base/listeners.js';
import { expandPath, locate, type FileLocation, type FileLocations } from './locate.js';
import type { FileText, SharedFiles } from './fileText.js';
import { readText } from './readText.js';

/**
 * Polling sees what a file-change notification does not: edits from the host of a container's mount or over a network
 * file system, a symbolic link's target, a file or folder created later, a replacement by rename.
 */
const POLL_MS = 1000;
/** An editor or `aws configure` may write both files, or one in several steps. */
const SETTLE_MS = 100;

/** The shared AWS files of the machine the extension runs on. Nothing is read or watched before the first `read`. */
export class AwsFiles {
  readonly locations: FileLocations;
  private readonly watched: readonly string[];
  private readonly listeners = new Listeners();
  private watching = false;
  private settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly pollMs = POLL_MS,
  ) {
    this.locations = locate(environment);
    this.watched = Object.values(this.locations).flatMap(({ file, refused }: FileLocation) =>
      refused === undefined ? [file] : [],
    );
  }

  readonly onDidChange = this.listeners.event;

  /** Never rejects: a file that cannot be read says why. */
  async read(): Promise<SharedFiles> {
    this.watch();
    const [config, credentials, legacy] = await Promise.all([
      read(this.locations.config),
      read(this.locations.credentials),
      legacyFile(this.environment),
    ]);
    return { config, credentials, legacy };
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.listeners.clear();
    for (const file of this.watched) {
      unwatchFile(file, this.fileChanged);
    }
  }

  private watch(): void {
    if (this.watching) {
      return;
    }
    this.watching = true;
    for (const file of this.watched) {
      watchFile(file, { persistent: false, interval: this.pollMs }, this.fileChanged);
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

/**
 * See `SharedFiles.legacy`; botocore OriginalEC2Provider and BotoProvider. One whose path is relative counts as there:
 * it is not looked for.
 */
async function legacyFile(environment: Environment): Promise<string | undefined> {
  const { AWS_CREDENTIAL_FILE: ec2, BOTO_CONFIG: boto } = environment.variables;
  const written = [ec2, ...(boto === undefined ? ['/etc/boto.cfg', '~/.boto'] : [boto])];
  const files = written.flatMap((path) => (path === undefined || path === '' ? [] : [expandPath(path, environment)]));
  for (const file of files) {
    if (!isFullPath(file) || (await isRegularFile(file))) {
      return file;
    }
  }
  return undefined;
}

function isRegularFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function read({ file, refused }: FileLocation): Promise<FileText> {
  if (refused !== undefined || file === devNull) {
    return { file, text: undefined, ...(refused && { refused }) };
  }
  const found = await readText(file);
  switch (found.kind) {
    case 'text':
      return { file, text: found.text };
    case 'damaged':
      return { file, text: found.text, damagedAt: found.line };
    case 'absent':
      return { file, text: undefined };
    case 'unreadable':
      return { file, text: undefined, unreadable: found.reason };
  }
}
