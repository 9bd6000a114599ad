import { describe, expect, it } from 'vitest';
import type { SessionEntry } from '../../../src/model/session/entry.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { expire, NEVER, type LiveSession } from '../../../src/model/session/session.js';
import { viewRows, type Row, type RowContext } from '../../../src/sessionsView/rows.js';
import { liveSession, NOW, roleRef, SECRET, TOKEN } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';

const MINUTE = 60_000;

const CONTEXT: RowContext = {
  now: NOW,
  formatTime: (ms) => `<${ms - NOW}>`,
  warnBefore: [10 * MINUTE, 2 * MINUTE],
  production: [],
  recent: [],
  mfa: [],
  folders: [],
};

const lately = (...ids: readonly string[]) => ids.map((id) => ({ id, arn: undefined }));

function session(name: string, overrides: Partial<LiveSession> = {}): LiveSession {
  return liveSession({ id: name, key: name, role: roleRef(name), ...overrides });
}

function entry(name: string, overrides: Partial<SessionEntry>): SessionEntry {
  return liveEntry(session(name), overrides);
}

function rowsOf(
  entries: readonly SessionEntry[],
  context: Partial<RowContext> = {},
  active?: LiveSession,
): readonly Row[] {
  const sessions = new FakeSessions();
  for (const one of entries) sessions.put(one);
  if (active !== undefined) sessions.activate(active);
  return viewRows(sessions, { ...CONTEXT, ...context });
}

const FAILED = { kind: 'failed', role: roleRef('broken'), message: 'AWS does not know it.' } as const;
const labels = (rows: readonly Row[]) => rows.map(({ label }) => label);

describe('the rows', () => {
  it('are none without sessions', () => {
    expect(rowsOf([])).toEqual([]);
  });

  it('begin with the active session, then what is good, on its way, failed, expired, and used lately', () => {
    const rows = rowsOf(
      [
        entry('old', { state: expire(session('old')) }),
        entry('broken', { state: FAILED }),
        entry('coming', { state: { kind: 'opening' }, underWay: true }),
        liveEntry(session('one')),
        liveEntry(session('two')),
      ],
      { recent: lately('profile:two', 'setting:lately', 'profile:old') },
      session('two'),
    );
    expect(labels(rows)).toEqual(['two', 'one', 'coming', 'broken', 'old', 'lately']);
  });

  it('have the active one first, also where it has expired', () => {
    const state = expire(session('old'));
    const sessions = new FakeSessions();
    sessions.put(liveEntry(session('one')));
    sessions.put(entry('old', { state }));
    sessions.activate(state);
    expect(labels(viewRows(sessions, CONTEXT))).toEqual(['old', 'one']);
  });
});

describe('a row', () => {
  it.each<[string, SessionEntry, Partial<Row>]>([
    [
      'that is good',
      liveEntry(session('dev')),
      {
        label: 'dev',
        description: '60m · 123456789012 · profile ststestprofile',
        icon: 'shield',
        colour: undefined,
        context: 'session:live:other:configured',
        spoken: 'dev, account 123456789012, expires in 60m, profile ststestprofile',
      },
    ],
    [
      'that is narrowed',
      liveEntry(session('dev', { narrowedTo: 'read-only' })),
      {
        label: 'dev (read-only)',
        spoken: 'dev (read-only), account 123456789012, expires in 60m, profile ststestprofile',
      },
    ],
    [
      'without an end, at a server without accounts',
      liveEntry(session('dev', { expiresAt: NEVER, identity: identityOf('arn:aws:sts:::assumed-role/r/me') })),
      { description: 'profile ststestprofile', spoken: 'dev, does not expire, profile ststestprofile' },
    ],
    [
      'that ends soon',
      liveEntry(session('dev', { expiresAt: NOW + 90_000 })),
      { description: '1m · 123456789012 · profile ststestprofile', icon: 'warning', colour: 'warning' },
    ],
    [
      'that is being renewed',
      entry('dev', { underWay: true }),
      { description: 'being renewed · 60m · 123456789012 · profile ststestprofile', icon: 'sync~spin' },
    ],
    [
      'that waits for somebody',
      entry('dev', { renewal: { kind: 'asks', since: NOW } }),
      {
        description: 'waits for you to renew it · 60m · 123456789012 · profile ststestprofile',
        icon: 'bell-dot',
        colour: 'warning',
      },
    ],
    [
      'that could not be renewed',
      entry('dev', { renewal: { kind: 'backoff', at: NOW, tries: 1, message: 'x' } }),
      {
        description: 'not renewed · 60m · 123456789012 · profile ststestprofile',
        icon: 'warning',
        colour: 'warning',
      },
    ],
    [
      'that is being opened',
      entry('dev', { state: { kind: 'opening' }, underWay: true }),
      {
        label: 'dev',
        description: 'assuming…',
        icon: 'sync~spin',
        colour: undefined,
        context: 'session:opening:other:configured',
        spoken: 'dev, assuming…',
      },
    ],
    [
      'that has expired',
      entry('dev', { state: expire(session('dev')) }),
      {
        description: 'expired · 123456789012 · profile ststestprofile',
        icon: 'error',
        colour: 'error',
        context: 'session:expired:other:configured',
        spoken: 'dev, expired, account 123456789012, profile ststestprofile',
      },
    ],
    [
      'that failed',
      entry('broken', { role: FAILED.role, state: FAILED }),
      {
        label: 'broken',
        description: 'failed · AWS does not know it.',
        icon: 'error',
        colour: 'error',
        context: 'session:failed:other:configured',
        spoken: 'broken, failed, AWS does not know it.',
      },
    ],
  ])('%s', (_, given, expected) => {
    expect(rowsOf([given])).toMatchObject([expected]);
  });

  it('that is active says so', () => {
    const [row] = rowsOf([], {}, session('dev'));
    expect(row).toMatchObject({
      description: 'active · 60m · 123456789012 · profile ststestprofile',
      icon: 'pass-filled',
      colour: 'good',
      context: 'session:live:active:configured',
      spoken: 'dev, active, account 123456789012, expires in 60m, profile ststestprofile',
    });
  });

  it('that was active and has expired does not', () => {
    const state = expire(session('dev'));
    const sessions = new FakeSessions();
    sessions.put(entry('dev', { state }));
    sessions.activate(state);
    const [row] = viewRows(sessions, CONTEXT);
    expect(row).toMatchObject({ description: 'expired · 123456789012 · profile ststestprofile', icon: 'error' });
  });

  it('of what is in no file has no definition', () => {
    const target = { kind: 'ad-hoc', arn: 'arn:aws:iam::1:role/far', sourceProfile: 'x' } as const;
    const role = { id: 'far', name: 'far', request: { target, overrides: {} } };
    expect(rowsOf([liveEntry(session('far', { role }))])[0]?.context).toBe('session:live:other:asked');
  });

  it('passes its session to commands, and holds no secret', () => {
    const [row] = rowsOf([liveEntry(session('dev'))]);
    expect(row?.key).toEqual({ kind: 'session', sessionId: 'dev' });
    expect(row?.tooltip).toContain('| Account | 123456789012 |');
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });
});

