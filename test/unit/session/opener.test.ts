import { describe, expect, it, vi } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole } from '../../../src/model/request.js';
import { NEVER } from '../../../src/model/session/session.js';
import { sessionId, sessionKey } from '../../../src/session/book/sessionKey.js';
import { NOW, PROCESS, SECRET, TOKEN, liveSession, plan } from '../../support/samples.js';
import { SOURCES } from '../model/sources.js';
import {
  ARN,
  assumed,
  CREDENTIALS,
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
    const by = plan({ narrowedTo: 'read-only', endpoints: { s3: 'http://x' } });
    const session = await desk().assume(giving({ credentials: CREDENTIALS }), by);
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
      credentials: CREDENTIALS,
    });
    expect(desk().sessions.active()).toBe(session);
    expect(desk().seen).toEqual(['assuming read-only', 'live read-only']);
    expect([desk().sessions.byKey(session.key), desk().sessions.facts(session.key)]).toEqual([session, session]);
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
    expect(desk().sessions.active().kind).toBe('failed');
  });

  it('tells its secrets to the log, so that they are blanked', async () => {
    expect(desk().sessions.secrets()).toEqual([]);
    const first = await desk().assume(giving({ arn: `${ARN}-1` }), named('a'));
    await desk().assume(
      giving({ credentials: { accessKeyId: 'A', secretAccessKey: 's2', sessionToken: 't2' } }),
      named('b'),
    );
    expect(desk().sessions.secrets()).toEqual(['s2', 't2', SECRET, TOKEN]);
    expect(desk().sessions.byKey(first.key)).toBe(first);
    expect(desk().sessions.byKey('another')).toBeUndefined();
  });

  it('is kept in the secret store, and is this window’s', async () => {
    const session = await desk().assume(giving());
    expect(desk().vault.active).toMatchObject({ id: session.id, key: session.key });
    expect(await desk().vault.read({ id: session.id, generation: 1 })).toEqual({
      session: JSON.parse(JSON.stringify(session)) as unknown,
      plan: JSON.parse(JSON.stringify(plan())) as unknown,
      generation: 1,
    });
  });

  it('is a session also where the secret store does not work, and the log says so', async () => {
    desk().secrets.store = () => Promise.reject(new Error('no keyring'));
    const session = await desk().assume(giving());
    expect(desk().sessions.active()).toBe(session);
    expect(desk().logged).toContainEqual('Could not keep a session in the secret store: Error: no keyring');
  });
});

