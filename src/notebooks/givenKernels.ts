import type { HeldKeys } from '../identity/holding.js';
import { pledgeOf } from '../lending/pledge.js';
import type { LiveSession } from '../model/session/session.js';

/** What became of the keys that a kernel was given. */
export type GivenStanding =
  /** It gets those of each renewal, and they are taken out once the session has ended. */
  | 'inUse'
  /** It was started anew since. */
  | 'restarted'
  /** They were taken out. */
  | 'ended'
  /** The user has set others there. */
  | 'own'
  /** It could not be told of a change. */
  | 'failed'
  /** Its notebook was closed: nobody tells it of changes. */
  | 'closed';

/** What this window has given to the kernel of a notebook. No secret. */
export interface GivenKernel {
  /** The latest last. */
  readonly keys: readonly HeldKeys[];
  /** Of the variables. */
  readonly names: readonly string[];
  readonly standing: GivenStanding;
}

/** Of one notebook; a day of renewals is less. */
const MOST_KEYS = 50;

/** What this window has given to kernels, by the address of the notebook, also of what has come to an end. */
export class GivenKernels {
  private readonly byNotebook = new Map<string, GivenKernel>();

  add(notebook: string, session: LiveSession, names: Iterable<string>): void {
    const { credentials, expiresAt } = session;
    const added: HeldKeys = { ...pledgeOf(session), accessKeyId: credentials.accessKeyId, expiresAt };
    const before = this.byNotebook.get(notebook);
    this.byNotebook.set(notebook, {
      keys: [...(before?.keys ?? []), added].slice(-MOST_KEYS),
      names: [...new Set([...(before?.names ?? []), ...names])],
      standing: 'inUse',
    });
  }

  lapse(notebook: string, standing: Exclude<GivenStanding, 'inUse'>): void {
    const given = this.byNotebook.get(notebook);
    if (given !== undefined) {
      this.byNotebook.set(notebook, { ...given, standing });
    }
  }

  of(notebook: string): GivenKernel | undefined {
    return this.byNotebook.get(notebook);
  }

  /** Keys of before a renewal, or of another notebook, are known by that alone. */
  allKeys(): readonly HeldKeys[] {
    return [...this.byNotebook.values()].flatMap(({ keys }) => keys);
  }

  allNames(): readonly string[] {
    return [...new Set([...this.byNotebook.values()].flatMap(({ names }) => names))];
  }
}
