import { describe, expect, it } from 'vitest';
import {
  broughtEntry,
  entryText,
  isBroughtKey,
  isSameMachine,
  isWaiting,
  keyOf,
  LONGEST_MS,
  readEntry,
  WAITS_MS,
} from '../../../../src/session/bringing/entry.js';
import { NEVER } from '../../../../src/model/session/session.js';
import { liveSession, NOW } from '../../../support/samples.js';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const FROM = { id: ID, machine: { id: 'abcdef0123456789', name: '01234567' }, from: 'laptop' };
const MINUTE_MS = 60_000;

const entry = (overrides = {}) => broughtEntry(liveSession(overrides), FROM, NOW);
type Json = Readonly<Record<string, unknown>>;
const written = () => JSON.parse(entryText(entry())) as Json & { readonly session: Json };
const read = (json: unknown) => readEntry(keyOf(ID), JSON.stringify(json));

describe('what waits for another machine', () => {
  it('is read as it was written', () => {
    const narrowed = entry({
      narrowedTo: 'read-only',
      narrowedBy: 'in-place',
      endpoints: { sts: 'https://sts.test', fips: true },
    });
    expect(readEntry(keyOf(ID), entryText(narrowed))).toEqual(narrowed);
    expect(read(written())).toEqual(entry());
  });

  it('has the credentials, and nothing of how they were had', () => {
    const session = liveSession({ principal: 'AKIASOURCE', source: 'profile secret', signOuts: 'mark' });
    const text = entryText(broughtEntry(session, FROM, NOW));
    expect(text).toContain(session.credentials.sessionToken);
    expect(text).not.toMatch(/AKIASOURCE|profile|mark/);
    expect(Object.keys((JSON.parse(text) as { readonly session: object }).session).sort()).toEqual([
      'arn',
      'credentials',
      'endpoints',
      'expiresAt',
      'name',
      'region',
      'startedAt',
    ]);
  });

  it('names no file of the machine that it is from', () => {
    expect(entry({ endpoints: { caBundle: '/certs.pem', s3: 'https://s3.test' } }).session.endpoints).toEqual({
      s3: 'https://s3.test',
    });
  });

  it('goes by AWS’s clock', () => {
    const { putAt, takeBy, session } = entry({ clockOffsetMs: MINUTE_MS });
    expect([putAt, takeBy, session.startedAt, session.expiresAt].map((at) => at - NOW)).toEqual([
      MINUTE_MS,
      MINUTE_MS + WAITS_MS,
      MINUTE_MS,
      MINUTE_MS + LONGEST_MS,
    ]);
  });

  it('waits five minutes, or until its session ends', () => {
    expect(entry().takeBy).toBe(NOW + WAITS_MS);
    const brief = entry({ expiresAt: NOW + MINUTE_MS });
    expect(brief.takeBy).toBe(NOW + MINUTE_MS);
    expect([0, MINUTE_MS - 1, MINUTE_MS].map((ms) => isWaiting(brief, NOW + ms))).toEqual([true, true, false]);
    expect([WAITS_MS - 1, WAITS_MS].map((ms) => isWaiting(entry(), NOW + ms))).toEqual([true, false]);
    const over = { ...entry(), session: { ...entry().session, expiresAt: NOW } };
    expect(isWaiting(over, NOW)).toBe(false);
  });

  it('is known by its key', () => {
    expect([keyOf(ID), 'session:0:1', 'mfa'].map(isBroughtKey)).toEqual([true, false, false]);
  });
});

