import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { configuredRole, narrowedRequest, type Scope, type SessionRequest } from '../../../../src/model/request.js';
import { expire, NEVER, type LiveSession } from '../../../../src/model/session/session.js';
import type { BookEntry } from '../../../../src/session/book/book.js';
import type { Planned } from '../../../../src/session/book/planned.js';
import { lentBy, nameOf, narrowable, widerEntry } from '../../../../src/session/book/wider.js';
import { hop, liveSession, NOW, plan, scope, SOURCE } from '../../../support/samples.js';
import { given, HOUR_MS } from './samples.js';

const READ_ONLY: Scope = { narrowings: [{ kind: 'read-only' }] };
const S3_ONLY: Scope = { narrowings: [{ kind: 's3-only' }] };
const BRIEF: Scope = { narrowings: [], durationSeconds: 900 };

const DEV = configuredRole('profile:dev');
const DEV_PLAN = plan({ roleId: 'profile:dev', name: 'dev', hops: [hop({}, 'base'), hop()] });

/** What is asked for where a session of `of` is narrowed once more, in the plan's words as well. */
function narrowed({ request, plan: of }: Planned, by: Scope): Planned {
  const { narrowings, durationSeconds } = by;
  const narrowedTo = narrowings[0]?.kind ?? 'less time';
  const policy = narrowings.length === 0 ? undefined : JSON.stringify(narrowings);
  return {
    request: narrowedRequest(request, by),
    plan: { ...of, hops: [...of.hops, scope({ policy, durationSeconds, narrowedTo })], narrowedTo },
  };
}

const wide: Planned = { request: DEV, plan: DEV_PLAN };
const readOnly = narrowed(wide, READ_ONLY);
const s3ReadOnly = narrowed(readOnly, S3_ONLY);
const briefS3ReadOnly = narrowed(s3ReadOnly, BRIEF);

function entry(id: string, { request, plan: by }: Planned, overrides: Partial<BookEntry> = {}): BookEntry {
  const role = { id: by.roleId, name: by.name, request };
  const state = liveSession({ id, role });
  return { ...given(id), id, role, state, plan: by, asked: by, underWay: false, attempt: undefined, ...overrides };
}

const every = [
  entry('brief', briefS3ReadOnly),
  entry('s3', s3ReadOnly),
  entry('read-only', readOnly),
  entry('wide', wide),
];
const widerId = (asked: Planned, entries: readonly BookEntry[] = every) => widerEntry(entries, asked)?.id;
const because = (change: Partial<Plan>): Planned => ({ ...readOnly, plan: { ...readOnly.plan, ...change } });

describe('the session that a narrowed one goes on from', () => {
  it.each<[string, Planned, string]>([
    ['narrowed once', readOnly, 'wide'],
    ['narrowed twice', s3ReadOnly, 'read-only'],
    ['narrowed three times', briefS3ReadOnly, 's3'],
    ['narrowed otherwise', narrowed(wide, BRIEF), 'wide'],
    ['narrowed otherwise within one that is', narrowed(readOnly, BRIEF), 'read-only'],
  ])('of one that is %s is the one that lacks its last scope alone', (_, asked, id) => {
    expect(widerId(asked)).toBe(id);
    expect(widerId(asked, every.toReversed())).toBe(id);
    expect(
      widerId(
        asked,
        every.filter((each) => each.id !== id),
      ),
    ).toBeUndefined();
  });

  it('is given whole', () => {
    expect(widerEntry(every, s3ReadOnly)).toBe(every[2]);
  });

  it('is none of one that was not narrowed in place', () => {
    expect(widerId(wide)).toBeUndefined();
    const byPolicy: SessionRequest = { ...DEV, overrides: { narrowing: { kind: 'read-only' } } };
    expect(widerId({ request: byPolicy, plan: plan({ ...DEV_PLAN, narrowedTo: 'read-only' }) })).toBeUndefined();
  });

  it('is none where the plan has no scope, whatever is asked: the last call is not one to leave out', () => {
    const shorter = entry('shorter', { request: DEV, plan: { ...DEV_PLAN, hops: DEV_PLAN.hops.slice(0, -1) } });
    expect(widerId({ request: readOnly.request, plan: DEV_PLAN }, [shorter])).toBeUndefined();
    expect(widerId({ request: readOnly.request, plan: DEV_PLAN })).toBeUndefined();
  });

  it('is none where the plan assumes another role before its scope', () => {
    const shorter = entry('shorter', { request: DEV, plan: { ...DEV_PLAN, hops: DEV_PLAN.hops.slice(0, -1) } });
    expect(widerId(readOnly, [shorter])).toBeUndefined();
  });

  it.each<[string, Partial<BookEntry>]>([
    ['has expired', { state: expire(liveSession({ id: 'wide' })) }],
    ['is being opened', { state: { kind: 'opening' }, plan: undefined }],
    ['has failed', { state: { kind: 'failed', role: every[3]!.role, message: 'No.' } }],
    ['has no plan', { plan: undefined }],
  ])('is none that %s', (_, overrides) => {
    expect(widerId(readOnly, [entry('wide', wide, overrides)])).toBeUndefined();
  });

  it('may be under renewal: what it has is good', () => {
    expect(widerId(readOnly, [entry('wide', wide, { underWay: true, attempt: 7 })])).toBe('wide');
  });

  it.each<[string, Planned]>([
    ['another role', { ...readOnly, request: narrowedRequest(configuredRole('profile:other'), READ_ONLY) }],
    [
      'the role under another name',
      { ...readOnly, request: narrowedRequest({ ...DEV, overrides: { sessionName: 'me' } }, READ_ONLY) },
    ],
    ['other keys', because({ source: { ...SOURCE, accessKeyId: 'AKIAOTHER' } })],
    ['another region', because({ region: 'eu-west-1' })],
    ['another endpoint', because({ endpoints: { sts: 'http://localhost:9000' } })],
    ['another way to the role', because({ hops: [hop(), scope()] })],
    ['another role at its end', because({ hops: [hop({}, 'base'), hop({}, 'other'), scope()] })],
    [
      'another scope before its last',
      {
        ...s3ReadOnly,
        plan: { ...s3ReadOnly.plan, hops: s3ReadOnly.plan.hops.with(2, scope({ policy: '{"other":1}' })) },
      },
    ],
  ])('is none where what is asked for is of %s', (_, asked) => {
    expect(widerId(asked)).toBeUndefined();
  });

  it('is the same wherever the configuration is written by now, and whatever it is called', () => {
    const place = { kind: 'file', file: '/home/me/.aws/config', line: 99 } as const;
    expect(widerId(because({ source: { ...SOURCE, place } }))).toBe('wide');
    expect(widerId(because({ narrowedTo: 'called otherwise' }))).toBe('wide');
    expect(widerId(readOnly, [entry('wide', { ...wide, plan: { ...DEV_PLAN, narrowedTo: 'x' } })])).toBe('wide');
  });
});

