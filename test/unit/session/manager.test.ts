import { describe, expect, it, vi } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole } from '../../../src/model/request.js';
import { NEVER } from '../../../src/model/session/session.js';
import { planFingerprint, sessionId, sessionKey } from '../../../src/session/sessionKey.js';
import { NOW, SECRET, TOKEN, liveSession, plan } from '../../support/samples.js';
import {
  ARN,
  assumed,
  failing,
  giving,
  HOUR_MS,
  MINUTE_MS,
  named,
  PendingCall,
  useDesk,
  type Execute,
} from './desk.js';

const desk = useDesk();

describe('a role that is assumed', () => {
  it('becomes the session, with all that AWS and the plan tell of it', async () => {
    const session = await desk().assume(giving(), plan({ narrowedTo: 'read-only', endpoints: { s3: 'http://x' } }));
    expect(session).toEqual({
      kind: 'live',
      key: sessionKey(plan({ endpoints: { s3: 'http://x' } }), ARN),
      role: { id: 'profile:read-only', name: 'read-only', request: configuredRole('profile:read-only') },
      id: sessionId(
        configuredRole('profile:read-only'),
        plan({ narrowedTo: 'read-only', endpoints: { s3: 'http://x' } }),
      ),
      principal: 'AKIAEXAMPLE',
      identity: liveSession().identity,
      region: 'us-west-2',
      endpoints: { s3: 'http://x' },
      source: 'profile ststestprofile',
      narrowedTo: 'read-only',
      startedAt: NOW,
      expiresAt: NOW + HOUR_MS,
      clockOffsetMs: 0,
      credentials: assumed().credentials,
    });
    expect(desk().manager.active()).toBe(session);
    expect(desk().seen).toEqual(['assuming read-only', 'live read-only']);
    expect([desk().manager.byKey(session.key), desk().manager.facts(session.key)]).toEqual([session, session]);
  });

  it('ends by this machine’s clock, where that differs from AWS’s', async () => {
    const session = await desk().assume(giving({ expiration: NOW + 3 * HOUR_MS, clockOffsetMs: 2 * HOUR_MS }));
    expect(session).toMatchObject({ expiresAt: NOW + HOUR_MS, clockOffsetMs: 2 * HOUR_MS });
  });

  it('has no end where AWS tells none', async () => {
    expect((await desk().assume(giving({ expiration: undefined, clockOffsetMs: 7 }))).expiresAt).toBe(NEVER);
  });

  it.each([NOW, NOW - 1])('is refused where it has ended already', async (expiration) => {
    const refused = desk().assume(giving({ expiration }));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow('for read-only has expired already. Is this machine');
    expect(desk().manager.active().kind).toBe('failed');
  });

  it('tells its secrets to the log, so that they are blanked', async () => {
    expect(desk().manager.secrets()).toEqual([]);
    const first = await desk().assume(giving({ arn: `${ARN}-1` }), named('a'));
    await desk().assume(
      giving({ credentials: { accessKeyId: 'A', secretAccessKey: 's2', sessionToken: 't2' } }),
      named('b'),
    );
    expect(desk().manager.secrets()).toEqual([SECRET, TOKEN, 's2', 't2']);
    const expiration = NOW + HOUR_MS;
    await desk().manager.tokens.write('t', { accessKeyId: 'A', secretAccessKey: 's3', sessionToken: 't3', expiration });
    expect(desk().manager.secrets()).toEqual([SECRET, TOKEN, 's2', 't2', 's3', 't3']);
    expect(desk().manager.byKey(first.key)).toBe(first);
    expect(desk().manager.byKey('another')).toBeUndefined();
  });

  it('is kept in the secret store, and is this window’s', async () => {
    const session = await desk().assume(giving());
    expect(await desk().vault.readActive(NOW)).toEqual({
      session: JSON.parse(JSON.stringify(session)) as unknown,
      fingerprint: planFingerprint(plan()),
    });
  });

  it('is a session also where the secret store does not work, and the log says so', async () => {
    await desk().assume(giving());
    desk().secrets.store = () => Promise.reject(new Error('no keyring'));
    desk().secrets.get = () => {
      throw new Error('no keyring');
    };
    const session = await desk().assume(giving());
    expect(desk().manager.active()).toBe(session);
    expect(desk().logged).toContainEqual('Could not look for a kept session: Error: no keyring');
    expect(desk().logged).toContainEqual('Could not keep the session in the secret store: Error: no keyring');
  });
});

