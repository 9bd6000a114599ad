import type { Memento, SecretStorage } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Credentials } from '../../model/session/credentials.js';
import type { ExpiredSession, LiveSession, SessionFacts, SessionId } from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import { inTime, READ_MS, WRITE_MS } from './inTime.js';
import { machineId, machineName } from './machineId.js';
import { Marks, type EndReason, type Mark } from './marks.js';

/** A session as it is kept, with what it was opened by. */
export interface KeptSession {
  readonly session: LiveSession | ExpiredSession;
  readonly plan: Plan;
  readonly generation: number;
}

/** Which session it is, and who: another window may have made it somebody else meanwhile. Older releases kept less. */
export type ActiveMark = Pick<SessionFacts, 'id' | 'key'> & {
  readonly principal?: string | undefined;
  /** Of the credentials that this window had. */
  readonly generation?: number | undefined;
};

const SECRET_PREFIX = 'session:';
const ACTIVE = 'activeSession';
const FOLDERS = 'folderSessions';
/** What releases before 1.0 wrote: one list in a memento, which windows took from each other. */
const OLD_KNOWN = 'keptSessions';

/**
 * Keeps sessions over a reload, and for all windows of this machine. Each has an entry of its own in SecretStorage, and
 * marks of its own that say that it is there, or was ended: no window writes what another one keeps of another session.
 */
export class Vault {
  private readonly marks: Marks;
  private place: Promise<string | undefined> | undefined;

  constructor(
    private readonly secrets: SecretStorage,
    private readonly workspaceState: Memento,
    private readonly folder: string,
  ) {
    this.marks = new Marks(folder);
  }

  /** The session that was active in this window before a reload. */
  get active(): ActiveMark | undefined {
    return markIn(this.workspaceState.get<unknown>(ACTIVE));
  }

  async setActive(mark: ActiveMark | undefined): Promise<void> {
    await this.workspaceState.update(ACTIVE, mark);
  }

  /** The folders of this window that had a session of their own before a reload; undefined where that had gone. */
  get folders(): ReadonlyMap<FolderKey, ActiveMark | undefined> {
    const kept = this.workspaceState.get<unknown>(FOLDERS);
    const folders = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return new Map(folders.map(([folder, mark]) => [folder, markIn(mark)]));
  }

  async setFolders(folders: ReadonlyMap<FolderKey, ActiveMark | undefined>): Promise<void> {
    const kept = [...folders].map(([folder, mark]) => [folder, mark ?? null]);
    await this.workspaceState.update(FOLDERS, folders.size === 0 ? undefined : Object.fromEntries(kept));
  }

  /** Of all sessions of this machine. @throws an error of the file system */
  ids(): Promise<SessionId[]> {
    return this.marks.ids();
  }

  /** @throws where nobody can tell whether there is one */
  mark(id: SessionId): Promise<Mark | undefined> {
    return this.marks.read(id);
  }

  /**
   * Undefined where there is none, or none of that generation: the secret store may lag behind, or not be shared.
   * @throws where the secret store cannot say, or does not in time
   */
  async read({ id, generation }: Pick<Mark, 'id' | 'generation'>): Promise<KeptSession | undefined> {
    const text = await inTime(this.secrets.get(await this.key(id)), READ_MS);
    const kept = text === undefined ? undefined : parseKept(text);
    return kept !== undefined && kept.generation >= generation ? kept : undefined;
  }

  /**
   * The mark last, so that the entry is there for whoever goes by it; but also where there is none: it is what ends of
   * other windows go by, and they can ask this one. @throws where either cannot be written, or not in time
   */
  async write(kept: KeptSession): Promise<void> {
    const { id } = kept.session;
    try {
      await inTime(this.store(id, kept), WRITE_MS);
    } finally {
      await this.marks.keep(id, kept.generation);
    }
  }

  /** Leaves a tombstone, first: what fails afterwards leaves an entry that nobody takes. @throws where that is so */
  async end(id: SessionId, generation: number, reason: EndReason): Promise<void> {
    const written = await this.marks.end(id, generation, reason).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // Also what was kept while there was no telling the machine's own.
    const keys = new Set([await this.key(id), keyOf(machineName(this.folder), id)]);
    await Promise.all([...keys].map((key) => inTime(this.secrets.delete(key), WRITE_MS)));
    if (written !== undefined) {
      throw written.error;
    }
  }

  /** Deletes tombstones whose sessions can live nowhere any more, and what older releases kept. */
  async prune(now: number, globalState: Memento): Promise<void> {
    await this.marks.prune(now);
    for (const key of Object.keys(globalState.get<Readonly<Record<string, unknown>>>(OLD_KNOWN, {}))) {
      await inTime(this.secrets.delete(SECRET_PREFIX + key), WRITE_MS);
    }
    await globalState.update(OLD_KNOWN, undefined);
  }

  /** When a mark or an entry has changed, also by this window. `failed`: where the folder cannot be watched any more. */
  watch(listener: (id: SessionId) => void, failed: (error: unknown) => void): Disposable {
    const secrets = this.secrets.onDidChange(async ({ key }) => {
      const prefix = await this.key('');
      if (key.startsWith(prefix)) {
        listener(key.slice(prefix.length));
      }
    });
    const files = this.marks.watch(listener, failed);
    return {
      dispose: () => {
        secrets.dispose();
        files.dispose();
      },
    };
  }

  /** Windows of other machines may share the secret store: a remote one and a local one. */
  private async key(id: SessionId): Promise<string> {
    this.place ??= machineId(this.folder);
    const place = await this.place;
    if (place === undefined) {
      this.place = undefined; // there may be one the next time
    }
    return keyOf(place ?? machineName(this.folder), id);
  }

  /** However late: who ended it meanwhile has deleted what was there then, and nothing newer is written over. */
  private async store(id: SessionId, kept: KeptSession): Promise<void> {
    const key = await this.key(id);
    if (((await this.marks.read(id))?.generation ?? 0) > kept.generation) {
      return;
    }
    await this.secrets.store(key, keptText(kept));
    const mark = await this.marks.read(id);
    if (mark?.ended === true && mark.generation >= kept.generation) {
      await this.secrets.delete(key);
    }
  }
}

function markIn(written: unknown): ActiveMark | undefined {
  return typeof written === 'object' && written !== null && 'id' in written && 'key' in written
    ? (written as ActiveMark)
    : undefined;
}

function keyOf(place: string, id: SessionId): string {
  return `${SECRET_PREFIX}${place}:${id}`;
}

export function keptText(kept: KeptSession): string {
  return JSON.stringify(kept);
}

/** Entries are written by these classes alone; one of an older release or a damaged one counts as none. */
export function parseKept(text: string): KeptSession | undefined {
  try {
    const kept = JSON.parse(text) as Partial<KeptSession>;
    const { session, plan, generation } = kept;
    const isWhole =
      (session?.kind === 'expired' || (session?.kind === 'live' && holdsKeys(session))) &&
      typeof session.id === 'string' &&
      typeof session.expiresAt === 'number' &&
      'request' in session.role &&
      plan !== undefined &&
      typeof generation === 'number';
    return isWhole ? (kept as KeptSession) : undefined;
  } catch {
    return undefined;
  }
}

function holdsKeys({ credentials }: { readonly credentials?: Partial<Credentials> }): boolean {
  return [credentials?.accessKeyId, credentials?.secretAccessKey, credentials?.sessionToken].every(
    (part) => typeof part === 'string',
  );
}
