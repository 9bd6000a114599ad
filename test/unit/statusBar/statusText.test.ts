import { describe, expect, it } from 'vitest';
import type { SessionEntry } from '../../../src/model/session/entry.js';
import { NEVER, expire, type Session, type Settled } from '../../../src/model/session/session.js';
import { LINKED_COMMANDS, statusText, type StatusContext, type StatusText } from '../../../src/statusBar/statusText.js';
import { liveEntry } from '../../support/sessions.js';
import { NOW, SECRET, TOKEN, liveSession, roleRef } from '../../support/samples.js';
import { identityOf } from '../../../src/model/session/identity.js';

const at = (ms: number) => `<${ms - NOW}>`;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

function show(session: Session, overrides: Partial<StatusContext> = {}): StatusText {
  return statusText(session, {
    current: undefined,
    pending: undefined,
    now: NOW,
    formatTime: at,
    warnBefore: [10 * MINUTE, 2 * MINUTE],
    production: [],
    folders: [],
    followed: undefined,
    ...overrides,
  });
}

describe('the text of a live session', () => {
  it.each([
    [12 * 60 * MINUTE, '$(shield) read-only 12h 0m', 'normal', SECOND],
    [90 * MINUTE, '$(shield) read-only 1h 30m', 'normal', SECOND],
    [90 * MINUTE - 1, '$(shield) read-only 89m', 'normal', MINUTE],
    [60 * MINUTE, '$(shield) read-only 60m', 'normal', SECOND],
    [11 * MINUTE - 10 * SECOND, '$(shield) read-only 10m', 'normal', 50 * SECOND + 1],
    [10 * MINUTE + 1, '$(shield) read-only 10m', 'normal', SECOND],
    [10 * MINUTE, '$(warning) read-only 10m', 'warning', SECOND],
    [MINUTE, '$(warning) read-only 1m', 'warning', SECOND],
    [MINUTE - 1, '$(warning) read-only 59s', 'warning', SECOND],
    [5 * SECOND, '$(warning) read-only 5s', 'warning', SECOND],
    [0, '$(warning) read-only 0s', 'warning', SECOND],
  ])('with %i ms left reads "%s" (%s), good for %i ms', (left, text, severity, freshForMs) => {
    expect(show(liveSession({ expiresAt: NOW + left }))).toMatchObject({ text, severity, freshForMs });
  });

  it.each([
    ['earlier', [30 * MINUTE], 'warning'],
    ['later', [5 * MINUTE], 'normal'],
    ['never', [], 'normal'],
  ])('warns %s where the settings say so', (_, warnBefore, severity) => {
    expect(show(liveSession({ expiresAt: NOW + 8 * MINUTE }), { warnBefore }).severity).toBe(severity);
  });
});

describe('how a live session goes on', () => {
  const session = liveSession({ expiresAt: NOW + 8 * MINUTE });
  const going = (overrides: Partial<SessionEntry>) => show(session, { current: liveEntry(session, overrides) });

  it.each<[string, Partial<SessionEntry>, string, string, string, string]>([
    ['being renewed', { underWay: true }, 'sync~spin', 'normal', 'being renewed', '\\(in 8m\\)'],
    [
      'planned',
      { renewal: { kind: 'at', at: NOW + MINUTE } },
      'shield',
      'normal',
      'expires in 8m',
      'by itself, at \\<60000\\>',
    ],
    ['planned and overdue', { renewal: { kind: 'at', at: NOW } }, 'warning', 'warning', 'expires in 8m', 'by itself'],
    ['not asked for yet', { renewal: { kind: 'asks', since: undefined } }, 'warning', 'warning', 'expires in 8m', '8m'],
    [
      'waiting for somebody',
      { renewal: { kind: 'asks', since: NOW } },
      'bell-dot',
      'warning',
      'waits for you',
      'it waits for you',
    ],
    [
      'tried in vain',
      { renewal: { kind: 'backoff', at: NOW + MINUTE, tries: 2, message: 'No [way].' } },
      'warning',
      'warning',
      'not renewed',
      'It could not be renewed yet. No \\[way\\]\\.',
    ],
    [
      'of a changed plan',
      { renewal: { kind: 'changed', message: 'Other keys.' } },
      'warning',
      'warning',
      'not renewed',
      'Other keys',
    ],
  ])('%s', (_, overrides, icon, severity, label, tooltip) => {
    const shown = going(overrides);
    expect(shown).toMatchObject({ text: `$(${icon}) read-only 8m`, severity });
    expect(shown.label).toContain(label);
    expect(shown.tooltip).toContain(tooltip);
  });
});