describe('whatever has not the form is nothing', () => {
  it.each<[string, (json: ReturnType<typeof written>) => unknown]>([
    ['another kind', (json) => ({ ...json, kind: 'session' })],
    ['another version', (json) => ({ ...json, version: 2 })],
    ['no object', () => 'text'],
    ['null', () => null],
    ['no id', ({ id: _, ...json }) => json],
    ['another id than its key', (json) => ({ ...json, id: ID.replace('0', '1') })],
    ['no machine', ({ machine: _, ...json }) => json],
    ['a machine without a name', (json) => ({ ...json, machine: { id: 'a' } })],
    ['a machine whose id is no text', (json) => ({ ...json, machine: { id: 1, name: 'a' } })],
    ['nobody that it is from', (json) => ({ ...json, from: '' })],
    ['no time that it was put', (json) => ({ ...json, putAt: null })],
    ['no time to take it by', (json) => ({ ...json, takeBy: '1' })],
    ['too long a time to take it by', (json) => ({ ...json, takeBy: NOW + WAITS_MS + 1 })],
    ['no session', ({ session: _, ...json }) => json],
    ...(['name', 'arn', 'region', 'startedAt', 'expiresAt', 'credentials'] as const).map(
      (part): [string, (json: ReturnType<typeof written>) => unknown] => [
        `a session without ${part}`,
        (json) => ({ ...json, session: { ...json.session, [part]: undefined } }),
      ],
    ),
    ['no ARN', (json) => ({ ...json, session: { ...json.session, arn: 'role/dev' } })],
    ['a narrowing that is no text', (json) => ({ ...json, session: { ...json.session, narrowedTo: 1 } })],
    ['no end', (json) => ({ ...json, session: { ...json.session, expiresAt: NEVER } })],
    [
      'an end that is more than an hour off',
      (json) => ({ ...json, session: { ...json.session, expiresAt: NOW + LONGEST_MS + MINUTE_MS + 1 } }),
    ],
    ...(['accessKeyId', 'secretAccessKey', 'sessionToken'] as const).map(
      (part): [string, (json: ReturnType<typeof written>) => unknown] => [
        `no ${part}: long-term keys are never brought`,
        (json) => ({
          ...json,
          session: { ...json.session, credentials: { ...liveSession().credentials, [part]: '' } },
        }),
      ],
    ),
    [
      'an endpoint that is no address',
      (json) => ({ ...json, session: { ...json.session, endpoints: { s3: 'file:///etc' } } }),
    ],
    [
      'an endpoint of no service',
      (json) => ({ ...json, session: { ...json.session, endpoints: { ec2: 'https://ec2.test' } } }),
    ],
    [
      'a file of certificates',
      (json) => ({ ...json, session: { ...json.session, endpoints: { caBundle: '/tmp/mine.pem' } } }),
    ],
    [
      'a switch that is neither on nor off',
      (json) => ({ ...json, session: { ...json.session, endpoints: { fips: 1 } } }),
    ],
    ['an odd reason', (json) => ({ ...json, session: { ...json.session, endpoints: { refusal: {} } } })],
    ['more than any session has', (json) => ({ ...json, padding: 'x'.repeat(32 * 1024) })],
  ])('%s', (_, change) => {
    expect(read(written())).toBeDefined();
    expect(read(change(written()))).toBeUndefined();
  });

  it('what is no JSON', () => {
    expect(readEntry(keyOf(ID), '{')).toBeUndefined();
  });

  it('and of what is beside the form nothing is read', () => {
    const more = { ...written(), plan: {}, session: { ...written().session, plan: {}, narrowedBy: 'magic' } };
    expect(read(more)).toEqual(entry());
  });

  it('a reason why a service cannot be reached is kept: without it, calls would go elsewhere', () => {
    const refusal = { endpoints: { refusal: 'Not there.' } };
    expect(readEntry(keyOf(ID), entryText(entry(refusal)))?.session.endpoints).toEqual({ refusal: 'Not there.' });
  });
});

it.each([
  [{ id: 'a', name: 'x' }, { id: 'a', name: 'y' }, true],
  [{ id: 'a', name: 'x' }, { id: 'b', name: 'x' }, false],
  [{ id: undefined, name: 'x' }, { id: 'b', name: 'x' }, true],
  [{ id: 'a', name: 'x' }, { id: undefined, name: 'x' }, true],
  [{ id: undefined, name: 'x' }, { id: undefined, name: 'y' }, false],
])('%j and %j are one machine: %s', (one, other, isSame) => {
  expect(isSameMachine(one, other)).toBe(isSame);
});