describe('one that was chosen to be narrowed', () => {
  const found = (by: Planned, overrides: Partial<BookEntry> = {}) => narrowable(entry('a', by, overrides), readOnly);

  it('is that one, where what is asked goes on from it', () => {
    const wider = entry('a', wide);
    expect(narrowable(wider, readOnly)).toEqual({ kind: 'narrowable', wider });
    expect(narrowable(wider, s3ReadOnly)).toEqual({ kind: 'narrowable', wider });
  });

  it.each<[string, Partial<BookEntry>]>([
    ['has expired', { state: expire(liveSession()) }],
    ['has failed', { state: { kind: 'failed', role: every[3]!.role, message: 'No.' } }],
    ['has no plan', { plan: undefined }],
  ])('has ended where it %s', (_, overrides) => {
    expect(found(wide, overrides)).toEqual({ kind: 'ended' });
  });

  it('has ended where there is none any more', () => {
    expect(narrowable(undefined, readOnly)).toEqual({ kind: 'ended' });
  });

  it.each<[string, Partial<Plan>, string]>([
    [
      'its keys are others',
      { source: { ...SOURCE, accessKeyId: 'AKIABEFORE' } },
      'its access keys were AKIABEFORE and are AKIAEXAMPLE',
    ],
    ['its region is another', { region: 'eu-west-1' }, 'what is asked of AWS is different'],
    [
      'its last role is another',
      { hops: [hop({}, 'base')] },
      'it came from profile ststestprofile and comes from profile ststestprofile → base',
    ],
  ])('is not narrowed where %s in the files than as it was opened, which is said', (_, was, change) => {
    expect(found({ ...wide, plan: { ...DEV_PLAN, ...was } })).toEqual({ kind: 'changed', change });
  });

  it('is not narrowed to what it is', () => {
    expect(found(readOnly)).toEqual({ kind: 'changed', change: 'what is asked of AWS is different' });
  });
});

describe('what is lent of it', () => {
  const lent = (overrides: Partial<LiveSession>, by: Planned = wide) => {
    const found = widerEntry([entry('a', by, { state: liveSession(overrides) })], narrowed(by, BRIEF));
    return found && lentBy(found);
  };

  it('is what AWS gave, for as many calls as that took', () => {
    const { credentials, identity, principal } = liveSession();
    const expected = { credentials, arn: identity.arn, principal, clockOffsetMs: 0 };
    expect(lent({})).toEqual({ ...expected, hops: 2, expiration: NOW + HOUR_MS });
    expect(lent({}, readOnly)?.hops).toBe(3);
    expect(lent({}, s3ReadOnly)?.hops).toBe(4);
  });

  it.each([7_200_000, -7_200_000])('ends by the clock of AWS, which is off by %i', (clockOffsetMs) => {
    expect(lent({ clockOffsetMs })).toMatchObject({ clockOffsetMs, expiration: NOW + HOUR_MS + clockOffsetMs });
  });

  it('has no end where there is none', () => {
    expect(lent({ expiresAt: NEVER, clockOffsetMs: 5 })).toMatchObject({ expiration: undefined });
    expect(lent({ expiresAt: NEVER - 1 })?.expiration).toBe(NEVER - 1);
  });

  it('is of nobody where it was not known who signed in', () => {
    expect(lent({ principal: undefined })).toMatchObject({ principal: undefined });
  });
});

describe('its name', () => {
  it.each([
    [undefined, 'read-only'],
    ['S3 only', 'read-only (S3 only)'],
  ])('narrowed to %s is "%s"', (narrowedTo, name) => {
    expect(nameOf(liveSession({ narrowedTo }))).toBe(name);
  });
});