describe('production', () => {
  const production = ['*prod*'];

  it.each<[string, SessionEntry, boolean, Partial<Row>]>([
    ['good', liveEntry(session('prod')), false, { icon: 'flame', colour: 'error', description: 'production · 60m' }],
    [
      'active',
      liveEntry(session('prod')),
      true,
      { icon: 'pass-filled', colour: 'error', description: 'production · active · 60m' },
    ],
    [
      'ending soon',
      liveEntry(session('prod', { expiresAt: NOW + 60_000 })),
      false,
      { icon: 'warning', colour: 'error', description: 'production · 1m' },
    ],
    [
      'on its way',
      entry('prod', { state: { kind: 'opening' }, underWay: true }),
      false,
      { icon: 'sync~spin', colour: 'error', description: 'production · assuming…' },
    ],
  ])('that is %s', (_, given, isActive, { description, ...expected }) => {
    const active = isActive && given.state.kind === 'live' ? given.state : undefined;
    const [row] = rowsOf([given], { production }, active);
    expect(row).toMatchObject(expected);
    expect(row?.description.startsWith(description ?? '')).toBe(true);
    expect(row?.spoken).toContain('production');
  });

  it('used lately', () => {
    const [row] = rowsOf([], { production, recent: lately('setting:prod-eu') });
    expect(row).toMatchObject({
      key: { kind: 'recent', roleId: 'setting:prod-eu' },
      label: 'prod-eu',
      description: 'production · used lately',
      icon: 'flame',
      colour: 'error',
      spoken: 'prod-eu, production, used lately',
    });
  });
});

const ANNA = 'arn:aws:iam::123456789012:mfa/anna';

describe('what one MFA code gave for many roles', () => {
  it('has a row after the sessions, with whose it is and how long it is good', () => {
    const mfa = [{ key: 'k', device: ANNA, expiresAt: NOW + 3 * 60 * MINUTE }];
    const rows = rowsOf([liveEntry(session('dev'))], { mfa, recent: lately('profile:x') });
    expect(labels(rows)).toEqual(['dev', 'MFA session of anna', 'x']);
    expect(rows[1]).toMatchObject({
      key: { kind: 'mfa', mfaSession: 'k' },
      description: '3h 0m · 123456789012',
      icon: 'key',
      context: 'mfa',
      spoken: 'MFA session of anna, account 123456789012, expires in 3h 0m',
    });
    expect(rows[1]?.tooltip).toContain('without another code until <10800000>');
    expect(rows[1]?.tooltip).toMatch(/MFA&nbsp;device .*anna/);
  });

  it.each([
    ['hardware', 'GAHT12345678', 'MFA session of GAHT12345678'],
    ['an earlier release', undefined, 'MFA session'],
  ])('of %s is told by what is known', (_, device, label) => {
    const [row] = rowsOf([], { mfa: [{ key: 'k', device, expiresAt: NOW + 90_000 }] });
    expect(row).toMatchObject({ label, description: '1m', spoken: `${label}, expires in 1m` });
  });
});

describe('a role that was used lately and has no session', () => {
  it('can be assumed', () => {
    expect(rowsOf([], { recent: lately('profile:dev') })).toEqual([
      {
        key: { kind: 'recent', roleId: 'profile:dev' },
        label: 'dev',
        description: 'used lately',
        icon: 'history',
        colour: undefined,
        tooltip: 'Assume the role',
        context: 'recent',
        spoken: 'dev, used lately',
      },
    ]);
  });

  it('says who it was, where that is known', () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/deploy/me';
    const [row] = rowsOf([], { recent: [{ id: 'profile:dev', arn }] });
    expect(row).toMatchObject({
      description: '123456789012 · used lately',
      context: 'recent:known',
      spoken: 'dev, account 123456789012, used lately',
    });
    expect(row?.tooltip).toMatch(/^Assume the role\n\n[^]*Last&nbsp;time .*deploy/);
  });

  it('is production by the account, too', () => {
    const recent = [{ id: 'profile:dev', arn: 'arn:aws:sts::123456789012:assumed-role/deploy/me' }];
    const [row] = rowsOf([], { recent, production: ['123456789012'] });
    expect(row).toMatchObject({ description: 'production · 123456789012 · used lately', colour: 'error' });
  });
});
