import { describe, expect, it } from 'vitest';
import { auditEntry, auditLine, readAuditLines, type AuditEntry } from '../../../src/audit/auditEntry.js';
import * as l10n from '../../../src/base/l10n.js';
import { speak } from '../../../src/base/l10n.js';
import { expire, NEVER } from '../../../src/model/session/session.js';
import { liveSession, NOW, roleRef, SECRET } from '../../support/samples.js';

const session = expire(liveSession({ principal: 'arn:aws:iam::123456789012:user/anna', narrowedTo: 'read-only' }));
const TIME = '2026-11-24T12:00:00.000Z';
const ENTRY: AuditEntry = { time: TIME, event: 'ended', role: 'dev' };

describe('an entry of the audit log', () => {
  it.each(['assumed', 'renewed', 'narrowed'] as const)(
    'of a session that was %s says who, how and until when',
    (kind) => {
      const act = { kind, session, sourceIdentity: 'anna', description: 'narrowed=read-only' };
      expect(auditEntry(act, NOW)).toEqual({
        time: TIME,
        event: kind,
        role: session.role.name,
        arn: session.identity.arn,
        account: session.identity.accountId,
        principal: 'arn:aws:iam::123456789012:user/anna',
        source: session.source,
        narrowedTo: 'read-only',
        sourceIdentity: 'anna',
        reason: 'narrowed=read-only',
        expires: new Date(session.expiresAt).toISOString(),
      });
    },
  );

  it('leaves out what is not known, and an end that never comes', () => {
    const nobody = { ...session.identity, accountId: '' };
    const bare = { ...session, identity: nobody, principal: undefined, narrowedTo: undefined, expiresAt: NEVER };
    const act = { kind: 'assumed', session: bare, sourceIdentity: undefined, description: undefined } as const;
    expect(Object.keys(auditEntry(act, NOW))).toEqual(['time', 'event', 'role', 'arn', 'source']);
  });

  it.each(['failed', 'refused'] as const)('that %s says why, and who it was where it was anybody', (kind) => {
    const act = { kind, role: roleRef('dev'), session: undefined, message: 'No.' };
    expect(auditEntry(act, NOW)).toEqual({ time: TIME, event: kind, role: 'dev', message: 'No.' });
    expect(auditEntry({ ...act, session }, NOW)).toMatchObject({ arn: session.identity.arn, message: 'No.' });
  });

  it('of an end says whose', () => {
    expect(auditEntry({ kind: 'ended', session }, NOW)).toMatchObject({ event: 'ended', arn: session.identity.arn });
  });
});

describe('an entry of credentials that were given out', () => {
  it('says whose, to what, and until when', () => {
    expect(auditEntry({ kind: 'exported', session, to: '/home/anna/.env' }, NOW)).toMatchObject({
      event: 'exported',
      arn: session.identity.arn,
      to: '/home/anna/.env',
      expires: new Date(session.expiresAt).toISOString(),
    });
  });
});

describe('an entry of the console', () => {
  it('says as whom, what was given the link, and until when one is signed in', () => {
    expect(auditEntry({ kind: 'console', session, to: 'firefox' }, NOW)).toMatchObject({
      event: 'console',
      arn: session.identity.arn,
      to: 'firefox',
      expires: new Date(session.expiresAt).toISOString(),
    });
  });
});

describe('an entry of a fetch', () => {
  const by = { kind: 'helper', name: 'roleSessions', pid: 4711, program: 'terraform' } as const;

  it.each([
    ['fetched', undefined],
    ['withheld', 'The session has ended.'],
  ] as const)('that was %s says whose credentials, and which program asked', (kind, message) => {
    expect(auditEntry({ kind, session, by, message }, NOW)).toEqual({
      ...auditEntry({ kind: 'ended', session }, NOW),
      event: kind,
      by: 'helper roleSessions',
      pid: '4711',
      program: 'terraform',
      expires: new Date(session.expiresAt).toISOString(),
      ...(message === undefined ? {} : { message }),
    });
  });

  it('that a program has gone on to is of when it did so last, though it is told later', () => {
    const act = { kind: 'fetched', session, by, message: undefined, times: 3, lastAt: NOW - 20_000 } as const;
    expect(auditEntry(act, NOW)).toMatchObject({ times: '3', time: new Date(NOW - 20_000).toISOString() });
  });

  it('says of the program what is known', () => {
    const act = { kind: 'fetched', session, by: { kind: 'extension', name: 'a.b' }, message: undefined } as const;
    expect(auditEntry(act, NOW)).toMatchObject({ by: 'extension a.b' });
    expect(Object.keys(auditEntry(act, NOW))).not.toContain('pid');
  });
});

describe('a line', () => {
  it('is in English, whatever the user reads', () => {
    speak({ words: { 'No.': 'Nein.' }, spoken: new Map() });
    const message = l10n.t('No.');
    const line = auditLine({ ...ENTRY, message }, []);
    speak({ words: undefined, spoken: new Map() });
    expect([message, readAuditLines(line).entries[0]?.message]).toEqual(['Nein.', 'No.']);
  });

  it('is one, whatever is in a message, and is read as it was written', () => {
    const entry: AuditEntry = { ...ENTRY, event: 'failed', message: 'one\ntwo "three"' };
    const line = auditLine(entry, []);
    expect(line.split('\n')).toHaveLength(2);
    expect(readAuditLines(line)).toEqual({ entries: [entry], unreadable: 0 });
  });

  it.each([
    `The service said ${SECRET}.`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}`,
    `{"SecretAccessKey":"${SECRET}"}`,
  ])('has no secret, and is one still: %j', (message) => {
    const line = auditLine({ ...ENTRY, message }, [SECRET]);
    expect(line).not.toContain(SECRET);
    expect(readAuditLines(line)).toMatchObject({ entries: [{ role: 'dev' }], unreadable: 0 });
  });

  it.each([
    ['half of one', '{"time":"2026-11-24T12:00:0'],
    ['another event', JSON.stringify({ ...ENTRY, event: 'exploded' })],
    ['no moment', JSON.stringify({ ...ENTRY, time: 'yesterday' })],
    ['no time', JSON.stringify({ ...ENTRY, time: undefined })],
    ['no role', JSON.stringify({ ...ENTRY, role: undefined })],
    ['what is no text', JSON.stringify({ ...ENTRY, message: 1 })],
    ['no entry', '"text"'],
    ['nothing', 'null'],
  ])('that is none is left out and counted: %s', (_, line) => {
    const good = auditLine(ENTRY, []);
    expect(readAuditLines(`${good}${line}\n\n${good}`)).toEqual({ entries: [ENTRY, ENTRY], unreadable: 1 });
  });
});