describe('the tooltip of a live session', () => {
  const { tooltip } = show(liveSession());

  it.each([
    ['Account', '123456789012'],
    ['Assumed role', 'arn:aws:sts::123456789012:assumed\\-role/sts\\-s3\\-read\\-only\\-role/mytestsession'],
    ['Session name', 'mytestsession'],
    ['Source', 'profile ststestprofile'],
    ['Region', 'us\\-west\\-2'],
    ['Expires', '\\<3600000\\> \\(in 60m\\)'],
  ])('gives %s', (name, value) => {
    expect(tooltip).toContain(`| ${name.replace(' ', '&nbsp;')} | ${value} |`);
  });

  it.each(LINKED_COMMANDS)('links to %s', (command) => {
    expect(tooltip).toContain(`(command:${command}`);
  });

  it('acts on this session, whichever is active when a link is clicked', () => {
    const [, query = ''] = /command:roleSessions\.endSession\?([^)]*)\)/.exec(tooltip) ?? [];
    expect(JSON.parse(decodeURIComponent(query))).toEqual([{ sessionId: liveSession().id }]);
  });

  it('holds no secret', () => {
    expect(tooltip).not.toContain(SECRET);
    expect(tooltip).not.toContain(TOKEN);
  });

  it('shows a name as it is, not as markup', () => {
    const shown = show(liveSession({ role: roleRef('[x](command:evil) $(bug)|') }));
    expect(shown.tooltip).not.toContain('](command:evil)');
    expect(shown.tooltip).not.toContain('$(bug)');
  });
});

it('a session of a server that knows no accounts names none', () => {
  const { tooltip, label } = show(liveSession({ identity: identityOf('arn:aws:sts:::assumed-role/deploy/me') }));
  expect(tooltip).toContain('| Session&nbsp;name | me |');
  expect(tooltip).not.toContain('Account');
  expect(label).toBe('AWS role read-only, expires in 60m');
});

describe('a narrowed session', () => {
  it('says so everywhere', () => {
    const shown = show(liveSession({ narrowedTo: 'read-only', expiresAt: NOW + 58 * MINUTE }));
    expect(shown.text).toBe('$(shield) read-only (read-only) 58m');
    expect(shown.tooltip).toContain('| Narrowed&nbsp;to | read\\-only |');
    expect(shown.label).toContain('(read-only)');
  });

  it('keeps the status bar short, not the tooltip', () => {
    const narrowedTo = 'reading s3://a-rather-long-bucket-name/with/a/prefix/';
    const shown = show(liveSession({ narrowedTo }));
    expect(shown.text).toBe('$(shield) read-only (reading s3://a…ith/a/prefix/) 60m');
    expect(shown.tooltip).toContain('a\\-rather\\-long\\-bucket\\-name');
  });
});

describe('a session without a role', () => {
  it.each([
    ['arn:aws:sts::123456789012:federated-user/ana', 'Federated&nbsp;user', 'AWS federated user token'],
    ['arn:aws:iam::123456789012:user/team/ana', 'User', 'AWS user token'],
    ['arn:aws:iam::123456789012:root', 'User', 'AWS root user token'],
  ])('as %s', (arn, name, label) => {
    const shown = show(liveSession({ role: roleRef('token'), identity: identityOf(arn) }));
    expect(shown.tooltip).toContain(`| ${name} | `);
    expect(shown.tooltip).not.toContain('Session&nbsp;name');
    expect(shown.label).toMatch(new RegExp(`^${label},`));
  });

  it('does not count down without an end', () => {
    const shown = show(liveSession({ expiresAt: NEVER }));
    expect(shown).toMatchObject({ text: '$(shield) read-only', severity: 'normal', freshForMs: undefined });
    expect(shown.tooltip).toContain('| Expires | never |');
    expect(shown.label).toContain('does not expire');
  });
});

