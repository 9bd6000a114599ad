import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Memento, SecretStorage } from 'vscode';
import type { Disposable } from '../../base/listeners.js';
import { errorCode } from '../../base/errors.js';
import { writePrivateJson } from '../../base/files/privateJson.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Credentials } from '../../model/session/credentials.js';
import type { ExpiredSession, LiveSession, SessionFacts, SessionId } from '../../model/session/session.js';

/** A session as it is kept, with what it was opened by. */
export interface KeptSession {
  readonly session: LiveSession | ExpiredSession;
  readonly plan: Plan;
  readonly generation: number;
}

/** What lies beside the secret store: that there is an entry, or that it was ended. No secret, no name. */
export interface Mark {
  readonly id: SessionId;
  readonly generation: number;
  readonly ended: boolean;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
}

/** Which session it is, and who: another window may have made it somebody else meanwhile. */
export type ActiveMark = Pick<SessionFacts, 'id' | 'key'>;

const SECRET_PREFIX = 'session:';
const ACTIVE = 'activeSession';
/** What releases before 1.0 wrote: one list in a memento, which windows took from each other. */
const OLD_KNOWN = 'keptSessions';
const MARK_ENDING = '.json';
/** Longer than any credentials live. */
const TOMBSTONE_MS = 48 * 3_600_000;

/**
 * Keeps sessions over a reload, and for all windows of this machine. Each has an entry of its own in SecretStorage, and
 * a file of its own that says that it is there: nothing is read, changed and written back, so no window loses what
 * another one keeps. An ended one leaves its file as a tombstone.
 */
export class Vault {
  /** Windows of other machines may share the secret store: a remote one and a local one. */
  private readonly prefix: string;

  constructor(
    private readonly secrets: SecretStorage,
    private readonly workspaceState: Memento,
    private readonly folder: string,
  ) {
    const place = createHash('sha256').update(`${hostname()}\n${folder}`).digest('hex').slice(0, 8);
    this.prefix = `${SECRET_PREFIX}${place}:`;
  }

  /** The session that was active in this window before a reload. */
  get active(): ActiveMark | undefined {
    const mark = this.workspaceState.get<unknown>(ACTIVE);
    return typeof mark === 'object' && mark !== null && 'id' in mark && 'key' in mark
      ? (mark as ActiveMark)
      : undefined;
  }

  async setActive(mark: ActiveMark | undefined): Promise<void> {
    await this.workspaceState.update(ACTIVE, mark);
  }

  /** All of this machine. @throws an error of the file system */
  async marks(): Promise<Mark[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    });
    const ids = names.filter((name) => name.endsWith(MARK_ENDING)).map((name) => name.slice(0, -MARK_ENDING.length));
    const marks = await Promise.all(ids.map((id) => this.mark(id)));
    return marks.filter((mark) => mark !== undefined);
  }

  async mark(id: SessionId): Promise<Mark | undefined> {
    const text = await readFile(this.markFile(id), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : parseMark(id, text);
  }

  /** Undefined where there is none, or none of that generation: the secret store may lag behind, or not be shared. */
  async read({ id, generation }: Pick<Mark, 'id' | 'generation'>): Promise<KeptSession | undefined> {
    const text = await this.secrets.get(this.prefix + id);
    const kept = text === undefined ? undefined : parseKept(text);
    return kept !== undefined && kept.generation >= generation ? kept : undefined;
  }

  /** The entry first: a mark without one would be looked for in vain. @throws where either cannot be written */
  async write(kept: KeptSession): Promise<void> {
    const { session, generation } = kept;
    await this.secrets.store(this.prefix + session.id, keptText(kept));
    await this.writeMark({ id: session.id, generation, ended: false });
  }

  /** Leaves a tombstone, first: what fails afterwards leaves an entry that nobody takes. @throws where that is so */
  async end(id: SessionId, generation: number): Promise<void> {
    const written = await this.writeMark({ id, generation, ended: true }).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    await this.secrets.delete(this.prefix + id);
    if (written !== undefined) {
      throw written.error;
    }
  }

  /** Deletes tombstones whose sessions can live nowhere any more, and what older releases kept. */
  async prune(now: number, globalState: Memento): Promise<void> {
    for (const { id, ended, at } of await this.marks()) {
      if (ended && now - at > TOMBSTONE_MS) {
        await rm(this.markFile(id), { force: true });
      }
    }
    for (const key of Object.keys(globalState.get<Readonly<Record<string, unknown>>>(OLD_KNOWN, {}))) {
      await this.secrets.delete(SECRET_PREFIX + key);
    }
    await globalState.update(OLD_KNOWN, undefined);
  }

  /** When a mark or an entry has changed, also by this window. */
  watch(listener: (id: SessionId) => void): Disposable {
    const secrets = this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(this.prefix)) {
        listener(key.slice(this.prefix.length));
      }
    });
    const files = watchFolder(this.folder, (name) => {
      if (name.endsWith(MARK_ENDING)) {
        listener(name.slice(0, -MARK_ENDING.length));
      }
    });
    return {
      dispose: () => {
        secrets.dispose();
        void files.then((watcher) => watcher?.close());
      },
    };
  }

  private async writeMark({ id, generation, ended }: Omit<Mark, 'at'>): Promise<void> {
    await writePrivateJson(this.markFile(id), { generation, ended, at: Date.now() });
  }

  private markFile(id: SessionId): string {
    return join(this.folder, id + MARK_ENDING);
  }
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

function parseMark(id: SessionId, text: string): Mark | undefined {
  try {
    const { generation, ended, at } = JSON.parse(text) as Partial<Mark>;
    return typeof generation === 'number' && typeof ended === 'boolean' && typeof at === 'number'
      ? { id, generation, ended, at }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Where folders cannot be watched, the secret store and the window's focus have to do. */
async function watchFolder(folder: string, listener: (name: string) => void): Promise<FSWatcher | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return watch(folder, { persistent: false }, (_, name) => name !== null && listener(name)).on(
      'error',
      () => undefined,
    );
  } catch {
    return undefined;
  }
}
