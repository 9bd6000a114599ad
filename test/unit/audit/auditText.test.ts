import { describe, expect, it } from 'vitest';
import { auditText } from '../../../src/audit/auditText.js';
import type { AuditEntry } from '../../../src/audit/auditEntry.js';
import { localTime } from '../../../src/base/localTime.js';

const HEAD = 'What was done with AWS sessions on this machine, the latest first. No credentials are in it.';
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 24, 12, minute)).toISOString();
const shown = (minute: number): string => localTime(Date.parse(at(minute)));

describe('the audit log for people', () => {
  it('has the latest first, with what is known of each', () => {
    const entries: readonly AuditEntry[] = [
      {
        ...{ time: at(1), event: 'narrowed', role: 'dev', arn: 'arn:dev', account: '123456789012' },
        ...{ principal: 'arn:anna', source: 'profile base', narrowedTo: 'read-only' },
        ...{ sourceIdentity: 'anna', reason: 'narrowed=read-only', to: '/home/anna/.env', expires: at(30) },
      },
      { time: at(2), event: 'failed', role: 'dev', message: 'It was denied.\nTry again.' },
    ];
    expect(auditText(entries, 0, true)).toBe(
      [
        HEAD,
        '',
        `${shown(2)}  failed  dev`,
        '    It was denied. Try again.',
        `${shown(1)}  narrowed  dev (read-only)  arn:dev`,
        '    to /home/anna/.env',
        '    from profile base',
        '    signed in as arn:anna',
        '    source identity anna',
        '    reason given: narrowed=read-only',
        `    until ${shown(30)}`,
        '',
      ].join('\n'),
    );
  });

  it('has what was written down later than it happened in its place, and what was at one time as it was written', () => {
    const dev = { role: 'dev' };
    const entries: readonly AuditEntry[] = [
      { time: at(1), event: 'assumed', ...dev },
      { time: at(3), event: 'ended', ...dev },
      { time: at(3), event: 'withheld', ...dev },
      { time: at(2), event: 'fetched', ...dev },
    ];
    const events = auditText(entries, 0, true).matchAll(/  (\w+)  dev/g);
    expect([...events].map(([, event]) => event)).toEqual(['withheld', 'ended', 'fetched', 'assumed']);
  });

  it.each([
    'assumed',
    'renewed',
    'narrowed',
    'failed',
    'refused',
    'ended',
    'exported',
    'console',
    'revoked',
    'fetched',
    'withheld',
  ] as const)('names what was %s', (event) => {
    const text = auditText([{ time: at(1), event, role: 'dev' }], 0, true);
    expect(text).toBe(`${HEAD}\n\n${shown(1)}  ${event}  dev\n`);
  });

  it('says who has revoked what, and who has undone it', () => {
    const entry = { role: 'dev', by: 'arn:boss', before: at(5) };
    const entries = [
      { time: at(1), event: 'revoked', ...entry },
      { time: at(2), event: 'unrevoked', ...entry },
    ] as const;
    const detail = `    by arn:boss\n    given before ${shown(5)}\n`;
    expect(auditText(entries, 0, true)).toBe(
      `${HEAD}\n\n${shown(2)}  revoking undone  dev\n${detail}${shown(1)}  revoked  dev\n${detail}`,
    );
  });

  it('says that there is nothing, that it is turned off, and what could not be read', () => {
    expect(auditText([], 0, true)).toBe(`${HEAD}\n\nNothing yet.\n`);
    expect(auditText([], 2, false)).toBe(
      [
        HEAD,
        'It is turned off by the setting roleSessions.auditLog: nothing new is written.',
        '2 lines of it could not be read, and are left out.',
        '',
        'Nothing yet.',
        '',
      ].join('\n'),
    );
  });
});
