import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Memento, SecretStorage } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Listeners, type Disposable } from '../../base/listeners.js';
import { errorCode, UserError } from '../../base/errors.js';
import { writePrivateJson } from '../../base/files/privateJson.js';
import type { SourceCredentials } from '../../model/session/credentials.js';
import type { MfaSession, MfaSessions } from '../../model/session/mfaSessions.js';
import type { SessionTokens } from '../../model/session/sessionTokens.js';
import { inTime, READ_MS, WRITE_MS } from './inTime.js';

const SECRET_PREFIX = 'mfaSession:';
/** What releases before 1.0 wrote: one list in a memento, which windows took from each other. */
const OLD_KNOWN = 'knownMfaSessions';
const ENDING = '.json';
/** A token must outlive the call that it signs. */
const USE_UNTIL_MS_BEFORE_END = 60_000;

/**
 * Keeps session tokens got with MFA, in SecretStorage only and for all windows, so that one code serves many roles for
 * hours. Beside it a file for each, named by a digest, says that there is an entry, whose code it was, and when it ends.
 */
export class TokenVault implements SessionTokens, MfaSessions, Disposable {
  /** Of the tokens that this window has met, for the log to blank. */
  private readonly met = new Map<string, readonly string[]>();
  private readonly listed = new Map<string, MfaSession>();
  private readonly listeners = new Listeners();
  readonly onDidChange = this.listeners.event;
  private readonly subscription: Disposable;

