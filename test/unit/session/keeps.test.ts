// What is kept of sessions for a reload and for other windows, and what is not any more.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import type { SessionId } from '../../../src/model/session/session.js';
import { NOW, plan, SECRET, TOKEN } from '../../support/samples.js';
import { ARN, assumed, Desk, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();
const id = (): SessionId => idOf(plan());
const stored = (): string => [...desk().secrets.values.values()].join();

/** Counts what is written from now on. */
function countWrites(): () => number {
  const store = vi.spyOn(desk().secrets, 'store');
  return () => store.mock.calls.length;
}

describe('the secret store', () => {
  it('has no credentials of whose time is over, but still who it was', async () => {
    const { key } = await desk().assume(giving());
    expect(stored()).toContain(SECRET);
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    await vi.waitFor(() => expect(stored()).toContain('"expired"'));
    expect(stored()).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
    expect(stored()).toContain(key);
  });

  it('is written to once for each credentials, and once at their end', async () => {
    const writes = countWrites();
    await desk().assume(giving());
    desk().sessions.setRenewal(id(), { kind: 'changed', message: 'x' });
    await desk().assume(giving({ expiration: NOW + HOUR_MS + 2_000 }), plan(), { fresh: true });
    desk().sessions.setRenewal(id(), { kind: 'off' });
    await desk().keeper.restore();
    expect(writes()).toBe(2);
    vi.setSystemTime(NOW + HOUR_MS + 2_000);
    desk().sessions.tick();
    await vi.waitFor(() => expect(stored()).toContain('"expired"'));
    desk().sessions.setRenewal(id(), { kind: 'changed', message: 'x' });
    await desk().keeper.restore();
    expect(writes()).toBe(3);
  });

  it('has the end that a clock has moved, and the one of a clock that was put right', async () => {
    const { expiresAt } = await desk().assume(giving());
    for (const end of [expiresAt - 60_000, expiresAt]) {
      desk().sessions.commit({ kind: 'shifted', id: id(), expiresAt: end });
      await vi.waitFor(() => expect(stored()).toContain(`"expiresAt":${end}`));
    }
  });

  it('is given nothing of what is not open, or could not be', async () => {
    const work = new PendingCall();
    const opening = desk().assume(work.execute);
    await work.begun();
    const writes = countWrites();
    await desk().keeper.keep(id());
    await desk().keeper.keep('x');
    work.finish(assumed());
    await opening;
    expect(writes()).toBe(1);
    desk().sessions.commit({ kind: 'refused', id: id(), message: 'Somebody else.' });
    await desk().keeper.keep(id());
    expect([writes(), desk().logged.filter((line) => line.startsWith('Could not'))]).toEqual([1, []]);
  });

  it('loses what was refused while it was being written', async () => {
    let written = (): void => undefined;
    desk().secrets.delay = () => new Promise<void>((resolve) => (written = resolve));
    const opening = desk().assume(giving());
    await vi.waitFor(() => expect(desk().sessions.active().kind).toBe('live'));
    desk().secrets.delay = () => Promise.resolve();
    desk().sessions.commit({ kind: 'refused', id: id(), message: 'Somebody else.' });
    written();
    await opening.catch(() => undefined);
    await vi.waitFor(() => expect(desk().secrets.values.size).toBe(0));
    expect(await desk().vault.mark(id())).toMatchObject({ ended: true });
  });

  it('that asks for a password is not waited for longer than a moment', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NOW });
    desk().secrets.store = () => new Promise(() => undefined);
    let isOpen = false;
    const opening = desk()
      .assume(giving())
      .then(() => (isOpen = true));
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(isOpen).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await opening).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that does not work is said in the log, for what was wanted of it', async () => {
    desk().workspaceState.update = () => Promise.reject(new Error('no disk'));
    await desk().assume(giving());
    expect(desk().logged).toContain('Could not remember a session in the secret store: Error: no disk');
    desk().secrets.delete = () => Promise.reject(new Error('no keyring'));
    await desk().keeper.forgetQuietly('another', 1, 'ended');
    expect(desk().logged).toContain('Could not end a session in the secret store: Error: no keyring');
    desk().workspaceState.update = () => Promise.resolve(undefined);
    await expect(desk().end()).rejects.toMatchObject({ cause: new Error('no keyring') });
  });
});

