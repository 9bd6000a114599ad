import type { Memento, SecretStorage } from 'vscode';
import type { SourceCredentials } from '../model/session/credentials.js';
import type { SessionTokens } from '../model/session/sessionTokens.js';

const SECRET_PREFIX = 'mfaSession:';
const KNOWN = 'knownMfaSessions';
/** A token must outlive the call that it signs. */
const USE_UNTIL_MS_BEFORE_END = 60_000;

/**
 * Keeps session tokens got with MFA, in SecretStorage only and for all windows, so that one code serves many roles for
 * hours. The memento tells which entries there are and when they end.
 */
export class TokenVault implements SessionTokens {
  /** Of the tokens that this window has met, for the log to blank. */
  private readonly met = new Map<string, readonly string[]>();

  constructor(
    private readonly storage: SecretStorage,
    private readonly globalState: Memento,
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  async read(key: string): Promise<SourceCredentials | undefined> {
    const text = await this.quietly('read', async () => this.storage.get(SECRET_PREFIX + key));
    const kept = text === undefined ? undefined : parse(text);
    if (kept === undefined || endOf(kept) - USE_UNTIL_MS_BEFORE_END <= Date.now()) {
      return undefined;
    }
    this.meet(key, kept);
    return kept;
  }

  async write(key: string, credentials: SourceCredentials): Promise<void> {
    this.meet(key, credentials);
    await this.quietly('keep', async () => {
      await this.storage.store(SECRET_PREFIX + key, JSON.stringify(credentials));
      await this.globalState.update(KNOWN, { ...this.known(), [key]: endOf(credentials) });
    });
  }

  async remove(key: string): Promise<void> {
    await this.quietly('remove', async () => {
      await this.storage.delete(SECRET_PREFIX + key);
      const { [key]: removed, ...rest } = this.known();
      await this.globalState.update(KNOWN, rest);
    });
  }

  /** All of them. Gives how many were still good at `now`. */
  async forget(now: number): Promise<number> {
    const known = Object.entries(this.known());
    for (const [key] of known) {
      await this.remove(key);
    }
    return known.filter(([, end]) => end > now).length;
  }

  /** Those that have expired. */
  async prune(now: number): Promise<void> {
    for (const [key, end] of Object.entries(this.known())) {
      if (end <= now) {
        await this.remove(key);
      }
    }
  }

  secrets(): string[] {
    return [...this.met.values()].flat();
  }

  private meet(key: string, { secretAccessKey, sessionToken = '' }: SourceCredentials): void {
    this.met.set(key, [secretAccessKey, sessionToken]);
  }

  private known(): Record<string, number> {
    return this.globalState.get<Record<string, number>>(KNOWN, {});
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