  constructor(
    private readonly storage: SecretStorage,
    private readonly folder: string,
    private readonly warn: (message: string, error: unknown) => void,
  ) {
    this.subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(SECRET_PREFIX)) {
        void this.follow(key.slice(SECRET_PREFIX.length)); // in another window, for instance
      }
    });
  }

  /** Those that are good, as far as this window has heard. */
  list(): readonly MfaSession[] {
    const now = Date.now();
    return [...this.listed.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  /** Puts in the list what was kept before this window was there. */
  async restore(): Promise<void> {
    await this.quietly('find', async () => {
      for (const known of await this.known()) {
        this.listed.set(known.key, known);
      }
    });
    this.listeners.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.listeners.clear();
  }

  /** What another machine keeps in the same secret store is not ours to use: nothing here could forget it. */
  async read(key: string): Promise<SourceCredentials | undefined> {
    const text = await this.quietly('read', async () => {
      const found = await inTime(this.storage.get(SECRET_PREFIX + key), READ_MS);
      return (await this.isOurs(key)) ? found : undefined;
    });
    const kept = text === undefined ? undefined : parse(text);
    if (kept === undefined || endOf(kept) - USE_UNTIL_MS_BEFORE_END <= Date.now()) {
      return undefined;
    }
    this.meet(key, kept);
    return kept;
  }

  async write(key: string, credentials: SourceCredentials, device?: string): Promise<void> {
    this.meet(key, credentials);
    await this.quietly('keep', async () => {
      // The file first: an entry that no file tells of could not be forgotten.
      await writePrivateJson(this.file(key), { end: endOf(credentials), device });
      await inTime(this.store(key, JSON.stringify(credentials)), WRITE_MS);
    });
  }

  async remove(key: string): Promise<void> {
    await this.quietly('remove', () => this.delete(key));
  }

  /** All of them, or one. Gives how many were still good at `now`. @throws UserError where the secret store keeps any */
  async forget(now: number, only?: string): Promise<number> {
    const known = (await this.known()).filter(({ key }) => only === undefined || key === only);
    const failures: unknown[] = [];
    await Promise.all(known.map(({ key }) => this.delete(key).catch((error: unknown) => failures.push(error))));
    if (failures.length > 0) {
      throw new UserError(
        l10n.t(
          'The secret store did not forget {0} of the MFA sessions: new sessions may go on without a code. The log says why.',
          failures.length,
        ),
        { cause: failures[0] },
      );
    }
    return known.filter(({ expiresAt }) => expiresAt > now).length;
  }

  /** Those that have expired, and what older releases kept. */
  async prune(now: number, globalState: Memento): Promise<void> {
    for (const { key, expiresAt } of await this.known()) {
      if (expiresAt <= now) {
        await this.remove(key);
      }
    }
    for (const key of Object.keys(globalState.get<Readonly<Record<string, unknown>>>(OLD_KNOWN, {}))) {
      await this.quietly('remove', async () => inTime(this.storage.delete(SECRET_PREFIX + key), WRITE_MS));
    }
    await globalState.update(OLD_KNOWN, undefined);
  }

  secrets(): string[] {
    return [...this.met.values()].flat();
  }

  /** However late: what was forgotten meanwhile is not kept. */
  private async store(key: string, text: string): Promise<void> {
    await this.storage.store(SECRET_PREFIX + key, text);
    if (!(await this.isOurs(key))) {
      await this.storage.delete(SECRET_PREFIX + key);
    }
  }

  /** Its file is there. @throws an error of the file system */
  private async isOurs(key: string): Promise<boolean> {
    return (await this.known()).some((each) => each.key === key);
  }

  private async follow(key: string): Promise<void> {
    await this.quietly('find', async () => {
      const isKept =
        (await this.isOurs(key)) && (await inTime(this.storage.get(SECRET_PREFIX + key), READ_MS)) !== undefined;
      if (isKept) {
        this.listed.set(key, await this.told(key));
      } else {
        this.listed.delete(key);
      }
      this.listeners.fire();
    });
  }

  private async delete(key: string): Promise<void> {
    await inTime(this.storage.delete(SECRET_PREFIX + key), WRITE_MS);
    await rm(this.file(key), { force: true });
    this.listed.delete(key);
    this.listeners.fire();
  }

  private meet(key: string, { secretAccessKey, sessionToken = '' }: SourceCredentials): void {
    this.met.set(key, [secretAccessKey, sessionToken]);
  }

  /** @throws an error of the file system */
  private async known(): Promise<MfaSession[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    });
    const keys = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    return Promise.all(keys.map((key) => this.told(key)));
  }

  private async told(key: string): Promise<MfaSession> {
    return { key, ...parseTold(await readFile(this.file(key), 'utf8').catch(() => '')) };
  }

  private file(key: string): string {
    return join(this.folder, key + ENDING); // the key is a digest
  }

  /** Without a working secret store every role asks for its own code; that must not keep anybody from it. */
  private async quietly<T>(what: string, use: () => Promise<T>): Promise<T | undefined> {
    try {
      return await use();
    } catch (error) {
      this.warn(`Could not ${what} an MFA session in the secret store`, error);
      return undefined;
    }
  }
}

/** Milliseconds since the epoch, by this machine's clock. */
function endOf({ expiration = 0, clockOffsetMs = 0 }: SourceCredentials): number {
  return expiration - clockOffsetMs;
}

/** A damaged file still says that there is an entry, which may have ended: to be forgotten, not to be missed. */
function parseTold(text: string): Omit<MfaSession, 'key'> {
  try {
    const { end, device } = JSON.parse(text) as { end?: unknown; device?: unknown };
    return {
      expiresAt: typeof end === 'number' ? end : 0,
      device: typeof device === 'string' ? device : undefined,
    };
  } catch {
    return { expiresAt: 0, device: undefined };
  }
}

/** Entries are written by this class alone; a damaged one counts as none. */
function parse(text: string): SourceCredentials | undefined {
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof SourceCredentials, unknown>>;
    const texts = [kept.accessKeyId, kept.secretAccessKey, kept.sessionToken];
    const isWhole = texts.every((each) => typeof each === 'string') && typeof kept.expiration === 'number';
    return isWhole ? (kept as SourceCredentials) : undefined;
  } catch {
    return undefined;
  }
}