describe('the generation', () => {
  it('is the latest of what this window has, and what others have written', async () => {
    const { keeper, sessions, windows } = desk();
    expect(await keeper.generationOf(id())).toBe(0);
    const session = await desk().assume(giving());
    expect(await keeper.generationOf(id())).toBe(1);
    const later = sessions.openedBy({ session, plan: plan(), generation: 7 });
    sessions.commit({ kind: 'adopted', id: id(), opened: later });
    expect(await keeper.generationOf(id())).toBe(7);
    await windows.write({ session, plan: plan(), generation: 9 });
    expect(await keeper.generationOf(id())).toBe(9);
  });
});

it('one that ends in the background leaves this window its own', async () => {
  const active = await desk().assume(giving());
  await desk().assume(giving({ arn: `${ARN}-2` }), named('other'), { activates: false });
  await desk().end(named('other'));
  expect([desk().sessions.active(), desk().vault.active?.id]).toEqual([active, active.id]);
});

describe('two windows', () => {
  let other: Desk;
  beforeEach(() => (other = new Desk(desk().folder, desk())));
  afterEach(() => other.close());

  it('where one begins again what the other has ended: that goes on', async () => {
    await other.windows.end(id(), 2);
    const work = new PendingCall();
    const opening = desk().assume(work.execute);
    await work.begun();
    await other.windows.end(id(), 2);
    await desk().keeper.restore();
    expect(desk().sessions.active().kind).toBe('assuming');
    work.finish(assumed());
    expect((await opening).kind).toBe('live');
    expect(desk().sessions.get(id())?.generation).toBe(4);
  });

  describe('where one ends what the other renews', () => {
    const ENDED = 'was ended in another window while it was being opened or renewed here';
    const renewing = async () => {
      await desk().assume(giving());
      await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
      other.keeper.dispose(); // as where folders cannot be watched: it sees for itself
      const work = new PendingCall();
      const renewed = other.assume(work.execute, plan(), { fresh: true });
      await work.begun();
      return { work, renewed };
    };
    const isOver = async () => {
      await desk().keeper.lookAround();
      await vi.waitFor(() => expect([desk().sessions.list(), other.sessions.list()]).toEqual([[], []]));
      expect(desk().secrets.values.size).toBe(0);
      expect(await desk().vault.mark(id())).toMatchObject({ ended: true });
    };

    it('while AWS is asked: it has ended in both', async () => {
      const { work, renewed } = await renewing();
      await desk().end();
      work.finish(assumed());
      await expect(renewed).rejects.toThrow(ENDED);
      await isOver();
    });

    it('while it is written: it has ended in both', async () => {
      const { work, renewed } = await renewing();
      let written: (() => void) | undefined;
      desk().secrets.delay = () => new Promise<void>((resolve) => (written = resolve));
      work.finish(assumed());
      await vi.waitFor(() => expect(written).toBeDefined());
      desk().secrets.delay = () => Promise.resolve();
      await desk().end();
      written?.();
      await expect(renewed).rejects.toThrow(ENDED);
      await isOver();
    });

    it('after it was written, and before this one has seen that: it has ended in both', async () => {
      const { work, renewed } = await renewing();
      desk().keeper.dispose();
      work.finish(assumed());
      await renewed;
      expect(desk().sessions.get(id())?.generation).toBe(1);
      await desk().end();
      await other.keeper.lookAround();
      await isOver();
    });

    it('before that, and the other has not heard of it: it has ended in both, and AWS is not asked', async () => {
      await desk().assume(giving());
      await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
      other.keeper.dispose(); // as where folders cannot be watched
      await desk().end();
      const [entry] = other.sessions.list();
      const execute = giving();
      other.answer(execute);
      const quiet = other.opener.renewQuietly(entry!, plan(), new AbortController().signal);
      await expect(quiet).rejects.toThrow(Cancelled);
      expect(execute).not.toHaveBeenCalled();
      expect(other.logged).toContain(`The session of ${ARN} was ended in another window.`);
      await isOver();
      expect(await other.assume(giving())).toMatchObject({ kind: 'live' }); // which is another one
      await vi.waitFor(() => expect(desk().sessions.list().length).toBe(1));
    });

    it('before that, and somebody assumes the role here anew: that is open', async () => {
      await desk().assume(giving({ expiration: NOW + 60_000 }));
      await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
      other.keeper.dispose();
      await desk().end();
      expect(await other.assume(giving())).toMatchObject({ kind: 'live' });
      await vi.waitFor(() => expect(desk().sessions.list().length).toBe(1));
    });

    it('and opens it again at once: only that is open', async () => {
      const { work, renewed } = await renewing();
      await desk().end();
      const again = desk().assume(giving({ arn: `${ARN}-again` }));
      work.finish(assumed());
      await expect(renewed).rejects.toThrow(ENDED);
      expect(await again).toMatchObject({ identity: { arn: `${ARN}-again` } });
      await other.keeper.lookAround();
      expect(other.sessions.list().map(({ state }) => state)).toMatchObject([{ identity: { arn: `${ARN}-again` } }]);
    });
  });

  it('where one writes that it is over as the other has renewed it: the renewed one is kept', async () => {
    await desk().assume(giving());
    await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
    const writes = countWrites();
    let written: (() => void) | undefined;
    desk().secrets.delay = () => new Promise<void>((resolve) => (written = resolve));
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    await vi.waitFor(() => expect(written).toBeDefined());
    desk().secrets.delay = () => Promise.resolve();
    await other.assume(giving({ expiration: NOW + 2 * HOUR_MS }), plan(), { fresh: true });
    written?.();
    await vi.waitFor(() => expect(writes()).toBe(3)); // that one as well
    await vi.waitFor(() => expect(stored()).toContain('"generation":2'));
    expect(stored()).not.toContain('"expired"');
    expect(await desk().vault.mark(id())).toMatchObject({ generation: 2, ended: false });
  });

  it('where one is somebody else at its renewal: the other one has it no more, and says why', async () => {
    await desk().assume(giving());
    await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
    const renewed = other.assume(giving({ arn: ARN.replace('sts-s3', 'another') }), plan(), { fresh: true });
    await expect(renewed).rejects.toThrow('would now be');
    const message = expect.stringContaining('would have become somebody else when it was renewed in another') as string;
    await vi.waitFor(() => expect(desk().sessions.active()).toMatchObject({ kind: 'failed', message }));
    expect(desk().logged).toContain(`The session of ${ARN} was refused in another window.`);
    await desk().keeper.lookAround();
    expect([desk().sessions.secrets(), desk().sessions.active().kind]).toEqual([[], 'failed']);
    expect(other.sessions.get(id())?.state).toMatchObject({
      message: expect.stringContaining('would now be') as string,
    });
    const again = await other.assume(giving());
    await vi.waitFor(() => expect(desk().sessions.byKey(again.key)).toEqual(again));
  });

  it('where one ends it: the other one’s log says so', async () => {
    await desk().assume(giving());
    await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
    await other.end();
    await vi.waitFor(() => expect(desk().sessions.active().kind).toBe('none'));
    const said = (of: Desk) => of.logged.filter((line) => line.includes('another window'));
    expect([said(desk()), said(other)]).toEqual([[`The session of ${ARN} was ended in another window.`], []]);
  });

  it('one that looks as the other ends it does not have it again', async () => {
    await desk().assume(giving());
    const [text] = desk().secrets.values.values();
    let answer: (() => void) | undefined;
    desk().secrets.get = () => new Promise((resolve) => (answer = () => resolve(text))) as never;
    const third = new Desk(desk().folder, desk());
    const looking = third.keeper.lookAround();
    await vi.waitFor(() => expect(answer).toBeDefined());
    await desk().end();
    await third.keeper.lookAround();
    answer?.();
    await looking;
    expect(third.sessions.list()).toEqual([]);
    third.close();
  });

  it('one that is closed hears of nothing', async () => {
    other.keeper.dispose();
    const third = new Desk(desk().folder, desk());
    await desk().assume(giving());
    await vi.waitFor(() => expect(third.sessions.list().length).toBe(1));
    third.close();
    expect(other.sessions.list()).toEqual([]);
  });
});
