import { describe, expect, it } from 'vitest';
import { actionsFor, actionsTitle, type SessionAction } from '../../../../src/ask/rows/sessionActions.js';
import type { SessionEntry } from '../../../../src/model/session/entry.js';
import { identityOf } from '../../../../src/model/session/identity.js';
import { expire, type Session } from '../../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

const A = liveSession({ id: 'a', key: 'a', role: roleRef('a'), narrowedTo: 'read-only' });
const B = roleRef('b');
const FAILED = { kind: 'failed', role: B, message: 'No.' } as const;

function entry(overrides: Partial<SessionEntry>): SessionEntry {
  return { id: 'b', role: B, state: { kind: 'opening' }, underWay: true, renewal: { kind: 'off' }, ...overrides };
}

function offered(session: Session, ...entries: readonly SessionEntry[]): readonly SessionAction[] {
  const sessions = new FakeSessions();
  for (const one of entries) sessions.put(one);
  sessions.activate(session);
  return actionsFor(sessions);
}

const labels = (actions: readonly SessionAction[]): string[] => actions.map(({ label }) => label);
const ids = (actions: readonly SessionAction[]): (string | undefined)[] =>
  actions.map(({ argument }) => (argument !== undefined && 'sessionId' in argument ? argument.sessionId : undefined));

describe('what can be done', () => {
  it('without a session is to assume a role', () => {
    expect(offered({ kind: 'none' })).toMatchObject([{ label: 'Assume Role', command: 'roleSessions.assumeRole' }]);
  });

  it('with a live one acts on that one', () => {
    const actions = offered(A);
    expect(labels(actions)).toEqual([
      'Switch Role',
      'Renew Session',
      'End Session',
      'Open Terminal',
      'Open AWS Console',
      'Copy Assumed-Role ARN',
      'Narrow…',
      'Assume with Less…',
      'Show How Role Is Reached',
      'Open Definition',
    ]);
    expect(ids(actions)).toEqual([undefined, 'a', 'a', 'a', 'a', 'a', 'a', undefined, undefined, undefined]);
    expect(actions.slice(7).map(({ argument }) => argument)).toEqual([A.role.request, A.role.request, A.role.request]);
  });

  it('of a user’s own session is to narrow it, and of long-term keys is not', () => {
    const user = { ...A, identity: identityOf('arn:aws:iam::123456789012:user/ana') };
    expect(labels(offered(user))).toEqual(expect.arrayContaining(['Copy ARN', 'Narrow…', 'Assume with Less…']));
    const own = labels(offered({ ...user, credentials: { ...A.credentials, sessionToken: '' } }));
    expect(own.filter((label) => /Narrow|Less|Console/.test(label))).toEqual([]);
  });

  it('with an expired one is to assume it again, or to forget it', () => {
    const actions = offered(expire(A), entry({ id: 'a', role: A.role, state: expire(A), underWay: false }));
    expect(labels(actions)).toEqual([
      'Assume Again',
      'Choose Another Role',
      'Show How Role Is Reached',
      'Open Definition',
      'Forget Session',
    ]);
    expect(ids(actions)).toEqual(['a', undefined, undefined, undefined, 'a']);
  });

  it.each<[string, readonly SessionEntry[], readonly string[], unknown]>([
    ['with an id', [entry({ state: FAILED, underWay: false })], ['Forget Session'], { sessionId: 'b' }],
    ['without', [], [], B.request],
  ])('after a failure known %s', (_, entries, more, argument) => {
    const actions = offered(FAILED, ...entries);
    expect(labels(actions)).toEqual([
      'Assume Again',
      'Choose Another Role',
      'Show How Role Is Reached',
      'Open Definition',
      ...more,
    ]);
    expect(actions[0]?.argument).toEqual(argument);
  });
});

describe('while another role is being assumed', () => {
  it('each entry names whom it acts on, and nothing that is about the new one ends the old one', () => {
    const actions = offered({ kind: 'assuming', role: B, previous: A }, entry({}));
    expect(actions[0]).toEqual({
      label: 'Stop Assuming b',
      icon: 'close',
      on: undefined,
      command: 'roleSessions.endSession',
      argument: { sessionId: 'b' },
    });
    const acting = actions.slice(1).filter(({ argument }) => argument !== undefined);
    expect(acting.map(({ on }) => on)).toEqual(acting.map(() => 'a (read-only)'));
    expect(acting.find(({ label }) => label === 'End Session')?.argument).toEqual({ sessionId: 'a' });
  });

  it('a renewal of the active one offers the usual, and nothing that would end it by another name', () => {
    const actions = offered({ kind: 'assuming', role: A.role, previous: A });
    expect(actions).toEqual(offered(A));
  });

  it('nothing stops it where it has no id to name', () => {
    const actions = offered({ kind: 'assuming', role: B, previous: { kind: 'none' } });
    expect(labels(actions)).toEqual(['Choose Another Role']);
  });

  it('with nobody before, it can be stopped', () => {
    const actions = offered({ kind: 'assuming', role: B, previous: { kind: 'none' } }, entry({}));
    expect(labels(actions)).toEqual(['Stop Assuming b', 'Choose Another Role']);
  });
});

describe('the title is who is active', () => {
  it.each<[string, Session, string]>([
    ['nobody', { kind: 'none' }, ''],
    ['a session', A, 'a (read-only) in account 123456789012'],
    [
      'a session, while another is being assumed',
      { kind: 'assuming', role: B, previous: A },
      'a (read-only) in account 123456789012',
    ],
    ['one that has expired', expire(A), 'a (read-only) in account 123456789012'],
    ['who is being assumed, where nobody was', { kind: 'assuming', role: B, previous: { kind: 'none' } }, 'b'],
    ['what failed', FAILED, 'b'],
  ])('%s', (_, session, title) => {
    expect(actionsTitle(session)).toBe(title);
  });
});

describe('a menu that is headed by one session', () => {
  const BOTH = { a: A, b: liveSession({ id: 'b', key: 'b', role: B }) };
  const heads: readonly (readonly [string, Session])[] = [
    ['live', BOTH.b],
    ['expired', expire(BOTH.b)],
    ['failed', FAILED],
    ['renewed', { kind: 'assuming', role: B, previous: BOTH.b }],
    ['left for another', { kind: 'assuming', role: roleRef('c'), previous: BOTH.b }],
  ];

  it.each(heads)('that is %s ends, renews and narrows no other one', (_, session) => {
    const settled = session.kind === 'assuming' ? session.previous : session;
    const own = entry({ id: 'b', role: B, state: settled as SessionEntry['state'], underWay: false });
    const third = entry({ id: 'c', role: roleRef('c'), underWay: true });
    const actions = offered(session, entry({ id: 'a', role: A.role, state: A, underWay: false }), own, third);
    const sessions = new FakeSessions();
    sessions.activate(session);
    expect(actionsTitle(sessions.active())).toMatch(/^b\b/);
    for (const { argument, label } of actions.filter(({ command }) => command !== 'roleSessions.assumeRole')) {
      const id = label.startsWith('Stop Assuming c') ? 'c' : 'b';
      expect([label, argument]).toEqual([
        label,
        argument !== undefined && 'sessionId' in argument ? { sessionId: id } : B.request,
      ]);
    }
  });
});
