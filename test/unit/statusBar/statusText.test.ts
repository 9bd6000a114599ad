import { describe, expect, it } from 'vitest';
import { NEVER, expire, type Session } from '../../../src/model/session/session.js';
import { LINKED_COMMANDS, statusText } from '../../../src/statusBar/statusText.js';
import { NOW, SECRET, TOKEN, liveSession, roleRef } from '../../support/samples.js';
import { identityOf } from '../../../src/model/session/identity.js';

const at = (ms: number) => `<${ms - NOW}>`;
const show = (session: Session) => statusText(session, NOW, at);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('the text of a live session', () => {
  it.each([
    [12 * 60 * MINUTE, 'read-only 12h 0m', 'normal', 1],
    [90 * MINUTE, 'read-only 1h 30m', 'normal', 1],
    [90 * MINUTE - 1, 'read-only 89m', 'normal', MINUTE],
    [60 * MINUTE, 'read-only 60m', 'normal', 1],
    [10 * MINUTE + 1, 'read-only 10m', 'normal', 2],
    [10 * MINUTE, 'read-only 10m', 'warning', 1],
    [MINUTE, 'read-only 1m', 'warning', 1],
    [MINUTE - 1, 'read-only 59s', 'warning', SECOND],
    [5 * SECOND, 'read-only 5s', 'warning', 1],
    [0, 'read-only 0s', 'warning', 1],
  ])('with %i ms left reads "%s" (%s), good for %i ms', (left, text, severity, freshForMs) => {
    const shown = show(liveSession({ expiresAt: NOW + left }));
    expect(shown).toMatchObject({ text: `$(shield) ${text}`, severity, freshForMs });
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
    expect(tooltip).toContain(`(command:${command})`);
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

describe('the other states', () => {
  const role = roleRef('other');

  it.each<[string, Session, string, string]>([
    ['none', { kind: 'none' }, '$(shield) No AWS role', 'normal'],
    ['assuming', { kind: 'assuming', role, previous: { kind: 'none' } }, '$(sync~spin) other', 'normal'],
    ['expired', expire(liveSession()), '$(shield) read-only expired', 'error'],
    ['failed', { kind: 'failed', role, message: 'Denied.' }, '$(error) other', 'error'],
  ])('%s', (_, session, text, severity) => {
    expect(show(session)).toMatchObject({ text, severity, freshForMs: undefined });
  });

  it('says which role stays active while another is being assumed', () => {
    const shown = show({ kind: 'assuming', role, previous: liveSession() });
    expect(shown.tooltip).toContain('**read\\-only** stays active');
  });

  it('says why it failed', () => {
    expect(show({ kind: 'failed', role, message: 'AWS does not know it.' }).tooltip).toContain(
      'AWS does not know it\\.',
    );
  });
});
