// From the question of an extension to the session that it gets: whoever answers has all the time they like.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../src/api/apiError.js';
import type { Allowance } from '../../../src/api/access.js';
import { ExtensionApi } from '../../../src/api/extensionApi.js';
import type { Loan } from '../../../src/api/loans.js';
import { narrowedRequest, type SessionRequest } from '../../../src/model/request.js';
import { expire, type LiveSession } from '../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';

const TOOL = { id: 'acme.tool', name: 'Tool', isSeen: true };
const DEV = liveSession();
const PROD = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod') });
const READ_ONLY = { narrowings: [{ kind: 'read-only' }] } as const;
const readOnlyOf = (session: LiveSession, overrides: Partial<LiveSession> = {}): LiveSession => ({
  ...session,
  ...{ id: `${session.id}-narrow`, key: `${session.key}-narrow`, narrowedTo: 'read-only' },
  role: { ...session.role, request: narrowedRequest(session.role.request, READ_ONLY) },
  ...overrides,
});

describe('what extensions may ask for', () => {
  let sessions: FakeSessions;
  let isTrusted: boolean;
  let settle: (session: LiveSession) => Promise<Exclude<Allowance, 'refused'>>;
  let assume: (request: SessionRequest) => Promise<string | undefined>;
  let withheld: string[];
  let api: ExtensionApi;

  beforeEach(() => {
    sessions = new FakeSessions();
    sessions.activate(DEV);
    isTrusted = true;
    settle = () => Promise.resolve('all');
    assume = () => Promise.reject(new Error('nothing is to be assumed'));
    withheld = [];
    api = new ExtensionApi({
      sessions,
      ready: Promise.resolve(),
      consent: { settle: (_: unknown, session: LiveSession) => settle(session) },
      loans: {
        open: (caller, wanted, given) => ({ caller, wanted, given }) as unknown as Loan,
        record: (kind, { id }, session, message) => withheld.push([kind, id, session.id, message].join(' ')),
      },
      isProduction: ({ role }) => role.name === 'prod',
      isTrusted: () => isTrusted,
      assume: (request) => assume(request),
    });
  });

  const ask = (sessionId?: string) => api.credentials(TOOL, { sessionId, reason: 'to look' });
  const code = (work: Promise<unknown>) =>
    work.then(
      () => 'given',
      (error: unknown) => (error instanceof ApiError ? error.code : error),
    );

  it('is told of the sessions that are live', async () => {
    sessions.put(liveEntry(PROD));
    sessions.put({ ...liveEntry(liveSession({ id: 'old', key: 'old' })), state: expire(liveSession({ id: 'old' })) });
    const list = await api.list();
    expect(list.map(({ id, isProduction }) => [id, isProduction])).toEqual([
      [DEV.id, false],
      ['prod', true],
    ]);
    expect(JSON.stringify(list)).not.toContain('MARKED');
  });

  it('is told of what is active, in the window or in a folder', async () => {
    sessions.assign('file:///shop', PROD);
    expect((await api.active(undefined))?.id).toBe(DEV.id);
    expect((await api.active('file:///shop'))?.id).toBe('prod');
    sessions.activate({ kind: 'none' });
    expect(await api.active(undefined)).toBeUndefined();
  });

  it('is of the session that is active, or that is named', async () => {
    sessions.put(liveEntry(PROD));
    expect(await ask()).toMatchObject({ wanted: DEV, given: DEV });
    expect(await ask('prod')).toMatchObject({ wanted: PROD, given: PROD });
  });

  it('is nothing where there is no such session', async () => {
    expect(await code(ask('none'))).toBe('no-session');
    sessions.put({ ...liveEntry(DEV), state: expire(DEV) });
    expect(await code(ask(DEV.id))).toBe('no-session');
    sessions.activate({ kind: 'none' });
    expect(await code(ask())).toBe('no-session');
  });

  it('is nothing in Restricted Mode, and nobody is asked', async () => {
    isTrusted = false;
    settle = vi.fn();
    expect([await api.list(), await api.active(undefined), await code(ask())]).toEqual([
      [],
      undefined,
      'restricted-mode',
    ]);
    expect(settle).not.toHaveBeenCalled();
  });

  it('stays with what the user was asked about, whatever becomes active meanwhile', async () => {
    settle = () => {
      sessions.activate(PROD);
      return Promise.resolve('all');
    };
    expect(await ask()).toMatchObject({ wanted: DEV, given: DEV });
  });

  it('is of what was renewed meanwhile', async () => {
    const renewed = { ...DEV, credentials: { ...DEV.credentials, accessKeyId: 'ASIARENEWED' } };
    settle = () => {
      sessions.put(liveEntry(renewed));
      return Promise.resolve('all');
    };
    expect(await ask()).toMatchObject({ given: renewed });
  });

  it.each<readonly [string, () => void]>([
    ['ended', () => sessions.put({ ...liveEntry(DEV), state: expire(DEV) })],
    ['another', () => sessions.put(liveEntry({ ...DEV, principal: 'AKIAOTHER' }))],
    ['another', () => sessions.put(liveEntry({ ...DEV, identity: { ...DEV.identity, arn: 'arn:other' } }))],
  ])('is nothing where the session is %s when the user answers, and on record', async (expected, meanwhile) => {
    settle = () => {
      meanwhile();
      return Promise.resolve('all');
    };
    expect(await code(ask())).toBe(expected);
    expect(withheld).toEqual([expect.stringContaining(`withheld acme.tool ${DEV.id} The session of read-only`)]);
  });

  it('is nothing where the user says no, and on record', async () => {
    settle = () => Promise.reject(new ApiError('refused', 'No.'));
    expect(await code(ask())).toBe('refused');
    expect(withheld).toEqual([`withheld acme.tool ${DEV.id} No.`]);
  });

  describe('where the user lets it read', () => {
    beforeEach(() => {
      settle = () => Promise.resolve('read-only');
    });

    it('is a session beside it that can only read', async () => {
      const narrow = readOnlyOf(DEV);
      const asked: SessionRequest[] = [];
      assume = (request) => {
        asked.push(request);
        sessions.put(liveEntry(narrow));
        return Promise.resolve(narrow.id);
      };
      expect(await ask()).toMatchObject({ wanted: DEV, given: narrow });
      expect(asked).toEqual([narrow.role.request]);
    });

    it('is the session itself where that can only read', async () => {
      const narrow = readOnlyOf(DEV);
      sessions.put(liveEntry(narrow));
      expect(await ask(narrow.id)).toMatchObject({ wanted: narrow, given: narrow });
    });

    it.each<readonly [string, LiveSession | undefined]>([
      ['refused', undefined],
      ['refused', { ...PROD, id: 'wide' }],
      ['another', readOnlyOf(DEV, { principal: 'AKIAOTHER' })],
      ['another', readOnlyOf(DEV, { identity: { ...DEV.identity, arn: 'arn:other' } })],
    ])('is nothing (%s) where what is opened is something else', async (expected, opened) => {
      assume = () => {
        if (opened !== undefined) sessions.put(liveEntry(opened));
        return Promise.resolve(opened?.id);
      };
      expect(await code(ask())).toBe(expected);
      expect(withheld).toHaveLength(1);
    });
  });
});