describe('a role that cannot be assumed', () => {
  it('says why, where there was no session', async () => {
    await expect(desk().assume(failing(new UserError('AWS says no.')))).rejects.toThrow('AWS says no.');
    expect(desk().manager.active()).toMatchObject({
      kind: 'failed',
      role: { name: 'read-only' },
      message: 'AWS says no.',
    });
  });

  it('does not show what a defect says', async () => {
    await expect(desk().assume(failing(new TypeError('x of undefined')))).rejects.toThrow(TypeError);
    expect(desk().seen).toEqual(['assuming read-only', 'failed See the log for what went wrong.']);
  });

  it('leaves the session there was', async () => {
    const session = await desk().assume(giving());
    await expect(desk().assume(failing(new UserError('No.')), named('other'))).rejects.toThrow('No.');
    expect(desk().manager.active()).toBe(session);
  });

  it('is cancelled: everything is as it was', async () => {
    const abort = new AbortController();
    const work = new PendingCall();
    const cancelled = desk().assume(work.execute, plan(), { signal: abort.signal });
    await work.begun();
    abort.abort();
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect([desk().manager.active().kind, desk().seen]).toEqual(['none', ['assuming read-only', 'none']]);
  });

  it('that was cancelled while AWS answered opens nothing', async () => {
    const abort = new AbortController();
    const late: Execute = () => {
      abort.abort();
      return Promise.resolve(assumed());
    };
    await expect(desk().assume(late, plan(), { signal: abort.signal })).rejects.toThrow(Cancelled);
    expect([desk().manager.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
  });

  it('an expired session gives way to what is wrong, and stays where one only cancelled', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + HOUR_MS);
    desk().manager.checkClock();
    await expect(desk().assume(failing(new Cancelled()), named('other'))).rejects.toThrow(Cancelled);
    expect(desk().manager.active().kind).toBe('expired');
    await expect(desk().assume(failing(new UserError('No.')), named('other'))).rejects.toThrow('No.');
    expect(desk().manager.active()).toMatchObject({ kind: 'failed', message: 'No.' });
  });
});

describe('one who asks again meanwhile', () => {
  it('for the same plan waits for the same call', async () => {
    const work = new PendingCall();
    const both = [desk().assume(work.execute), desk().assume(work.execute)];
    await work.begun();
    work.finish(assumed());
    const [first, second] = await Promise.all(both);
    expect(first).toBe(second);
    expect(work.signals).toHaveLength(1);
    expect(desk().seen).toEqual(['assuming read-only', 'live read-only']);
  });

  it.each([
    ['for another plan', named('other'), false],
    ['for the same plan, but anew', plan(), true],
  ])('%s takes over', async (_, second, fresh) => {
    const work = new PendingCall();
    const replaced = desk().assume(work.execute);
    await work.begun();
    const session = desk().assume(giving(), second, { fresh });
    await expect(replaced).rejects.toThrow(Cancelled);
    expect(work.signals[0]!.aborted).toBe(true);
    expect(await session).toBe(desk().manager.active());
    expect(desk().seen).toEqual(['assuming read-only', `assuming ${second.name}`, `live ${second.name}`]);
  });

  it('is waited for by a third, also when the first has ended', async () => {
    const [first, second] = [new PendingCall(), new PendingCall()];
    const replaced = desk().assume(first.execute);
    await first.begun();
    const waiting = desk().assume(second.execute, named('other'));
    await expect(replaced).rejects.toThrow(Cancelled);
    await second.begun();
    const joined = desk().assume(second.execute, named('other'));
    second.finish(assumed());
    expect(await joined).toBe(await waiting);
    expect(second.signals).toHaveLength(1);
  });

  it('for what was just cancelled gets a call of its own', async () => {
    const abort = new AbortController();
    const work = new PendingCall();
    const cancelled = desk().assume(work.execute, plan(), { signal: abort.signal });
    await work.begun();
    abort.abort();
    const again = desk().assume(giving());
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect((await again).kind).toBe('live');
    expect(desk().manager.active().kind).toBe('live');
  });

  it('after the end of it makes a call again', async () => {
    const execute = giving();
    await desk().assume(execute, plan(), { fresh: true });
    await desk().assume(execute, plan(), { fresh: true });
    expect(execute).toHaveBeenCalledTimes(2);
  });
});

