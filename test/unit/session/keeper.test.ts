import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { NOW, SECRET, plan } from '../../support/samples.js';
import { ARN, Desk, assumed, giving, HOUR_MS, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();

describe('a session that ends', () => {
  it('by its time is announced, has lost its credentials, and is known by its facts', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(Date.now() + HOUR_MS - 1);
    desk().sessions.tick();
    expect(desk().sessions.active().kind).toBe('live');
    vi.setSystemTime(Date.now() + 1);
    desk().sessions.tick();
    expect(desk().sessions.active()).toMatchObject({ kind: 'expired', key: session.key });
    expect([desk().sessions.byKey(session.key), desk().sessions.secrets()]).toEqual([undefined, []]);
    expect(desk().sessions.facts(session.key)).toMatchObject({ kind: 'expired', identity: { arn: ARN } });
    expect(desk().seen.at(-1)).toBe('expired read-only');
    desk().sessions.tick();
    expect(desk().logged.filter((line) => line.includes('expired'))).toEqual([`The session of ${ARN} expired.`]);
  });

  it('is announced at its time, the first of them first', async () => {
    const ending = (seconds: number, session: string) =>
      giving({ arn: `${ARN}-${session}`, expiration: NOW + seconds * 1000 });
    const first = await desk().assume(ending(5, 'a'), named('a'));
    await desk().assume(ending(20, 'b'), named('b'));
    vi.setSystemTime(Date.now() + 5001);
    desk().sessions.tick();
    expect(desk().sessions.facts(first.key)).toMatchObject({ kind: 'expired' });
    desk().sessions.tick();
    expect(desk().seen.at(-1)).toBe('live b');
    vi.setSystemTime(Date.now() + 15_000);
    desk().sessions.tick();
    expect(desk().seen.slice(-2)).toEqual(['live b', 'expired b']);
  });

  it('while the machine slept is seen soon after', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + 2 * HOUR_MS);
    vi.setSystemTime(Date.now() + 30_000);
    desk().sessions.tick();
    expect(desk().sessions.active().kind).toBe('expired');
  });

  it('is handed out no more, also before anybody looked at the clock', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(session.expiresAt - 1);
    expect(desk().sessions.byKey(session.key)).toBe(session);
    vi.setSystemTime(session.expiresAt);
    expect(desk().sessions.byKey(session.key)).toBeUndefined();
  });

  it('in the background leaves the active one alone', async () => {
    const short = await desk().assume(giving({ arn: `${ARN}-1` }), named('short'));
    const long = await desk().assume(giving({ expiration: NOW + 2 * HOUR_MS }), named('long'));
    vi.setSystemTime(Date.now() + HOUR_MS + 1);
    desk().sessions.tick();
    expect(desk().sessions.active()).toBe(long);
    expect(desk().sessions.facts(short.key)).toMatchObject({ kind: 'expired' });
    vi.setSystemTime(Date.now() + HOUR_MS);
    desk().sessions.tick();
    expect(desk().sessions.active().kind).toBe('expired');
  });

  it('while another role is assumed is expired behind it', async () => {
    await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    expect(desk().sessions.active()).toMatchObject({ kind: 'assuming', previous: { kind: 'expired' } });
    expect(desk().seen.at(-1)).toBe('assuming other');
    work.finish(assumed({ expiration: NOW + 2 * HOUR_MS }));
    expect((await other).kind).toBe('live');
  });

  it('by the user’s will is forgotten everywhere', async () => {
    const session = await desk().assume(giving());
    await desk().end();
    expect([desk().sessions.active().kind, desk().seen.at(-1)]).toEqual(['none', 'none']);
    expect([desk().sessions.byKey(session.key), desk().sessions.secrets(), desk().secrets.values.size]).toEqual([
      undefined,
      [],
      0,
    ]);
    expect(desk().sessions.facts(session.key)).toMatchObject({ kind: 'expired' });
    expect(desk().vault.active).toBeUndefined();
    const execute = giving();
    await desk().assume(execute);
    expect(execute).toHaveBeenCalledOnce();
  });

  it('by the user’s will after its time is forgotten as well', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(Date.now() + HOUR_MS + 1);
    desk().sessions.tick();
    await desk().end();
    expect([desk().sessions.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
    expect(desk().sessions.facts(session.key)).toMatchObject({ kind: 'expired' });
  });

  it('while another role is assumed ends that one alone, which is none any more', async () => {
    const session = await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    await desk().end(named('other'));
    await expect(other).rejects.toThrow(Cancelled);
    expect(desk().sessions.active()).toBe(session);
    expect(
      desk()
        .sessions.list()
        .map(({ role }) => role.name),
    ).toEqual(['read-only']);
  });

  it('while another role is assumed ends, and the other one goes on', async () => {
    await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    await desk().end();
    expect(desk().sessions.active()).toMatchObject({ kind: 'assuming', previous: { kind: 'none' } });
    work.finish(assumed());
    const session = await other;
    expect(desk().sessions.active()).toBe(session);
  });

  it('while it is renewed ends, and what the call brings is thrown away', async () => {
    await desk().assume(giving());
    const work = new PendingCall();
    const renewed = desk().assume(work.execute, plan(), { fresh: true });
    await work.begun();
    await desk().end();
    work.finish(assumed());
    await expect(renewed).rejects.toThrow(Cancelled);
    expect([desk().sessions.list(), desk().sessions.secrets(), desk().secrets.values.size]).toEqual([[], [], 0]);
  });

  it('while it is being written is not left behind', async () => {
    let written = (): void => undefined;
    desk().secrets.delay = () => new Promise<void>((resolve) => (written = resolve));
    const opening = desk().assume(giving());
    await vi.waitFor(() => expect(desk().sessions.active().kind).toBe('live'));
    desk().secrets.delay = () => Promise.resolve();
    await desk().end();
    written();
    await opening.catch(() => undefined);
    await vi.waitFor(() => expect(desk().secrets.values.size).toBe(0));
    expect(desk().sessions.list()).toEqual([]);
  });

  it('is over also where the secret store does not work, and says what may be left', async () => {
    await desk().assume(giving());
    desk().secrets.delete = () => Promise.reject(new Error('no keyring'));
    await expect(desk().end()).rejects.toThrow('the secret store may still hold its credentials');
    expect(desk().sessions.active().kind).toBe('none');
    desk().reload();
    await desk().keeper.restore();
    expect(desk().sessions.list()).toEqual([]);
  });

  it('that never was ends without a word', async () => {
    await desk().end();
    expect([desk().seen, desk().logged]).toEqual([[], []]);
  });
});

