import { Disposable, EventEmitter, FileSystemError } from 'vscode';
import type { FileChangeEvent, FileSystemProvider, Uri } from 'vscode';
import type { ReadOnlyFiles } from './edit/fileSystem.js';

/** The file system behind the tabs of objects, which is loaded at first use. */
export class LazyFileSystem implements FileSystemProvider {
  /** Objects are not watched: S3 tells nobody of changes. */
  readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;

  constructor(private readonly load: () => Promise<ReadOnlyFiles>) {}

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  async stat(uri: Uri) {
    return (await this.load()).stat(uri);
  }

  async readFile(uri: Uri) {
    return (await this.load()).readFile(uri);
  }

  async readDirectory(uri: Uri) {
    return (await this.load()).readDirectory(uri);
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }
}
