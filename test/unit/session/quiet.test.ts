// Renewals that nobody watches: those that hang, those that bring nothing, and those that somebody takes over.
import { describe, expect, it, vi } from 'vitest';
import { Cancelled, NeedsUser } from '../../../src/base/errors.js';
import type { SessionEntry } from '../../../src/model/session/entry.js';
import { PROCESS, plan } from '../../support/samples.js';
import { assumed, CREDENTIALS, giving, HOUR_MS, MINUTE_MS, PendingCall, type Execute } from './desk.js';
import { anHour, END, pass, SECOND_MS, setClock, until, useWatch } from './watch.js';

const { calls, desk, renewal, renewals, settled, state, watch } = useWatch();
const TOO_LONG = 'There was no answer within 2 minutes.';
const KEPT =
  'The credentials that came for read-only end no later than those it has: whatever gives them may be keeping them.';

const entry = (): SessionEntry => desk().sessions.list()[0]!;

/** What needs no file and no server has happened. */
async function moment(): Promise<void> {
  for (let looks = 0; looks < 30; looks += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** `rest`: until when the clocks stand still at each step. */
async function passSlowly(ms: number, rest: () => Promise<void>): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10 * SECOND_MS) {
    pass(10 * SECOND_MS);
    await rest();
  }
}

/** Hears nothing, not even that it is not wanted any more. */
const hanging: Execute = () => new Promise(() => undefined);

describe('a renewal that hangs', () => {
  it.each<[string, () => Execute]>([
    ['and heeds its signal', () => new PendingCall().execute],
    ['whatever it is told', () => hanging],
  ])('%s is given up after two minutes, and tried again; another window may call', async (_, execute) => {
    await desk().assume(anHour());
    desk().answer(execute());
    pass(40 * MINUTE_MS);
    await until(() => expect(calls()).toBe(2));
    pass(2 * MINUTE_MS - SECOND_MS);
    await moment();
    expect([entry().underWay, renewal()?.kind]).toEqual([true, 'at']);
    pass(SECOND_MS);
    await until(() => expect(renewal()).toMatchObject({ kind: 'backoff', tries: 1, message: TOO_LONG }));
    expect([entry().underWay, state()?.kind]).toEqual([false, 'live']);
    desk().answer(anHour());
    pass(5 * SECOND_MS);
    await until(() => expect(renewals()).toBe(1));
    await settled();
  });

  it('warns of the end', async () => {
    await desk().assume(anHour());
    desk().answer(hanging);
    pass(40 * MINUTE_MS);
    await passSlowly(19 * MINUTE_MS, moment);
    expect(watch().told).toEqual(['read-only expires in 10', 'read-only expires in 2']);
  });

  it('in the files, before any call, is one in vain as well', async () => {
    await desk().assume(anHour());
    watch().planFor = () => new Promise(() => undefined);
    pass(40 * MINUTE_MS);
    await until(() => expect(renewal()?.kind).toBe('at'));
    await passSlowly(2 * MINUTE_MS, moment);
    expect([renewal(), calls()]).toMatchObject([{ kind: 'backoff', message: TOO_LONG }, 1]);
  });

  it('and that its user watches is not ended, but warned of', async () => {
    await desk().assume(anHour());
    setClock(END - 11 * MINUTE_MS);
    const work = new PendingCall();
    const asked = desk().assume(work.execute, plan(), { fresh: true });
    await work.begun();
    await passSlowly(3 * MINUTE_MS, moment);
    expect([entry().underWay, watch().told]).toEqual([true, ['read-only expires in 10']]);
    work.finish(assumed({ expiration: END + HOUR_MS }));
    await asked;
    await settled();
  });
});

describe('a renewal that brings what there was', () => {
  const kept = { credentials: CREDENTIALS };

  it.each([
    ['the very same', giving({ expiration: END, ...kept })],
    ['others that end with it', giving({ expiration: END })],
  ])('is one in vain: %s', async (_, execute) => {
    const before = await desk().assume(anHour(kept));
    desk().answer(execute);
    pass(40 * MINUTE_MS);
    await until(() => expect(renewal()).toMatchObject({ kind: 'backoff', tries: 1, message: KEPT }));
    await passSlowly(19 * MINUTE_MS, settled);
    expect(watch().told).toEqual(['read-only expires in 10', 'read-only expires in 2']);
    expect([state(), desk().sessions.list()[0]?.generation]).toEqual([before, 1]);
    desk().answer(anHour());
    await passSlowly(2 * MINUTE_MS, settled);
    expect(renewal()?.kind).toBe('at');
    await settled();
  });

  it('is said to whoever asked for it, unless they are new ones', async () => {
    await desk().assume(anHour(kept));
    const again = (execute: Execute) => desk().assume(execute, plan(), { fresh: true });
    await expect(again(giving({ expiration: END, ...kept }))).rejects.toThrow(KEPT);
    expect((await again(giving({ expiration: END }))).credentials).not.toEqual(CREDENTIALS);
  });

  it('is one where there is no end', async () => {
    const endless = giving({ expiration: undefined, ...kept });
    await desk().assume(endless);
    expect((await desk().assume(endless, plan(), { fresh: true })).kind).toBe('live');
  });
});