describe('after a reload', () => {
  it('this window has its session again', async () => {
    const session = await desk().assume(giving());
    desk().reload();
    await desk().keeper.restore();
    expect(desk().sessions.active()).toEqual(JSON.parse(JSON.stringify(session)));
    expect(desk().sessions.byKey(session.key)).toBe(desk().sessions.active());
    vi.setSystemTime(Date.now() + HOUR_MS + 1);
    desk().sessions.tick();
    expect(desk().sessions.active().kind).toBe('expired');
  });

  it('what was chosen meanwhile stays', async () => {
    await desk().assume(giving());
    desk().reload();
    const restored = desk().keeper.restore();
    const chosen = desk().assume(giving({ arn: `${ARN}-2` }), named('other'));
    await restored;
    const session = await chosen;
    expect(desk().sessions.active()).toBe(session);
    expect(desk().seen).toEqual(['assuming read-only', 'live read-only', 'assuming other', 'live other']);
  });

  it('a dead one is there without its credentials, for a day', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(NOW + HOUR_MS);
    desk().reload();
    await desk().keeper.restore();
    expect(desk().sessions.active()).toMatchObject({ kind: 'expired', key: session.key });
    expect(desk().sessions.secrets()).toEqual([]);
    vi.setSystemTime(NOW + 25 * HOUR_MS);
    desk().reload();
    await desk().keeper.restore();
    expect(desk().secrets.values.size).toBe(0);
    desk().reload();
    await desk().keeper.restore();
    expect([desk().sessions.active().kind, desk().sessions.list()]).toEqual(['none', []]);
  });

  it('what older releases kept is forgotten', async () => {
    await desk().secrets.store('session:old', SECRET);
    await desk().globalState.update('keptSessions', { old: { expiresAt: NOW + HOUR_MS, fingerprint: 'f' } });
    await desk().keeper.restore();
    expect([desk().secrets.values.size, desk().globalState.get('keptSessions')]).toEqual([0, undefined]);
  });
});

describe('two windows', () => {
  let other: Desk;
  beforeEach(() => (other = new Desk(desk().folder, desk())));
  afterEach(() => other.close());

  it('know what the other one opens, renews and ends, each with its own active one', async () => {
    const session = await desk().assume(giving());
    await vi.waitFor(() => expect(other.sessions.byKey(session.key)).toEqual(session));
    expect(other.sessions.active().kind).toBe('none');
    const credentials = { accessKeyId: 'A', secretAccessKey: 's2', sessionToken: 't2' };
    await desk().assume(giving({ credentials }), plan(), { fresh: true });
    await vi.waitFor(() => expect(other.sessions.byKey(session.key)?.credentials).toEqual(credentials));
    await other.end();
    await vi.waitFor(() => expect(desk().sessions.active().kind).toBe('none'));
    expect([desk().sessions.secrets(), other.sessions.secrets(), desk().secrets.values.size]).toEqual([[], [], 0]);
  });

  it('make one call for one role: the second waits, and has what the first was given', async () => {
    const work = new PendingCall();
    const first = desk().assume(work.execute);
    await work.begun();
    const called = giving();
    const second = other.assume(called);
    work.finish(assumed());
    expect(await second).toEqual(await first);
    expect(called).not.toHaveBeenCalled();
    expect([desk().sessions.active().kind, other.sessions.active().kind]).toEqual(['live', 'live']);
  });

  it('do so also where they share no secret store', async () => {
    const apart = new Desk(desk().folder);
    const session = await desk().assume(giving());
    await vi.waitFor(() => expect(apart.sessions.byKey(session.key)).toEqual(session));
    await desk().end();
    await vi.waitFor(() => expect(apart.sessions.list()).toEqual([]));
    apart.close();
  });

  it('go on one after the other where the first fails', async () => {
    let fail: ((error: Error) => void) | undefined;
    const failure = desk().assume(() => new Promise((_, reject) => (fail = reject)));
    await vi.waitFor(() => expect(fail).toBeDefined());
    const second = other.assume(giving());
    fail?.(new UserError('No.'));
    await expect(failure).rejects.toThrow('No.');
    expect((await second).kind).toBe('live');
  });

  it('take a session that was opened after its end for another one', async () => {
    await desk().assume(giving());
    await vi.waitFor(() => expect(other.sessions.list().length).toBe(1));
    await other.end();
    const again = await other.assume(giving());
    await vi.waitFor(() => expect(desk().sessions.byKey(again.key)).toEqual(again));
    expect(other.sessions.get(again.id)?.generation).toBe(3);
  });
});

it('a window that closes ends what runs, tells nobody, and leaves no timer', async () => {
  await desk().assume(giving());
  const work = new PendingCall();
  const other = desk().assume(work.execute, named('other'));
  await work.begun();
  const told = desk().seen.length;
  desk().close();
  await expect(other).rejects.toThrow(Cancelled);
  expect(desk().seen.length).toBe(told);
});
