import type { Borrower, RecordAct } from '../model/sessionAct.js';
import type { SessionFacts } from '../model/session/session.js';

/** A program may ask at each of its calls: what it does again within this time is one entry, with how often. */
const TOGETHER_MS = 30_000;

interface Fetch {
  readonly session: SessionFacts;
  readonly by: Borrower;
  /** Why nothing was given. */
  readonly message: string | undefined;
}

interface Running {
  readonly timer: NodeJS.Timeout;
  readonly finish: () => void;
  more: number;
  lastAt: number;
}

/** Puts on record who has fetched what, without a line for each request of a busy program. */
export class Fetches {
  private readonly running = new Map<string, Running>();

  constructor(private readonly record: RecordAct) {}

  /**
   * @param asker finds out which program it is; asked only for what is put on record
   * @returns when that is done; undefined where nothing was
   */
  add(fetch: Fetch, place: string, asker: () => Promise<Pick<Borrower, 'pid' | 'program'>>): Promise<void> | undefined {
    const key = [place, fetch.session.expiresAt, fetch.message ?? ''].join('\n');
    const running = this.running.get(key);
    if (running !== undefined) {
      running.more += 1;
      running.lastAt = Date.now();
      return undefined;
    }
    const finish = (): void => this.finish(key, fetch);
    const timer = setTimeout(finish, TOGETHER_MS);
    timer.unref();
    this.running.set(key, { timer, finish, more: 0, lastAt: Date.now() });
    return asker().then((program) => this.put({ ...fetch, by: { ...fetch.by, ...program } }));
  }

  /** What has not been told is told now. */
  dispose(): void {
    for (const { timer, finish } of [...this.running.values()]) {
      clearTimeout(timer);
      finish();
    }
  }

  private finish(key: string, fetch: Fetch): void {
    const { more = 0, lastAt = 0 } = { ...this.running.get(key) };
    this.running.delete(key);
    if (more > 0) {
      this.put(fetch, { times: more, lastAt });
    }
  }

  private put({ session, by, message }: Fetch, more?: { readonly times: number; readonly lastAt: number }): void {
    this.record({ kind: message === undefined ? 'fetched' : 'withheld', session, by, message, ...more });
  }
}