describe('production', () => {
  it.each<[string, number, string]>([
    ['is in the error colour', 60 * MINUTE, '$(flame) read-only 60m'],
    ['and says still that it ends soon', 5 * MINUTE, '$(warning) read-only 5m'],
  ])('%s', (_, left, text) => {
    const shown = show(liveSession({ expiresAt: NOW + left }), { production: ['read-*'] });
    expect(shown).toMatchObject({ text, severity: 'error' });
    expect(shown.label).toContain('AWS role read-only, production, account 123456789012');
    expect(shown.tooltip).toContain('**read\\-only** · production');
  });
});

describe('a session that was narrowed from another', () => {
  it('names the wider one', () => {
    const shown = show(liveSession({ narrowedTo: 'read-only', narrowedFrom: { id: 'x', name: 'wide' } }));
    expect(shown.tooltip).toContain('| Narrowed&nbsp;from | wide |');
  });
});

describe('the other states', () => {
  const role = roleRef('other');

  it.each<[string, Session, string, string, string]>([
    ['none', { kind: 'none' }, '$(shield) No AWS role', 'normal', 'No AWS role'],
    [
      'assuming',
      { kind: 'assuming', role, previous: { kind: 'none' } },
      '$(sync~spin) other…',
      'normal',
      'Assuming other',
    ],
    [
      'assuming after a failure',
      { kind: 'assuming', role, previous: { kind: 'failed', role, message: 'Denied.' } },
      '$(sync~spin) other…',
      'normal',
      'Assuming other',
    ],
    ['expired', expire(liveSession()), '$(error) read-only expired', 'error', 'read-only expired'],
    [
      'expired, narrowed',
      expire(liveSession({ narrowedTo: 'read-only' })),
      '$(error) read-only (read-only) expired',
      'error',
      'read-only (read-only) expired',
    ],
    ['failed', { kind: 'failed', role, message: 'Denied.' }, '$(error) other failed', 'error', 'other failed'],
  ])('%s', (_, session, text, severity, label) => {
    expect(show(session)).toMatchObject({ text, severity, label, freshForMs: undefined });
  });

  it('expired says since when, and what that means', () => {
    const { tooltip } = show(expire(liveSession({ expiresAt: NOW - 1 })));
    expect(tooltip).toContain('**read\\-only** expired at <-1>. New terminals have no credentials.');
  });

  it('says why it failed', () => {
    expect(show({ kind: 'failed', role, message: 'AWS does not know it.' }).tooltip).toContain(
      'AWS does not know it\\.',
    );
  });

  it('a failed one can be forgotten where it is known by an id', () => {
    const session: Session = { kind: 'failed', role, message: 'No.' };
    const current: SessionEntry = { id: 'abc', role, state: session, underWay: false, renewal: { kind: 'off' } };
    expect(show(session).tooltip).not.toContain('endSession');
    expect(show(session, { current }).tooltip).toContain('endSession');
  });
});

describe('while another role is being assumed', () => {
  const role = roleRef('other');

  it.each<[string, Settled, string, string, string]>([
    [
      'who is active comes first',
      liveSession({ expiresAt: NOW + 42 * MINUTE }),
      '$(sync~spin) read-only 42m · other…',
      'normal',
      'AWS role read-only, account 123456789012, expires in 42m, other pending',
    ],
    [
      'it still says that this one ends soon',
      liveSession({ expiresAt: NOW + 5 * MINUTE }),
      '$(sync~spin) read-only 5m · other…',
      'warning',
      'AWS role read-only, account 123456789012, expires in 5m, other pending',
    ],
    [
      'it still says that this one has expired',
      expire(liveSession()),
      '$(sync~spin) read-only expired · other…',
      'error',
      'read-only expired, other pending',
    ],
  ])('%s', (_, previous, text, severity, label) => {
    const shown = show({ kind: 'assuming', role, previous });
    expect(shown).toMatchObject({ text, severity, label });
    expect(shown.tooltip).toContain('Assuming **other**. Until it is there, you are:');
    expect(shown.tooltip).toContain('**read\\-only**');
  });

  it('goes on counting', () => {
    const previous = liveSession({ expiresAt: NOW + 30 * SECOND });
    expect(show({ kind: 'assuming', role, previous }).freshForMs).toBe(SECOND);
  });

  it('the same role again is not two', () => {
    const previous = liveSession();
    expect(show({ kind: 'assuming', role: previous.role, previous })).toMatchObject({
      text: '$(sync~spin) read-only 60m',
      label: 'AWS role read-only, account 123456789012, expires in 60m, being renewed',
    });
  });
});