describe('somebody who renews by hand what is being renewed', () => {
  it('is asked themselves: what may ask nobody ends, without a word', async () => {
    await desk().assume(anHour());
    const quiet = new PendingCall();
    desk().answer(quiet.execute);
    pass(40 * MINUTE_MS);
    await until(() => expect(quiet.signals.length).toBe(1));
    const asked: (boolean | undefined)[] = [];
    const byHand = desk().assume(
      (_, { mayAsk }) => {
        asked.push(mayAsk);
        return Promise.resolve(assumed({ expiration: END + HOUR_MS }));
      },
      plan(),
      { fresh: true },
    );
    expect((await byHand).expiresAt).toBe(END + HOUR_MS);
    expect([asked, quiet.signals[0]?.aborted, watch().told]).toEqual([[true], true, []]);
    expect(renewal()?.kind).toBe('at');
    await settled();
  });

  it('is not disturbed by one that begins meanwhile', async () => {
    await desk().assume(anHour());
    const work = new PendingCall();
    const byHand = desk().assume(work.execute, plan(), { fresh: true });
    await work.begun();
    const never = new AbortController().signal;
    await expect(desk().opener.renewQuietly(desk().sessions.list()[0]!, plan(), never)).rejects.toThrow(Cancelled);
    expect(work.signals[0]?.aborted).toBe(false);
    work.finish(assumed({ expiration: END + HOUR_MS }));
    expect((await byHand).kind).toBe('live');
  });

  it('and gives up leaves it to be renewed by itself', async () => {
    await desk().assume(anHour());
    const quiet = new PendingCall();
    desk().answer(quiet.execute);
    pass(40 * MINUTE_MS);
    await until(() => expect(quiet.signals.length).toBe(1));
    const [abort, work] = [new AbortController(), new PendingCall()];
    const byHand = desk().assume(work.execute, plan(), { fresh: true, signal: abort.signal });
    await until(() => expect(work.signals.length).toBe(1));
    abort.abort();
    await expect(byHand).rejects.toThrow(Cancelled);
    await settled();
    desk().answer(anHour());
    pass(SECOND_MS);
    await until(() => expect(renewals()).toBe(1));
    await settled();
  });
});

describe('one of whom it is not known who signed in', () => {
  const changing = plan({ source: PROCESS });
  const renewQuietly = () => {
    const known = desk().sessions.list()[0]!;
    return desk().opener.renewQuietly(known, known.plan!, new AbortController().signal);
  };

  it('is renewed with them alone, where it may become somebody else', async () => {
    await desk().assume(giving({ principal: undefined }), changing);
    await expect(renewQuietly()).rejects.toThrow(NeedsUser);
    expect([desk().calls.length, entry().renewal]).toEqual([1, { kind: 'asks', since: undefined }]);
    const later = giving({ principal: 'ada', expiration: END + HOUR_MS });
    expect((await desk().assume(later, changing, { fresh: true })).principal).toBe('ada');
  });

  it('is renewed by itself, where keys of a file say who it is', async () => {
    await desk().assume(giving({ principal: undefined }));
    desk().answer(giving({ principal: undefined, expiration: END + HOUR_MS }));
    expect((await renewQuietly()).expiresAt).toBe(END + HOUR_MS);
  });

  it('by now, is asked for again: what there is goes on', async () => {
    const before = await desk().assume(giving({ principal: 'ada' }), changing);
    desk().answer(giving({ principal: undefined, expiration: END + HOUR_MS }), changing);
    await expect(renewQuietly()).rejects.toThrow('Who signed in for read-only could not be found out');
    expect([desk().sessions.active(), entry().renewal]).toMatchObject([before, { kind: 'backoff', tries: 1 }]);
    desk().answer(giving({ principal: 'ada', expiration: END + HOUR_MS }), changing);
    expect((await renewQuietly()).expiresAt).toBe(END + HOUR_MS);
  });
});

describe('one that was refused, because somebody else came', () => {
  const bob = () => giving({ principal: 'bob', expiration: END + HOUR_MS });

  it('is refused once more where it is renewed, and is theirs where it is assumed anew', async () => {
    const first = await desk().assume(giving({ principal: 'ada' }));
    desk().answer(bob());
    const again = () => desk().assume(bob(), plan(), { fresh: true });
    await expect(again()).rejects.toThrow('(bob)');
    await expect(again()).rejects.toThrow('(bob)');
    expect(desk().sessions.active()).toMatchObject({ kind: 'failed', expected: { principal: 'ada' } });
    const back = await desk().assume(giving({ principal: 'ada', expiration: END + HOUR_MS }), plan(), { fresh: true });
    expect(back.key).toBe(first.key);
    await expect(again()).rejects.toThrow('(bob)');
    expect((await desk().assume(bob())).principal).toBe('bob');
  });

  it('nor where a try failed in between, after its end', async () => {
    await desk().assume(giving({ principal: 'ada' }));
    setClock(END);
    desk().sessions.tick();
    const failing: Execute = vi.fn(() => Promise.reject(new Error('AWS is away')));
    await expect(desk().assume(failing, plan(), { fresh: true })).rejects.toThrow();
    expect(desk().sessions.active().kind).toBe('failed');
    await expect(desk().assume(bob(), plan(), { fresh: true })).rejects.toThrow('(bob)');
  });
});
