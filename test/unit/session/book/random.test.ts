// Events in any order: what holds of every book. A failure prints the seed and the shortest run of events that has it.
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../../src/model/session/session.js';
import { EMPTY_BOOK, reduce } from '../../../../src/session/book/book.js';
import { activeSession } from '../../../../src/session/book/change.js';
import type { BookEvent, Opened } from '../../../../src/session/book/events.js';
import type { FolderAssignments } from '../../../../src/session/book/folders.js';
import { NOW, plan, roleRef } from '../../../support/samples.js';
import { FOLDERS, RULES, type Step } from './rules.js';
import { session } from './samples.js';

const SEQUENCES = 3_000;
const LENGTH = 30;
const MINUTE_MS = 60_000;
const IDS = ['a', 'b', 'c'];
const ARNS = ['x', 'y'].map((name) => `arn:aws:sts::123456789012:assumed-role/r/${name}`);

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each credentials have a secret that tells whose they are: "SECRET-a-7." */
class Story {
  private attempts = 0;
  private serial = 0;
  private now = NOW;

  constructor(private readonly random: () => number) {}

  steps(): Step[] {
    return Array.from({ length: LENGTH }, () => {
      this.now += (this.below(40) - 2) * MINUTE_MS; // clocks are set back as well
      return { event: this.event(), now: this.now };
    });
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  private opened(id: SessionId): Opened {
    const secret = `SECRET-${id}-${++this.serial}.`;
    const arn = this.one(ARNS);
    const live = session(id, {
      key: `${id}-${arn}`,
      identity: { ...session(id).identity, arn },
      startedAt: this.now,
      expiresAt: this.now + (this.below(90) - 5) * MINUTE_MS,
      credentials: { accessKeyId: secret, secretAccessKey: secret, sessionToken: secret },
    });
    const { credentials, ...facts } = live;
    return {
      session: this.random() < 0.1 && credentials.sessionToken !== '' ? { ...facts, kind: 'expired' } : live,
      plan: plan(),
      generation: 1 + this.below(8),
      renewal: { kind: 'at', at: this.now + MINUTE_MS },
    };
  }

  private putBack(id: SessionId): BookEvent {
    const before = { actsAs: { kind: 'session', id: this.one(IDS) }, pending: undefined } as const;
    const folders: FolderAssignments = new Map(this.random() < 0.8 ? [[this.one(FOLDERS), before]] : []);
    return { kind: 'put-back', id, active: this.random() < 0.8 ? this.one(IDS) : undefined, folders };
  }

  private event(): BookEvent {
    const id = this.one(IDS);
    // Mostly the latest call, sometimes one that is over.
    const attempt = Math.max(1, this.attempts - this.below(3));
    const begin = (): BookEvent => ({
      kind: 'begun',
      id,
      role: roleRef(id),
      plan: plan(),
      attempt: ++this.attempts,
      activates: this.random() < 0.6,
      folder: this.one([undefined, ...FOLDERS]),
    });
    const make: readonly (() => BookEvent)[] = [
      begin,
      begin, // twice as often
      () => ({ kind: 'opened', id, attempt, opened: this.opened(id) }),
      () => ({ kind: 'opened', id, attempt, opened: this.opened(id) }),
      () => ({ kind: 'failed', id, attempt, message: 'No.', renewal: { kind: 'off' } }),
      () => ({ kind: 'cancelled', id, attempt }),
      () => ({ kind: 'refused', id, message: 'Somebody else.' }),
      () => ({ kind: 'adopted', id, opened: this.opened(id) }),
      () => ({ kind: 'awaited', id, folder: this.one([undefined, ...FOLDERS]) }),
      () => ({ kind: 'used', id }),
      () => ({ kind: 'used', id, folder: this.one(FOLDERS) }),
      () => ({ kind: 'used', id, folder: this.one(FOLDERS) }),
      () => ({ kind: 'let-go', id }),
      () => ({ kind: 'let-go', id, folder: this.one(FOLDERS) }),
      () => this.putBack(id),
      () => ({ kind: 'followed', folder: this.one(FOLDERS) }),
      () => ({ kind: 'set-apart', folder: this.one(FOLDERS) }),
      () => ({ kind: 'ended', id, generation: this.below(8) }),
      () => ({ kind: 'renewal', id, renewal: { kind: 'asks', since: undefined } }),
      () => ({ kind: 'shifted', id, expiresAt: this.now + this.below(60) * MINUTE_MS }),
      () => ({ kind: 'ticked' }),
    ];
    return this.one(make)();
  }
}

/** The rule that the last of these steps breaks. */
function broken(steps: readonly Step[]): { readonly rule: string; readonly at: number } | undefined {
  let book = EMPTY_BOOK;
  for (const [at, step] of steps.entries()) {
    const next = reduce(book, step.event, step.now);
    for (const [rule, holds] of Object.entries(RULES)) {
      if (!holds(book, next, step)) return { rule, at };
    }
    book = next;
  }
  return undefined;
}

/** Leaves out what the failure does not need. */
function shortest(steps: readonly Step[], rule: string): readonly Step[] {
  for (let left = 0; left < steps.length; left += 1) {
    const fewer = steps.toSpliced(left, 1);
    if (broken(fewer)?.rule === rule) return shortest(fewer, rule);
  }
  return steps;
}

function report(seed: number): string | undefined {
  const steps = new Story(randomOf(seed)).steps();
  const failure = broken(steps);
  if (failure === undefined) return undefined;
  const few = shortest(steps.slice(0, failure.at + 1), failure.rule);
  return [`Not so with seed ${seed}: ${failure.rule}.`, ...few.map((step) => JSON.stringify(step))].join('\n');
}

describe('events in any order', () => {
  it('leave books of which all rules hold', () => {
    const first = Number(process.env['BOOK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const count = process.env['BOOK_SEED'] === undefined ? SEQUENCES : 1;
    for (let seed = first; seed < first + count; seed += 1) {
      expect(report(seed)).toBeUndefined();
    }
  });

  it('reach all kinds of states', () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) {
      let book = EMPTY_BOOK;
      for (const { event, now } of new Story(randomOf(seed)).steps()) {
        book = reduce(book, event, now);
        for (const { state, attempt } of book.entries.values()) kinds.add(`${state.kind} ${attempt !== undefined}`);
        kinds.add(activeSession(book).kind);
        for (const [folder, { actsAs, pending }] of book.folders) {
          kinds.add(`folder ${activeSession(book, folder).kind}`).add(`folder ${actsAs.kind} ${pending !== undefined}`);
        }
      }
    }
    const states = ['live', 'expired', 'failed'].flatMap((kind) => [`${kind} true`, `${kind} false`, kind]);
    const folders = ['assuming', 'none', 'live', 'expired', 'failed', 'window true', 'nobody true', 'nobody false'];
    const ofFolders = [...folders, 'session true', 'session false'].map((kind) => `folder ${kind}`);
    expect([...kinds].sort()).toEqual(['assuming', 'none', 'opening true', ...states, ...ofFolders].sort());
  });
});
