// Calls that are given up, here or by an end in another window, when AWS has been asked already.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { NOW, plan } from '../../support/samples.js';
import { assumed, Desk, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();
const later = () => giving({ expiration: NOW + 2 * HOUR_MS });

describe('one who cancels while the secret store is written to', () => {
  /** Cancelled as it is written; what is asked of the store ends when the test ends it. */
  async function cancelled(how: { readonly fresh?: boolean; readonly execute?: () => ReturnType<typeof giving> } = {}) {
    const abort = new AbortController();
    let write = (): void => undefined;
    const store = vi.spyOn(desk().secrets, 'store');
    desk().secrets.delay = () => new Promise<void>((resolve) => (write = resolve));
    const { fresh = false, execute = giving } = how;
    const opening = desk().assume(execute(), plan(), { signal: abort.signal, fresh });
    await vi.waitFor(() => expect(store).toHaveBeenCalledOnce());
    abort.abort();
    await expect(opening).rejects.toThrow(Cancelled);
    desk().secrets.delay = () => Promise.resolve();
    return { written: write };
  }

  it('acts as before, and what was opened ends, in all windows', async () => {
    const before = await desk().assume(giving(), named('other'));
    const { written } = await cancelled();
    await vi.waitFor(() => expect(desk().sessions.get(idOf(plan()))).toBeUndefined());
    expect([desk().sessions.active(), desk().sessions.pendingId]).toEqual([before, undefined]);
    written();
    await vi.waitFor(async () => expect(await desk().vault.mark(idOf(plan()))).toMatchObject({ ended: true }));
    await vi.waitFor(() => expect(desk().secrets.values.size).toBe(1));
    const again = await desk().assume(giving());
    expect([desk().sessions.active(), desk().calls.length]).toEqual([again, 3]);
  });

  it('and assumes it again at once has it', async () => {
    const { written } = await cancelled();
    written();
    const again = await desk().assume(giving());
    expect(desk().sessions.active()).toBe(again);
    await desk().keeper.lookAround();
    expect(desk().sessions.active()).toBe(again);
  });

  it('keeps what was live, where it was to be renewed', async () => {
    await desk().assume(giving());
    const other = await desk().assume(giving(), named('other'));
    const { written } = await cancelled({ fresh: true, execute: later });
    written();
    expect([desk().sessions.active(), desk().sessions.get(idOf(plan()))?.state.kind]).toEqual([other, 'live']);
  });
});

describe('one who assumes a role', () => {
  it('that they have just ended has it, though the secret store still forgets it', async () => {
    await desk().assume(giving());
    let forget = (): void => undefined;
    const forgotten = vi.spyOn(desk().vault, 'end');
    const mark = desk().vault.mark.bind(desk().vault);
    const marks = vi.spyOn(desk().vault, 'mark');
    marks.mockImplementationOnce(async (id) => {
      await new Promise<void>((resolve) => (forget = resolve));
      return mark(id);
    });
    const end = desk().end();
    const again = desk().assume(giving());
    await new Promise((resolve) => setImmediate(resolve));
    expect([forgotten.mock.calls.length, desk().calls.length]).toEqual([0, 1]);
    forget();
    await end;
    expect((await again).kind).toBe('live');
    await desk().keeper.lookAround();
    expect(desk().sessions.active()).toBe(await again);
  });

  it('that they have ended in vain has it', async () => {
    await desk().assume(giving());
    desk().secrets.delete = () => Promise.reject(new Error('no keyring'));
    const end = desk().end();
    end.catch(() => undefined);
    expect((await desk().assume(giving())).kind).toBe('live');
    await expect(end).rejects.toThrow('may still hold its credentials');
  });
});

describe('one who is asked for a session', () => {
  const LOST = {
    message: expect.stringContaining('read-only was ended in another window while it was being') as string,
    actions: [{ title: 'Assume Role', command: 'roleSessions.assumeRole' }],
  };
  let other: Desk;
  afterEach(() => other.close());

  it('that another window ends meanwhile is asked no more, and told', async () => {
    other = new Desk(desk().folder, desk());
    const held = await desk().assume(giving());
    await other.keeper.lookAround();
    const work = new PendingCall();
    const renewal = other.assume(work.execute, plan(), { fresh: true });
    await work.begun();
    await desk().end();
    await expect(renewal).rejects.toMatchObject(LOST);
    expect([work.signals[0]?.aborted, other.sessions.active().kind, held.kind]).toEqual([true, 'none', 'live']);
  });

  it('that another window ends, of which this one does not hear until AWS has answered, is told then', async () => {
    other = new Desk(desk().folder, desk());
    other.keeper.dispose();
    await desk().assume(giving());
    const work = new PendingCall();
    const opening = other.assume(work.execute);
    await work.begun();
    await desk().end();
    work.finish(assumed());
    await expect(opening).rejects.toMatchObject(LOST);
    expect([other.sessions.active().kind, other.secrets.values.size]).toEqual(['none', 0]);
  });

  it('and will not answer is told nothing', async () => {
    other = new Desk(desk().folder, desk());
    await desk().assume(giving());
    const declined = other.assume(() => Promise.reject(new Cancelled()), plan(), { fresh: true });
    await expect(declined).rejects.toThrow(Cancelled);
  });
});
