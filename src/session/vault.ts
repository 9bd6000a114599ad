import type { Memento, SecretStorage } from 'vscode';
import type { LiveSession } from '../model/session/session.js';
import { TokenVault } from './tokenVault.js';

/** A session as it is kept, with what it was opened by: the plan's fingerprint. */
export interface KeptSession {
  readonly session: LiveSession;
  readonly fingerprint: string;
}

const SECRET_PREFIX = 'session:';
const ACTIVE = 'activeSession';
const KNOWN = 'keptSessions';

/** What is told of a kept session outside the secret store. */
interface Known {
  readonly expiresAt: number;
  readonly fingerprint: string;
}

/**
 * Keeps live sessions over a window reload: credentials in SecretStorage only, one entry per session key. What is in
 * the mementos (session keys, their expiry and by what they were opened) is no secret; it tells which entry is this window's and which are stale.
 */
export class Vault {
  constructor(
    private readonly secrets: SecretStorage,
    private readonly workspaceState: Memento,
    private readonly globalState: Memento,
  ) {}

  /** The session that was active in this window before a reload, when it is still alive at `now`. */
  async readActive(now: number): Promise<KeptSession | undefined> {
    const key = this.workspaceState.get<string>(ACTIVE);
    return key === undefined ? undefined : this.read(key, now);
  }

  async setActive(key: string | undefined): Promise<void> {
    await this.workspaceState.update(ACTIVE, key);
  }

  /** Also a session of another window; undefined when there is none alive at `now`. */
  async read(key: string, now: number): Promise<KeptSession | undefined> {
    const text = await this.secrets.get(SECRET_PREFIX + key);
    const kept = text === undefined ? undefined : parse(text);
    return kept !== undefined && kept.session.expiresAt > now ? kept : undefined;
  }

  /** The session that was opened last by the plan with this fingerprint; undefined when there is none alive at `now`. */
  async find(fingerprint: string, now: number): Promise<KeptSession | undefined> {
    const [latest] = Object.entries(this.known())
      .filter(([, known]) => known.fingerprint === fingerprint)
      .sort(([, a], [, b]) => b.expiresAt - a.expiresAt);
    const kept = latest && (await this.read(latest[0], now));
    return kept?.fingerprint === fingerprint ? kept : undefined;
  }

  async write(kept: KeptSession): Promise<void> {
    const { session, fingerprint } = kept;
    await this.secrets.store(SECRET_PREFIX + session.key, JSON.stringify(kept));
    const entry: Known = { expiresAt: session.expiresAt, fingerprint };
    await this.globalState.update(KNOWN, { ...this.known(), [session.key]: entry });
  }

  async remove(key: string): Promise<void> {
    await this.secrets.delete(SECRET_PREFIX + key);
    const { [key]: removed, ...rest } = this.known();
    await this.globalState.update(KNOWN, rest);
  }

  /** The session tokens beside the sessions. */
  tokens(warn: (message: string, error: unknown) => void): TokenVault {
    return new TokenVault(this.secrets, this.globalState, warn);
  }

  /** Deletes what has expired, so that dead credentials do not pile up in the operating system's store. */
  async prune(now: number): Promise<void> {
    const stale = Object.entries(this.known()).filter(([, { expiresAt }]) => expiresAt <= now);
    for (const [key] of stale) {
      await this.remove(key);
    }
  }

  private known(): Readonly<Record<string, Known>> {
    return this.globalState.get<Readonly<Record<string, Known>>>(KNOWN, {});
  }
}

/** Entries are written by this class alone; one of an older release or a damaged one counts as none. */
function parse(text: string): KeptSession | undefined {
  try {
    const kept = JSON.parse(text) as Partial<KeptSession>;
    const { session, fingerprint } = kept;
    const isWhole = session?.kind === 'live' && 'request' in session.role && typeof fingerprint === 'string';
    return isWhole ? (kept as KeptSession) : undefined;
  } catch {
    return undefined;
  }
}
