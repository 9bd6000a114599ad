// What an extension gets at each call: of the session, and as whom, it was promised, or an error that says why not.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccessDecision } from '../../../src/api/access.js';
import { ApiError } from '../../../src/api/apiError.js';
import { Loans } from '../../../src/api/loans.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import { narrowedRequest } from '../../../src/model/request.js';
import { expire, type LiveSession } from '../../../src/model/session/session.js';
import { liveSession, NOW, roleRef, SECRET, TOKEN } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';

const TOOL = { id: 'acme.tool', name: 'Tool', isSeen: true };
const ALL: AccessDecision = { kind: 'allowed', allowance: 'all' };
const READ: AccessDecision = { kind: 'allowed', allowance: 'read-only' };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DEV = liveSession();
const { request } = DEV.role;
const NARROWED = liveSession({
  id: 'narrowed',
  role: { ...DEV.role, request: narrowedRequest(request, { narrowings: [{ kind: 'read-only' }] }) },
  narrowedTo: 'read-only',
});

describe('a loan', () => {
  let sessions: FakeSessions;
  let decision: AccessDecision;
  let refusal: Error | undefined;
  let acts: SessionAct[];
  let loans: Loans;

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    sessions = new FakeSessions();
    sessions.put(liveEntry(DEV));
    decision = ALL;
    refusal = undefined;
    acts = [];
    loans = new Loans({
      sessions,
      consent: { decision: () => decision },
      check: () => {
        if (refusal !== undefined) throw refusal;
      },
      record: (act) => acts.push(act),
    });
  });
  afterEach(() => void vi.useRealTimers());

  const become = (overrides: Partial<LiveSession>) => sessions.put(liveEntry({ ...DEV, ...overrides }));
  const open = () => loans.open(TOOL, DEV, DEV);
  const code = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error instanceof ApiError ? error.code : error;
    }
  };

  it('gives what the session has by then', () => {
    const loan = open();
    expect(loans.fetch(loan)).toBe(DEV);
    const credentials = { ...DEV.credentials, accessKeyId: 'ASIARENEWED' };
    become({ credentials });
    expect(loans.fetch(loan).credentials).toBe(credentials);
  });

  it.each<readonly [string, Partial<LiveSession>]>([
    ['another ARN', { identity: { ...DEV.identity, arn: `${DEV.identity.arn}-else` } }],
    ['another who signed in', { principal: 'AKIAOTHER' }],
  ])('gives nothing of %s', (_, overrides) => {
    const loan = open();
    become(overrides);
    expect(code(() => loans.fetch(loan))).toBe('another');
  });

  it('gives nothing of a session that has ended, failed, or whose end has passed', () => {
    const loan = open();
    vi.setSystemTime(NOW + HOUR_MS);
    expect(code(() => loans.fetch(loan))).toBe('ended');
    vi.setSystemTime(NOW);
    sessions.put({ ...liveEntry(DEV), state: expire(DEV) });
    expect(code(() => loans.fetch(loan))).toBe('ended');
    become({});
    expect(loans.fetch(loan)).toEqual(DEV);
  });

  it('gives what is good for a few minutes, where nothing better is there', () => {
    const loan = open();
    vi.setSystemTime(NOW + HOUR_MS - MINUTE_MS);
    expect(loans.fetch(loan)).toBe(DEV);
    become({ principal: 'AKIAOTHER' });
    expect(code(() => loans.fetch(loan))).toBe('another');
  });

  it.each<readonly [string, AccessDecision, unknown]>([
    ['refused', { kind: 'refused' }, 'withdrawn'],
    ['withdrawn', { kind: 'ask', about: 'extension' }, 'withdrawn'],
    ['of a role that is production by now', { kind: 'ask', about: 'production' }, 'withdrawn'],
    ['reading alone', READ, 'withdrawn'],
  ])('of all that it may is nothing once it is %s', (_, now, expected) => {
    const loan = open();
    decision = now;
    expect(code(() => loans.fetch(loan))).toBe(expected);
  });

  it('of a session that can only read goes on where that is allowed, and where all is', () => {
    sessions.put(liveEntry(NARROWED));
    const loan = loans.open(TOOL, DEV, NARROWED);
    decision = READ;
    expect(loans.fetch(loan)).toBe(NARROWED);
    decision = ALL;
    expect(loans.fetch(loan)).toBe(NARROWED);
  });

  it('is nothing where the extension gets nothing at all', () => {
    const loan = open();
    refusal = new ApiError('restricted-mode', 'Not here.');
    expect(code(() => loans.fetch(loan))).toBe('restricted-mode');
  });

  it('is one for the same extension, session and identity', () => {
    const loan = open();
    expect(open()).toBe(loan);
    expect(loans.open({ ...TOOL, id: 'acme.other' }, DEV, DEV)).not.toBe(loan);
    expect(loans.open({ ...TOOL, isSeen: false }, DEV, DEV)).not.toBe(loan);
    expect(loans.open(TOOL, DEV, NARROWED)).not.toBe(loan);
    expect(loans.open(TOOL, { ...DEV, id: 'x' }, DEV)).not.toBe(loan);
    expect(loans.open(TOOL, DEV, { ...DEV, principal: 'AKIAOTHER' })).not.toBe(loan);
  });

  it('is on record at each call, given or not, without a secret', () => {
    const loan = open();
    loans.fetch(loan);
    decision = { kind: 'refused' };
    code(() => loans.fetch(loan));
    expect(acts).toMatchObject(
      [
        { kind: 'fetched', session: { id: DEV.id }, by: { kind: 'extension', name: 'acme.tool' }, message: undefined },
        { kind: 'withheld', session: { id: DEV.id }, by: { name: 'acme.tool' }, message: /./ as unknown },
      ].map((act, index) => (index === 1 ? { ...act, message: expect.stringContaining('acme.tool') as unknown } : act)),
    );
    expect(JSON.stringify(acts)).not.toContain(SECRET);
    expect(JSON.stringify(acts)).not.toContain(TOKEN);
  });

  it('keeps its session in use for an hour after each call, while it is allowed', () => {
    sessions.put(liveEntry(liveSession({ id: 'other', key: 'other', role: roleRef('other') })));
    const loan = open();
    expect([...loans.used()]).toEqual([]);
    loans.fetch(loan);
    expect([...loans.used()]).toEqual([DEV.id]);
    vi.setSystemTime(NOW + HOUR_MS - 1);
    expect([...loans.used()]).toEqual([DEV.id]);
    decision = { kind: 'refused' };
    expect([...loans.used()]).toEqual([]);
    decision = ALL;
    vi.setSystemTime(NOW + HOUR_MS);
    expect([...loans.used()]).toEqual([]);
  });
});
