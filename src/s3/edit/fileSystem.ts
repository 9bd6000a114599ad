import { FilePermission, FileSystemError, FileType, type FileStat, type FileSystemProvider, type Uri } from 'vscode';
import { buffer } from 'node:stream/consumers';
import { Cancelled, UserError } from '../../base/errors.js';
import type { ObjectFacts } from '../../model/s3Api.js';
import { lastPart } from '../names/labels.js';
import { readObject } from '../store/reading.js';
import { S3Error, type S3Store } from '../store/store.js';
import type { Stores } from '../store/stores.js';
import { fromUriParts, type SessionAddress } from '../names/uri.js';

/** Opening one file makes the editor ask for its stat several times within this. */
const STAT_TTL_MS = 2_000;
const MAX_REMEMBERED = 200;

/** What reads of a file system provider; objects are not written through the editor. */
export type ReadOnlyFiles = Pick<FileSystemProvider, 'stat' | 'readFile' | 'readDirectory'>;

/** Objects as read-only files, each URI bound to the role session in its authority. */
export class S3FileSystem implements ReadOnlyFiles {
  private readonly stats = new Remembered<{ readonly stat: Promise<FileStat>; readonly at: number }>();

  constructor(
    private readonly stores: Stores,
    /** Tabs that come with a window ask before its sessions are back. */
    private readonly ready: Promise<void>,
  ) {}

  stat(uri: Uri): Promise<FileStat> {
    const name = uri.toString();
    const known = this.stats.get(name);
    if (known !== undefined && Date.now() - known.at < STAT_TTL_MS) {
      return known.stat;
    }
    const stat = this.run(uri, (store, location) => statOf(store, location));
    this.stats.set(name, { stat, at: Date.now() });
    stat.catch(() => this.stats.delete(name));
    return stat;
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return this.run(uri, (store, location) => buffer(readObject(store, location)));
  }

  /** The first page: for pickers and breadcrumbs. The explorer is where long folders are read. */
  readDirectory(uri: Uri): Promise<[string, FileType][]> {
    return this.run(uri, async (store, { bucket, key }) => {
      const prefix = key === '' ? '' : `${key}/`;
      const page = await store.list({ bucket, prefix });
      const entries: [string, FileType][] = page.prefixes.map((name) => [lastPart(name, prefix), FileType.Directory]);
      const files = page.objects.filter((object) => object.key !== prefix);
      return [...entries, ...files.map(({ key: name }): [string, FileType] => [lastPart(name, prefix), FileType.File])];
    });
  }

  private async run<T>(uri: Uri, work: (store: S3Store, location: SessionAddress) => Promise<T>): Promise<T> {
    const location = fromUriParts(uri);
    if (location === undefined) {
      throw FileSystemError.FileNotFound(uri);
    }
    await this.ready;
    try {
      return await work(this.stores.get(location.sessionKey), location);
    } catch (error) {
      throw fileSystemError(error);
    }
  }
}

async function statOf(store: S3Store, { bucket, key }: SessionAddress): Promise<FileStat> {
  if (key === '') {
    await store.bucketRegion(bucket);
    return directory();
  }
  try {
    return file(await store.head(bucket, key));
  } catch (error) {
    if (!(error instanceof S3Error) || error.failure.kind !== 'no-object') {
      throw error;
    }
    const { prefixes, objects } = await store.list({ bucket, prefix: `${key}/`, max: 1 });
    if (prefixes.length + objects.length === 0) {
      throw error;
    }
    return directory();
  }
}

function file({ size, modifiedAt }: ObjectFacts): FileStat {
  const mtime = modifiedAt?.getTime() ?? 0;
  return { type: FileType.File, ctime: mtime, mtime, size, permissions: FilePermission.Readonly };
}

function directory(): FileStat {
  return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0, permissions: FilePermission.Readonly };
}

/** The editor shows the message and decides by the code. */
function fileSystemError(error: unknown): unknown {
  if (error instanceof S3Error) {
    switch (error.failure.kind) {
      case 'no-object':
      case 'no-bucket':
        return FileSystemError.FileNotFound(error.message);
      case 'denied':
        return FileSystemError.NoPermissions(error.message);
      default:
        return FileSystemError.Unavailable(error.message);
    }
  }
  if (error instanceof UserError || error instanceof Cancelled) {
    return FileSystemError.Unavailable(error.message);
  }
  return error;
}

/** The most recently set entries, so that nothing grows without end. */
class Remembered<T> extends Map<string, T> {
  override set(name: string, value: T): this {
    this.delete(name);
    super.set(name, value);
    const oldest = this.size > MAX_REMEMBERED ? this.keys().next() : undefined;
    if (oldest?.done === false) {
      this.delete(oldest.value);
    }
    return this;
  }
}
