// What the opener does beside opening a role: sessions that are narrowed, chosen, used and tried in vain.
import { describe, expect, it, vi } from 'vitest';
import type { Assumed, Lent } from '../../../src/aws/executePlan.js';
import { Cancelled, NeedsUser, UserError } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole, narrowedRequest, type SessionRequest } from '../../../src/model/request.js';
import { NEVER, type SessionId } from '../../../src/model/session/session.js';
import { hop, NOW, plan, PROCESS, scope } from '../../support/samples.js';
import { SAML } from '../model/sources.js';
import { ARN, assumed, failing, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';
import type { Execute } from './desk.js';

const NEVER_ABORTS = new AbortController().signal;

const desk = useDesk();
const renewal = (of: Plan = plan()) => desk().sessions.get(idOf(of))?.renewal;

function open(request: SessionRequest, of: Plan, execute: Execute, from?: SessionId) {
  desk().answer(execute, of);
  const signal = new AbortController().signal;
  const how = { fresh: false, activates: true, signal, report: () => undefined, ...(from && { from }) };
  return desk().opener.open({ request, plan: of }, how);
}

describe('a session that is narrowed in place', () => {
  const ONCE = narrowedRequest(configuredRole('profile:read-only'), { narrowings: [{ kind: 's3-only' }] });
  const TWICE = narrowedRequest(ONCE, { narrowings: [{ kind: 'read-only' }] });
  const oncePlan = plan({ hops: [hop(), scope()], narrowedTo: 'S3 only' });
  const twicePlan = plan({ hops: [hop(), scope(), scope({ policy: '{}' })], narrowedTo: 'S3 only, read-only' });

  /** Tells what was lent for the call. */
  const lending = (lent: (Lent | undefined)[]): Execute =>
    vi.fn((_, attending) => {
      lent.push(Reflect.get(attending, 'lent') as Lent | undefined);
      return Promise.resolve(assumed({ narrowedBy: 'in-place' }));
    });

  it('goes on from the wider one, hop by hop, and tells whose it is', async () => {
    const lent: (Lent | undefined)[] = [];
    const wide = await desk().assume(lending(lent));
    const once = await open(ONCE, oncePlan, lending(lent));
    const twice = await open(TWICE, twicePlan, lending(lent));
    expect(lent.map((each) => each?.hops)).toEqual([undefined, 1, 2]);
    expect(lent[1]).toMatchObject({ credentials: wide.credentials, arn: ARN, expiration: NOW + HOUR_MS });
    expect([wide.narrowedFrom, wide.narrowedTo]).toEqual([undefined, undefined]);
    expect(once).toMatchObject({ narrowedFrom: { id: wide.id, name: 'read-only' }, narrowedBy: 'in-place' });
    expect(twice.narrowedFrom).toEqual({ id: once.id, name: 'read-only (S3 only)' });
    expect(new Set([wide, once, twice].map(({ key }) => key)).size).toBe(3);
  });

  it('is had from the beginning where there is no wider one', async () => {
    const lent: (Lent | undefined)[] = [];
    const narrowed = await open(TWICE, twicePlan, lending(lent));
    expect([lent, 'narrowedFrom' in narrowed]).toEqual([[undefined], false]);
  });
});

describe('a session that is narrowed from another one', () => {
  const NARROW = narrowedRequest(configuredRole('profile:read-only'), { narrowings: [{ kind: 's3-only' }] });
  const narrowPlan = plan({ hops: [hop(), scope()], narrowedTo: 'S3 only' });
  const narrowed = (overrides: Partial<Assumed> = {}) => giving({ narrowedBy: 'in-place', ...overrides });

  it.each<[string, () => Promise<void>]>([
    ['was ended', () => desk().end()],
    [
      'has expired',
      () => {
        vi.setSystemTime(NOW + HOUR_MS);
        desk().sessions.tick();
        return Promise.resolve();
      },
    ],
  ])('that %s is refused: nothing is assumed instead, and nothing begun', async (_, end) => {
    const wide = await desk().assume(giving());
    await end();
    const before = desk().sessions.list();
    await expect(open(NARROW, narrowPlan, narrowed(), wide.id)).rejects.toMatchObject({
      message: 'The session of read-only that was to be narrowed has ended. Assume it again, and narrow that.',
      actions: [{ command: 'roleSessions.assumeRole', args: [wide.role.request] }],
    });
    expect([desk().calls.length, desk().sessions.list()]).toEqual([1, before]);
  });

  it.each<[string, Plan, string]>([
    [
      'leads elsewhere',
      plan({ hops: [hop({}, 'other'), scope()], narrowedTo: 'S3 only' }),
      'it led to 123456789012/sts-s3-read-only-role and leads to 123456789012/other',
    ],
    ['has another region', plan({ ...narrowPlan, region: 'eu-west-1' }), 'what is asked of AWS is different'],
  ])('whose plan %s by now is refused, and what has changed is said', async (_, changed, what) => {
    const wide = await desk().assume(giving());
    await expect(open(NARROW, changed, narrowed(), wide.id)).rejects.toThrow(
      `The configuration of read-only has changed since the session was opened that was to be narrowed: ${what}. Assume it again`,
    );
    expect(desk().calls.length).toBe(1);
  });

  it('that ends while it is waited for is refused then', async () => {
    const wide = await desk().assume(giving());
    desk().keeper.exclusively = async (id, work) => {
      await desk().end();
      return desk().windows.exclusively(id, { ...work, over: () => undefined });
    };
    await expect(open(NARROW, narrowPlan, narrowed(), wide.id)).rejects.toThrow('has ended');
    expect(desk().calls.length).toBe(1);
  });

  it('says so only where it goes on from that, and not where the role was assumed once more', async () => {
    const wide = await desk().assume(giving());
    expect((await open(NARROW, narrowPlan, narrowed(), wide.id)).narrowedFrom?.id).toBe(wide.id);
    await desk().opener.end((await open(NARROW, narrowPlan, narrowed(), wide.id)).id);
    const again = await open(NARROW, narrowPlan, narrowed({ narrowedBy: 'session-policy' }), wide.id);
    expect([again.narrowedBy, again.narrowedFrom]).toEqual(['session-policy', undefined]);
  });

  it.each<[string, Partial<Assumed>, string]>([
    ['somebody else', { principal: 'bob' }, '(bob) once it is narrowed'],
    ['another role', { arn: `${ARN}-2` }, `would be ${ARN}-2 once`],
    ['nobody knows who', { principal: undefined }, 'Who signed in for read-only could not be found out'],
  ])('becomes nobody else: %s', async (_, who, message) => {
    const wide = await desk().assume(giving());
    const stranger = narrowed({ narrowedBy: 'session-policy', ...who });
    await expect(open(NARROW, narrowPlan, stranger, wide.id)).rejects.toThrow(message);
    expect(desk().sessions.active()).toBe(wide);
  });

  it('is the same, where it was never known who that is, and it goes on from there', async () => {
    const changing = plan({ source: PROCESS });
    const wide = await desk().assume(giving({ principal: undefined }), changing);
    const narrower = plan({ ...narrowPlan, source: PROCESS });
    expect((await open(NARROW, narrower, narrowed({ principal: undefined }), wide.id)).kind).toBe('live');
  });
});

describe('a role that is chosen on the way', () => {
  const ADMIN = { roleArn: 'arn:aws:iam::1:role/Admin', principalArn: 'arn:aws:iam::1:saml/corp' };
  const offered = plan({ source: { ...SAML, role: undefined }, hops: [] });
  const request = configuredRole(offered.roleId);

  it('is a session of its own, which is asked for from then on', async () => {
    const session = await open(request, offered, giving({ samlRole: ADMIN }));
    expect(session.role.request).toEqual({ ...request, overrides: { samlRole: ADMIN } });
    expect(session.id).not.toBe(idOf(offered));
    expect(desk().sessions.list()).toMatchObject([
      { id: session.id, plan: { source: { chosen: ADMIN } }, generation: 1, underWay: false },
    ]);
    expect([desk().sessions.active(), desk().vault.active?.id]).toEqual([session, session.id]);
    expect(await desk().vault.mark(session.id)).toMatchObject({ generation: 1 });
  });

  it('and was chosen before, is newer than what there was', async () => {
    const first = await open(request, offered, giving({ samlRole: ADMIN }));
    const again = await open(request, offered, giving({ samlRole: ADMIN }));
    expect([again.id, desk().sessions.get(first.id)?.generation, desk().sessions.list().length]).toEqual([
      first.id,
      2,
      1,
    ]);
  });
});

describe('a session that is used', () => {
  it('is active from then on, in this window also after a reload', async () => {
    const session = await desk().assume(giving());
    await desk().assume(giving(), named('other'));
    await desk().opener.use(session.id);
    expect([desk().sessions.active(), desk().vault.active?.id]).toEqual([session, session.id]);
  });

  it('ends the call for what was to become active', async () => {
    const session = await desk().assume(giving());
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    await desk().opener.use(session.id);
    await expect(other).rejects.toThrow(Cancelled);
    expect(desk().sessions.active()).toBe(session);
    expect((await desk().assume(giving(), named('third'))).kind).toBe('live');
  });

  it('has to be live: else it can be assumed again', async () => {
    const session = await desk().assume(giving());
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    await expect(desk().opener.use(session.id)).rejects.toMatchObject({
      message: 'That session has ended. Assume the role again to use it.',
      actions: [{ title: 'Assume Role', command: 'roleSessions.assumeRole', args: [session.role.request] }],
    });
    const nobody = desk().opener.use('x');
    await expect(nobody).rejects.toThrow(UserError);
    await expect(nobody).rejects.toMatchObject({ actions: [] });
  });
});

describe('a call in the background', () => {
  it('leaves alone what is to become active', async () => {
    const work = new PendingCall();
    const other = desk().assume(work.execute, named('other'));
    await work.begun();
    await desk().assume(giving(), plan(), { activates: false });
    expect(work.signals[0]?.aborted).toBe(false);
    work.finish(assumed());
    expect((await other).kind).toBe('live');
    expect(desk().sessions.active()).toBe(await other);
  });

  it('makes it active where that is wanted meanwhile, and not where it is not any more', async () => {
    const work = new PendingCall();
    const background = desk().assume(work.execute, plan(), { activates: false });
    await work.begun();
    const abort = new AbortController();
    const wanted = desk().assume(work.execute, plan(), { signal: abort.signal });
    expect(desk().sessions.pendingId).toBe(idOf(plan()));
    abort.abort();
    await expect(wanted).rejects.toThrow(Cancelled);
    expect([desk().sessions.pendingId, desk().sessions.active().kind]).toEqual([undefined, 'none']);
    work.finish(assumed());
    expect((await background).kind).toBe('live');
    expect(desk().sessions.active().kind).toBe('none');
  });

  it('uses what is open, without a call', async () => {
    const session = await desk().assume(giving(), plan(), { activates: false });
    expect(await desk().assume(giving(), plan(), { activates: false })).toBe(session);
    expect([desk().calls.length, desk().sessions.active().kind, desk().vault.active?.id]).toEqual([
      1,
      'none',
      undefined,
    ]);
    expect(desk().logged).toEqual([
      `Assumed ${ARN} until ${new Date(NOW + HOUR_MS).toISOString()}.`,
      `Using the session of ${ARN} that is already open.`,
    ]);
  });
});

describe('a call in vain', () => {
  const again = (error: Error) =>
    desk()
      .assume(failing(error), plan(), { fresh: true })
      .catch(() => undefined);

  it.each<[string, Error, object]>([
    ['is tried again', new UserError('No.'), { kind: 'backoff', tries: 1, message: 'No.', at: NOW + 2_500 }],
    [
      'because of a defect is tried again',
      new TypeError('x of undefined'),
      { kind: 'backoff', tries: 1, message: 'See the log for what went wrong.' },
    ],
    ['because nobody was asked waits for them', new NeedsUser('Code?'), { kind: 'asks', since: undefined }],
  ])('for what goes on by itself %s', async (_, error, expected) => {
    await desk().assume(giving());
    await again(error);
    expect(renewal()).toMatchObject(expected);
    await again(error);
    expect(renewal()).toMatchObject('tries' in expected ? { tries: 2 } : expected);
  });

  it.each([new Cancelled(), new UserError('No.')])('for what does not leaves that as it is: %s', async (error) => {
    desk().policy = 'off';
    await desk().assume(giving());
    await again(error);
    expect(renewal()).toEqual({ kind: 'off' });
  });

  it('that is given up leaves what goes on by itself', async () => {
    await desk().assume(giving());
    const before = renewal();
    await again(new Cancelled());
    expect(renewal()).toBe(before);
  });
});

describe('without asking anybody', () => {
  it('credentials are had once more, in the background', async () => {
    await desk().assume(giving());
    const other = await desk().assume(giving(), named('other'));
    const report = vi.fn<Execute>((_, attending) => {
      attending.report('Nobody sees this.');
      return Promise.resolve(assumed({ expiration: NOW + 2 * HOUR_MS }));
    });
    desk().answer(report);
    const entry = desk().sessions.get(idOf(plan()))!;
    expect((await desk().opener.renewQuietly(entry, plan(), NEVER_ABORTS)).expiresAt).toBe(NOW + 2 * HOUR_MS);
    expect(report.mock.calls.map(([, { mayAsk }]) => mayAsk)).toEqual([false]);
    expect(desk().sessions.active()).toBe(other);
  });

  it('not as somebody else, and not where the session was ended meanwhile', async () => {
    await desk().assume(giving());
    const entry = desk().sessions.get(idOf(plan()))!;
    const work = new PendingCall();
    desk().answer(work.execute);
    const ended = desk().opener.renewQuietly(entry, plan(), NEVER_ABORTS);
    ended.catch(() => undefined);
    await work.begun();
    await desk().end();
    await expect(ended).rejects.toThrow(Cancelled);
    await desk().assume(giving());
    desk().answer(giving({ principal: 'bob' }));
    await expect(desk().opener.renewQuietly(desk().sessions.get(idOf(plan()))!, plan(), NEVER_ABORTS)).rejects.toThrow(
      '(bob)',
    );
    expect(desk().sessions.active().kind).toBe('failed');
  });

  it('whoever opens a role may be asked', async () => {
    const execute = vi.fn<Execute>(() => Promise.resolve(assumed({ expiration: undefined })));
    expect((await desk().assume(execute)).expiresAt).toBe(NEVER);
    expect(execute.mock.calls.map(([, { mayAsk }]) => mayAsk)).toEqual([true]);
  });
});

it('a window that closes ends every call', async () => {
  const [work, background] = [new PendingCall(), new PendingCall()];
  const calls = [desk().assume(work.execute), desk().assume(background.execute, named('other'), { activates: false })];
  await work.begun();
  await background.begun();
  desk().opener.dispose();
  for (const call of calls) await expect(call).rejects.toThrow(Cancelled);
  await vi.waitFor(() => expect(desk().sessions.list()).toEqual([]));
});
