import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from '../../base/listeners.js';
import { errorCode } from '../../base/errors.js';
import { writePrivateJson } from '../../base/files/privateJson.js';
import type { SessionId } from '../../model/session/session.js';
import { unlessBusy } from '../../base/files/busy.js';

/** By somebody's will or its time, or because it would have become somebody else. */
export type EndReason = 'ended' | 'refused';

interface Told {
  /** Of the credentials that there are, or up to which they have ended. */
  readonly generation: number;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
}

/** What lies beside the secret store: that there is an entry, or that it was ended. No secret, no name. */
export type Mark = Told & { readonly id: SessionId } & (
    { readonly ended: false } | { readonly ended: true; readonly reason: EndReason }
  );

const KEPT = '.json';
const ENDED = '.ended';
/** Longer than any credentials live. */
const TOMBSTONE_MS = 48 * 3_600_000;

/**
 * Two files for each session: the generation that is kept, and the one up to which it was ended, its tombstone. The
 * higher one counts, the tombstone where they are equal. So whatever is written as a session is ended does not undo
 * its end, in whichever order the two arrive.
 */
export class Marks {
  constructor(private readonly folder: string) {}

  /** @throws an error of the file system */
  async ids(): Promise<SessionId[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    });
    return [...new Set(names.map(idOf).filter((id) => id !== undefined))];
  }

  /** Undefined where there is none. @throws where nobody can tell: it may have been ended */
  async read(id: SessionId): Promise<Mark | undefined> {
    const [kept, ended] = await Promise.all([this.told(id, KEPT), this.told(id, ENDED)]);
    return ended !== undefined && ended.generation >= (kept?.generation ?? 0)
      ? { ...ended, id, ended: true }
      : kept && { generation: kept.generation, at: kept.at, id, ended: false };
  }

  /** Unless something newer is kept already: what is late does not undo that. @throws where it cannot be written */
  async keep(id: SessionId, generation: number): Promise<void> {
    const known = await this.told(id, KEPT).catch(() => undefined);
    if (known !== undefined && known.generation > generation) {
      return;
    }
    await unlessBusy(() => writePrivateJson(this.file(id, KEPT), { generation, at: Date.now() }));
  }

  /** Unless it was ended up to there already. @throws where it cannot be written */
  async end(id: SessionId, generation: number, reason: EndReason): Promise<void> {
    const known = await this.told(id, ENDED).catch(() => undefined);
    if (known === undefined || known.generation < generation) {
      await unlessBusy(() => writePrivateJson(this.file(id, ENDED), { generation, at: Date.now(), reason }));
    }
  }

  /** Deletes tombstones whose sessions can live nowhere any more, and, as old, what nobody can read. */
  async prune(now: number): Promise<void> {
    for (const id of await this.ids()) {
      await this.pruneOne(id, now - TOMBSTONE_MS).catch(() => undefined); // looked at again at the next start
    }
  }

  /** When one has changed, also by this window. `failed`: where that cannot be watched any more, once. */
  watch(listener: (id: SessionId) => void, failed: (error: unknown) => void): Disposable {
    const changed = (name: string) => {
      const id = idOf(name);
      if (id !== undefined) {
        listener(id);
      }
    };
    const files = watchFolder(this.folder, changed, failed);
    return { dispose: () => void files.then((watcher) => watcher?.close()) };
  }

  private async pruneOne(id: SessionId, before: number): Promise<void> {
    const mark = await this.read(id);
    if (mark?.ended === true && mark.at < before) {
      await rm(this.file(id, KEPT), { force: true }); // first: without the tombstone it would live again
      await rm(this.file(id, ENDED), { force: true });
    }
    for (const file of [this.file(id, KEPT), this.file(id, ENDED)]) {
      if (await isDamaged(file, before)) {
        await rm(file, { force: true });
      }
    }
  }

  private async told(id: SessionId, ending: string): Promise<(Told & { readonly reason: EndReason }) | undefined> {
    const text = await textOf(this.file(id, ending));
    return text === undefined ? undefined : parse(text);
  }

  private file(id: SessionId, ending: string): string {
    return join(this.folder, id + ending);
  }
}

/** Of a file's name; temporary files have none of these endings. */
function idOf(name: string): SessionId | undefined {
  const ending = [KEPT, ENDED].find((each) => name.endsWith(each));
  return ending && name.slice(0, -ending.length);
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await unlessBusy(() => readFile(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
}

/** They are put in their place whole: one that is damaged was damaged by a disk, and counts as none. */
function parse(text: string): (Told & { readonly reason: EndReason }) | undefined {
  try {
    const { generation, at, reason } = JSON.parse(text) as Partial<Record<string, unknown>>;
    return typeof generation === 'number' && typeof at === 'number'
      ? { generation, at, reason: reason === 'refused' ? reason : 'ended' }
      : undefined;
  } catch {
    return undefined;
  }
}

async function isDamaged(file: string, before: number): Promise<boolean> {
  const text = await textOf(file);
  return text !== undefined && parse(text) === undefined && (await stat(file)).mtimeMs < before;
}

/** Where folders cannot be watched, the secret store and the window's focus have to do. */
async function watchFolder(
  folder: string,
  listener: (name: string) => void,
  failed: (error: unknown) => void,
): Promise<FSWatcher | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const watcher = watch(folder, { persistent: false }, (_, name) => name !== null && listener(name));
    watcher.once('error', failed).on('error', () => undefined);
    return watcher;
  } catch (error) {
    failed(error);
    return undefined;
  }
}