describe('a role that cannot be assumed', () => {
  it('says why, where there was no session', async () => {
    await expect(desk().assume(failing(new UserError('AWS says no.')))).rejects.toThrow('AWS says no.');
    expect(desk().sessions.active()).toMatchObject({
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
    expect(desk().sessions.active()).toBe(session);
  });

  it('is cancelled: everything is as it was', async () => {
    const abort = new AbortController();
    const work = new PendingCall();
    const cancelled = desk().assume(work.execute, plan(), { signal: abort.signal });
    await work.begun();
    abort.abort();
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect([desk().sessions.active().kind, desk().seen]).toEqual(['none', ['assuming read-only', 'none']]);
  });

  it('that was cancelled while AWS answered opens nothing', async () => {
    const abort = new AbortController();
    const late: Execute = () => {
      abort.abort();
      return Promise.resolve(assumed());
    };
    await expect(desk().assume(late, plan(), { signal: abort.signal })).rejects.toThrow(Cancelled);
    expect([desk().sessions.active().kind, desk().secrets.values.size]).toEqual(['none', 0]);
  });

  it('an expired session gives way to what is wrong, and stays where one only cancelled', async () => {
    await desk().assume(giving());
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    await expect(desk().assume(failing(new Cancelled()), named('other'))).rejects.toThrow(Cancelled);
    expect(desk().sessions.active().kind).toBe('expired');
    await expect(desk().assume(failing(new UserError('No.')), named('other'))).rejects.toThrow('No.');
    expect(desk().sessions.active()).toMatchObject({ kind: 'failed', message: 'No.' });
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
    ['for another plan, anew', named('other'), true],
  ])('%s takes over', async (_, second, fresh) => {
    const work = new PendingCall();
    const replaced = desk().assume(work.execute);
    await work.begun();
    const session = desk().assume(giving(), second, { fresh });
    await expect(replaced).rejects.toThrow(Cancelled);
    expect(work.signals[0]!.aborted).toBe(true);
    expect(await session).toBe(desk().sessions.active());
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
    await expect(cancelled).rejects.toThrow(Cancelled);
    const again = desk().assume(giving());
    expect((await again).kind).toBe('live');
    expect(desk().sessions.active().kind).toBe('live');
  });

  it('after the end of it makes a call again', async () => {
    const execute = giving({ expiration: NOW + 2 * HOUR_MS });
    await desk().assume(giving(), plan(), { fresh: true });
    await desk().assume(execute, plan(), { fresh: true });
    expect(execute).toHaveBeenCalledOnce();
  });
});

describe('a session that is live', () => {
  it('is used again for the same plan', async () => {
    const session = await desk().assume(giving());
    const execute = giving();
    expect(await desk().assume(execute)).toBe(session);
    expect(execute).not.toHaveBeenCalled();
    expect(desk().sessions.byKey(session.key)).toBe(desk().sessions.active());
  });

  it('is made active again by that', async () => {
    const session = await desk().assume(giving());
    await desk().assume(giving(), named('other'));
    await desk().assume(giving());
    expect([desk().sessions.active(), desk().vault.active?.key]).toEqual([session, session.key]);
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

  it.each(Object.values(SOURCES).filter(({ kind }) => kind !== 'static-keys' && kind !== 'brought'))(
    'is not where the plan may make one somebody else, also behind a role that is always the same: $kind',
    async (source) => {
      const changing = plan({ source });
      await desk().assume(giving({ principal: 'ada' }), changing);
      expect((await desk().assume(giving({ principal: 'bob' }), changing)).principal).toBe('bob');
    },
  );
});

describe('a session that is renewed', () => {
  const OTHER = ARN.replace('123456789012', '210987654321');
  const renew = (execute: Execute) => desk().assume(execute, plan(), { fresh: true });

  it('has new credentials under the same id and key, and is active as before', async () => {
    const before = await desk().assume(giving());
    vi.setSystemTime(NOW + MINUTE_MS);
    const credentials = { accessKeyId: 'A', secretAccessKey: 's2', sessionToken: 't2' };
    const after = await renew(giving({ credentials, expiration: NOW + 2 * HOUR_MS }));
    expect(after).toEqual({ ...before, credentials, startedAt: NOW + MINUTE_MS, expiresAt: NOW + 2 * HOUR_MS });
    expect([desk().sessions.active(), desk().sessions.list().length]).toEqual([after, 1]);
    expect(await desk().vault.mark(before.id)).toMatchObject({ generation: 2, ended: false });
  });

  it.each([
    ['ARN', { arn: OTHER }, ARN, OTHER],
    ['principal', { principal: 'bob' }, `${ARN} (AKIAEXAMPLE)`, `${ARN} (bob)`],
  ])(
    'is not renewed as another %s: it fails, both are named, and nothing has its credentials',
    async (_, other, was, is) => {
      const before = await desk().assume(giving());
      await expect(renew(giving(other))).rejects.toMatchObject({
        message: `read-only was ${was} and would now be ${is}: it is not renewed, and its credentials are no longer used. If that is what you want, assume the role anew.`,
        actions: [{ command: 'roleSessions.assumeRole', args: [before.role.request] }],
      });
      expect(desk().sessions.active()).toMatchObject({
        kind: 'failed',
        message: expect.stringContaining(is) as string,
      });
      expect([desk().sessions.byKey(before.key), desk().sessions.secrets()]).toEqual([undefined, []]);
      expect(desk().sessions.facts(before.key)).toMatchObject({ kind: 'expired', identity: { arn: ARN } });
      await vi.waitFor(() => expect(desk().secrets.values.size).toBe(0));
    },
  );

  it('nor after its end', async () => {
    await desk().assume(giving({ expiration: NOW + MINUTE_MS }));
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    const later = { expiration: NOW + 2 * HOUR_MS };
    await expect(renew(giving({ arn: OTHER, ...later }))).rejects.toThrow('would now be');
    expect(desk().sessions.active()).toMatchObject({ kind: 'failed' });
  });

  it('is compared with who it was last: whoever assumed the role anew has accepted that', async () => {
    const changing = plan({ source: PROCESS });
    await desk().assume(giving(), changing);
    await desk().assume(giving({ arn: OTHER }), changing);
    const later = { arn: OTHER, expiration: NOW + 2 * HOUR_MS };
    expect((await desk().assume(giving(later), changing, { fresh: true })).identity.arn).toBe(OTHER);
    await expect(desk().assume(giving(), changing, { fresh: true })).rejects.toThrow('would now be');
  });

  it('is not measured by another role', async () => {
    await desk().assume(giving());
    const other = await desk().assume(giving({ arn: OTHER }), named('other'), { fresh: true });
    expect(other.identity.arn).toBe(OTHER);
  });

  it('in the background leaves the active one active', async () => {
    const first = await desk().assume(giving());
    await desk().assume(giving(), named('other'), { activates: false });
    expect(desk().sessions.active()).toBe(first);
    expect(
      desk()
        .sessions.list()
        .map(({ role }) => role.name),
    ).toEqual(['other', 'read-only']);
  });
});