describe('a session that is kept', () => {
  it('is used again for the same plan, by another window as well', async () => {
    const session = await desk().assume(giving());
    desk().reload();
    const execute = giving();
    expect(await desk().assume(execute)).toEqual(JSON.parse(JSON.stringify(session)));
    expect(execute).not.toHaveBeenCalled();
    expect(desk().manager.byKey(session.key)).toBe(desk().manager.active());
  });

  it.each<[string, Plan, boolean, number]>([
    ['one asks anew', plan(), true, 0],
    ['the plan differs', plan({ region: 'eu-west-1' }), false, 0],
    ['less than ten minutes are left', plan(), false, 50 * MINUTE_MS + 1],
  ])('is not where %s', async (_, second, fresh, later) => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + later);
    const execute = giving({ expiration: NOW + 3 * HOUR_MS });
    await desk().assume(execute, second, { fresh });
    expect(execute).toHaveBeenCalledOnce();
  });

  it('is used again to the minute', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + 50 * MINUTE_MS);
    const execute = giving();
    await desk().assume(execute);
    expect(execute).not.toHaveBeenCalled();
  });

  it('is not where it has no end: the keys may have been replaced', async () => {
    await desk().assume(giving({ expiration: undefined }));
    const execute = giving({ expiration: undefined });
    await desk().assume(execute);
    expect(execute).toHaveBeenCalledOnce();
  });

  it('is not where the plan may make one somebody else', async () => {
    const source = { kind: 'environment' } as unknown as Plan['source'];
    const changing = plan({ source, hops: [] });
    await desk().assume(giving(), changing);
    const other = giving({ arn: 'arn:aws:iam::123456789012:user/other' });
    expect((await desk().assume(other, changing)).identity.name).toBe('other');
  });
});

describe('a session that is renewed', () => {
  const OTHER = ARN.replace('123456789012', '210987654321');
  const renew = (execute: Execute) => desk().assume(execute, plan({ region: 'eu-west-1' }), { fresh: true });

  it('stays who it was, whatever the files say by now', async () => {
    await desk().assume(giving());
    expect((await renew(giving())).region).toBe('eu-west-1');
  });

  it('is not renewed as somebody else: it stays, and both are named, with the way to the other', async () => {
    const before = await desk().assume(giving());
    await expect(renew(giving({ arn: OTHER }))).rejects.toMatchObject({
      message: `read-only was ${ARN} and would now be ${OTHER}: it is not renewed. If that is what you want, assume the role anew.`,
      actions: [{ command: 'roleSessions.assumeRole', args: [before.role.request] }],
    });
    expect(desk().manager.active()).toBe(before);
    expect(desk().manager.byKey(before.key)).toBe(before);
    expect(await desk().vault.readActive(NOW)).toMatchObject({ session: { key: before.key } });
  });

  it('nor after its end: the role has failed then', async () => {
    await desk().assume(giving({ expiration: NOW + MINUTE_MS }));
    vi.setSystemTime(NOW + HOUR_MS);
    desk().manager.checkClock();
    const later = { expiration: NOW + 2 * HOUR_MS };
    await expect(renew(giving({ arn: OTHER, ...later }))).rejects.toThrow('would now be');
    expect(desk().manager.active()).toMatchObject({ kind: 'failed' });
    expect((await renew(giving(later))).identity.arn).toBe(ARN);
  });

  it('is compared with who it was last: whoever assumed the role anew has accepted that', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + MINUTE_MS);
    await desk().assume(giving({ arn: OTHER }), plan({ region: 'eu-west-1' }));
    expect((await renew(giving({ arn: OTHER }))).identity.arn).toBe(OTHER);
    await expect(renew(giving())).rejects.toThrow('would now be');
  });

  it('is not measured by another role', async () => {
    await desk().assume(giving());
    const other = await desk().assume(giving({ arn: OTHER }), named('other'), { fresh: true });
    expect(other.identity.arn).toBe(OTHER);
  });
});
