// What a terminal of a role is called, and in which colour it is.
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../../src/model/session/identity.js';
import { terminalLook, terminalName } from '../../../../src/terminals/opening/terminalLook.js';
import { liveSession, roleRef } from '../../../support/samples.js';

const acting = (role: string, account = '123456789012', session = 'vscode-1') => ({
  identity: identityOf(`arn:aws:sts::${account}:assumed-role/${role}/${session}`),
});
const colourOf = (...who: Parameters<typeof acting>) => terminalLook(acting(...who), false).colour;

describe('a terminal of a role', () => {
  const session = liveSession({ role: roleRef('deploy'), narrowedTo: undefined, ...acting('deploy') });

  it.each([
    ['has the role’s name and its account', session, 'deploy · 123456789012'],
    ['says how it is narrowed', { ...session, narrowedTo: 'read-only' }, 'deploy (read-only) · 123456789012'],
    ['has no account where there is none', { ...session, ...acting('deploy', '') }, 'deploy'],
  ])('%s', (_, named, name) => {
    expect(terminalName(named)).toBe(name);
  });

  it('has one colour, whatever its sessions are called and by whichever name it is configured', () => {
    expect(colourOf('deploy', '123456789012', 'other')).toBe(colourOf('deploy'));
    const renamed = { ...session, role: roleRef('another') };
    expect(terminalLook(renamed, false)).toEqual(terminalLook(session, false));
  });

  it('has the same in every release: these were given once', () => {
    const roles = ['deploy', 'read-only', 'admin', 'sts-s3-read-only-role', 'sts-s3-full-access-role'];
    expect(roles.map((role) => colourOf(role).replace('terminal.ansi', ''))).toEqual([
      'Cyan',
      'Cyan',
      'Cyan',
      'Green',
      'Magenta',
    ]);
  });

  it('has any of the colours, about as often', () => {
    const counts = new Map<string, number>();
    for (let account = 0; account < 1_000; account += 1) {
      const colour = colourOf('admin', String(account).padStart(12, '0'));
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(
      ['Blue', 'Cyan', 'Green', 'Magenta'].map((name) => `terminal.ansi${name}`),
    );
    expect(Math.min(...counts.values())).toBeGreaterThan(150);
  });

  it('is red where it is production, and then alone', () => {
    expect(terminalLook(session, true)).toEqual({ icon: 'flame', colour: 'terminal.ansiRed' });
    expect(terminalLook(session, false).icon).toBe('shield');
  });
});
