import { describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { NOW } from '../../support/samples.js';
import { ARN, assumed, giving, HOUR_MS, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();

describe('a session that ends', () => {
  it('by its time is announced, has lost its credentials, and is known by its facts', async () => {
    const session = await desk().assume(giving());
    await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
    expect(desk().manager.active().kind).toBe('live');
    await vi.advanceTimersByTimeAsync(1);
    expect(desk().manager.active()).toMatchObject({ kind: 'expired', key: session.key });
    expect([desk().manager.byKey(session.key), desk().manager.secrets()]).toEqual([undefined, []]);
    expect(desk().manager.facts(session.key)).toMatchObject({ kind: 'expired', identity: { arn: ARN } });
    expect(desk().seen.at(-1)).toBe('expired read-only');
    desk().manager.checkClock();
    expect(desk().logged.filter((line) => line.includes('expired'))).toEqual([`The session of ${ARN} expired.`]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is announced at its time, the first of them first', async () => {
    const ending = (seconds: number, session: string) =>
      giving({ arn: `${ARN}-${session}`, expiration: NOW + seconds * 1000 });
    const first = await desk().assume(ending(5, 'a'), named('a'));
    await desk().assume(ending(20, 'b'), named('b'));
    await vi.advanceTimersByTimeAsync(5001);
    expect(desk().manager.facts(first.key)).toMatchObject({ kind: 'expired' });
    desk().manager.checkClock();
    expect(desk().seen.at(-1)).toBe('live b');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(desk().seen.slice(-2)).toEqual(['live b', 'expired b']);
  });

  it('while the machine slept is seen soon after', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + 2 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(desk().manager.active().kind).toBe('expired');
  });

  it('is handed out no more, also before anybody looked at the clock', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(session.expiresAt - 1);
    expect(desk().manager.byKey(session.key)).toBe(session);
    vi.setSystemTime(session.expiresAt);
    expect(desk().manager.byKey(session.key)).toBeUndefined();
  });

  it('in the background leaves the active one alone', async () => {
    const short = await desk().assume(giving({ arn: `${ARN}-1` }), named('short'));
    const long = await desk().assume(giving({ expiration: NOW + 2 * HOUR_MS }), named('long'));
    await vi.advanceTimersByTimeAsync(HOUR_MS + 1);
    expect(desk().manager.active()).toBe(long);
    expect(desk().manager.facts(short.key)).toMatchObject({ kind: 'expired' });
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(desk().manager.active().kind).toBe('expired');
  });

  it('while another role is assumed is expired behind it', async () => {
    await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    vi.setSystemTime(NOW + HOUR_MS);
    desk().manager.checkClock();
    expect(desk().manager.active()).toMatchObject({ kind: 'assuming', previous: { kind: 'expired' } });
    expect(desk().seen.at(-1)).toBe('assuming other');
    work.finish(assumed({ expiration: NOW + 2 * HOUR_MS }));
    expect((await other).kind).toBe('live');
  });

  it('by the user’s will is forgotten everywhere', async () => {
    const session = await desk().assume(giving());
    await desk().manager.end();
    expect([desk().manager.active().kind, desk().seen.at(-1)]).toEqual(['none', 'none']);
    expect([desk().manager.byKey(session.key), desk().manager.secrets(), desk().secrets.values.size]).toEqual([
      undefined,
      [],
      0,
    ]);
    expect(desk().manager.facts(session.key)).toMatchObject({ kind: 'expired' });
    expect(await desk().vault.readActive(NOW)).toBeUndefined();
    const execute = giving();
    await desk().assume(execute);
    expect(execute).toHaveBeenCalledOnce();
  });

  it('by the user’s will after its time is forgotten as well', async () => {
    const session = await desk().assume(giving());
    await vi.advanceTimersByTimeAsync(HOUR_MS + 1);
    await desk().manager.end();
    expect([desk().manager.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
    expect(desk().manager.facts(session.key)).toMatchObject({ kind: 'expired' });
  });

  it('while another role is assumed ends that too', async () => {
    await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    await desk().manager.end();
    await expect(other).rejects.toThrow(Cancelled);
    expect([desk().manager.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
  });

  it('also where the secret store does not work, and the log says so', async () => {
    await desk().assume(giving());
    desk().secrets.delete = () => Promise.reject(new Error('no keyring'));
    await desk().manager.end();
    expect(desk().manager.active().kind).toBe('none');
    expect(desk().logged).toContainEqual('Could not end the session in the secret store: Error: no keyring');
  });

  it('that never was ends without a word', async () => {
    await desk().manager.end();
    expect([desk().seen, desk().logged]).toEqual([['none'], []]);
  });
});

describe('after a reload', () => {
  it('this window has its session again', async () => {
    const session = await desk().assume(giving());
    desk().reload();
    await desk().manager.restore();
    expect(desk().manager.active()).toEqual(JSON.parse(JSON.stringify(session)));
    expect(desk().manager.byKey(session.key)).toBe(desk().manager.active());
    await vi.advanceTimersByTimeAsync(HOUR_MS + 1);
    expect(desk().manager.active().kind).toBe('expired');
  });

  it('what was chosen meanwhile stays', async () => {
    await desk().assume(giving());
    desk().reload();
    const restored = desk().manager.restore();
    const chosen = desk().assume(giving({ arn: `${ARN}-2` }), named('other'));
    await restored;
    expect(desk().manager.active()).toBe(await chosen);
    expect(desk().seen).toEqual(['assuming read-only', 'live read-only', 'assuming other', 'live other']);
  });

  it('dead sessions and tokens are gone from the secret store', async () => {
    await desk().assume(giving());
    const expiration = NOW + HOUR_MS;
    await desk().manager.tokens.write('t', { accessKeyId: 'A', secretAccessKey: 's', sessionToken: 't', expiration });
    vi.setSystemTime(NOW + HOUR_MS);
    desk().reload();
    await desk().manager.restore();
    expect([desk().manager.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
  });
});

it('a window that closes ends what runs, tells nobody, and leaves no timer', async () => {
  await desk().assume(giving());
  const work = new PendingCall();
  const other = desk().assume(work.execute, named('other'));
  await work.begun();
  const told = desk().seen.length;
  desk().manager.dispose();
  await expect(other).rejects.toThrow(Cancelled);
  expect([desk().seen.length, vi.getTimerCount()]).toEqual([told, 0]);
});
