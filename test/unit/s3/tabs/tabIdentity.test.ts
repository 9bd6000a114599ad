import { describe, expect, it } from 'vitest';
import { tabIdentity, tabLooks, warningOf } from '../../../../src/s3/tabs/tabIdentity.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

const dev = liveSession({ key: 'dev', role: roleRef('dev'), narrowedTo: 'read-only' });
const prod = liveSession({ key: 'prod', role: roleRef('s3-full-access') });

function looks(key: string, prepare: (sessions: FakeSessions) => void, patterns: string[] = []) {
  const sessions = new FakeSessions();
  prepare(sessions);
  const tab = tabIdentity(key, sessions, patterns);
  return { kind: tab.kind, ...tabLooks(tab), warning: warningOf(tab) };
}

describe('a tab', () => {
  it('of the active session says whose it is, and warns of nothing', () => {
    expect(looks('dev', (sessions) => sessions.activate(dev))).toEqual({
      kind: 'active',
      badge: 'DR',
      tooltip: 'Opened as dev (read-only) in account 123456789012',
      color: 'none',
      warning: undefined,
    });
  });

  it('of another session names both', () => {
    const switched = (sessions: FakeSessions) => {
      sessions.activate(dev);
      sessions.activate(prod);
    };
    expect(looks('dev', switched)).toMatchObject({
      kind: 'other',
      tooltip: 'Opened as dev (read-only) in account 123456789012 · s3-full-access is active now',
      color: 'warning',
    });
    expect(looks('prod', switched)).toMatchObject({ kind: 'active', badge: 'SF', color: 'none' });
  });

  it('of a session that goes on while no role is active says so', () => {
    const ended = (sessions: FakeSessions) => {
      sessions.activate(dev);
      sessions.activate({ kind: 'none' });
    };
    expect(looks('dev', ended)).toMatchObject({ kind: 'other', warning: 'no role is active now', color: 'warning' });
  });

  it('of a session that has ended says so', () => {
    const ended = (sessions: FakeSessions) => {
      sessions.activate(prod);
      sessions.known.set('dev', dev);
    };
    expect(looks('dev', ended)).toMatchObject({ kind: 'ended', warning: 'this session has ended', color: 'warning' });
  });

  it('of production has the colour of errors, active or not', () => {
    const both = (sessions: FakeSessions) => {
      sessions.activate(dev);
      sessions.activate(prod);
    };
    const patterns = ['dev', 's3-full-*'];
    expect(looks('prod', both, patterns)).toMatchObject({
      tooltip: 'Opened as s3-full-access in account 123456789012 (production)',
      color: 'error',
      warning: undefined,
    });
    expect(looks('dev', both, patterns)).toMatchObject({ color: 'error', warning: 's3-full-access is active now' });
  });

  it('of a session that nobody knows is not passed off as the active one', () => {
    expect(looks('nobody', (sessions) => sessions.activate(dev))).toEqual({
      kind: 'unknown',
      badge: '?',
      tooltip: 'Opened with a role session that this window does not know',
      color: 'warning',
      warning: 'this window does not know its session',
    });
  });

  it.each([
    ['dev', 'DE'],
    ['x', 'X'],
    ['s3-read-only', 'SR'],
    ['Prod: Admin', 'PA'],
    ['straße', 'ST'],
    ['ßa', 'SS'],
    ['𝒟ev', '𝒟E'],
    ['7-up', '7U'],
    ['--', undefined],
  ])('of “%s” has the badge %s, of two characters at most', (name, badge) => {
    const session = liveSession({ key: 'k', role: roleRef(name) });
    expect(looks('k', (sessions) => sessions.activate(session)).badge).toBe(badge);
  });
});
