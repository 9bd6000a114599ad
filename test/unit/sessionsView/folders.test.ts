import { describe, expect, it } from 'vitest';
import type { SessionEntry } from '../../../src/model/session/entry.js';
import { expire, type LiveSession, type Session } from '../../../src/model/session/session.js';
import type { FolderSession } from '../../../src/model/session/sessionReader.js';
import { viewRows, type Row } from '../../../src/sessionsView/rows.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';

const FAILED = { kind: 'failed', role: roleRef('broken'), message: 'AWS does not know it.' } as const;

function rowsOf(
  entries: readonly SessionEntry[],
  folders: readonly FolderSession[],
  active?: LiveSession,
): readonly Row[] {
  const sessions = new FakeSessions();
  for (const one of entries) sessions.put(one);
  if (active !== undefined) sessions.activate(active);
  return viewRows(sessions, {
    now: NOW,
    formatTime: String,
    warnBefore: [],
    production: [],
    recent: [],
    mfa: [],
    folders,
  });
}

const entry = (id: string, state: SessionEntry['state']): SessionEntry => ({
  id,
  role: roleRef(id),
  state,
  underWay: false,
  renewal: { kind: 'off' },
});

describe('the row of a session that folders have as their own', () => {
  const own = (name: string, acts: Session) => ({ folder: `file:///${name}`, name, session: acts });
  const dev = liveSession({ id: 'dev', key: 'dev', role: roleRef('dev') });
  const old = expire(liveSession({ id: 'old', key: 'old', role: roleRef('old') }));
  const described = (folders: readonly FolderSession[], active?: LiveSession) =>
    Object.fromEntries(
      rowsOf([liveEntry(dev), entry('old', old), entry('broken', FAILED)], folders, active).map(
        ({ label, description }) => [label, /for [^·]*\w/.exec(description)?.[0]],
      ),
    );

  it('names them', () => {
    const folders = [
      own('api', dev),
      own('web', old),
      own('docs', dev),
      own('infra', FAILED),
      own('x', { kind: 'none' }),
    ];
    expect(described(folders)).toEqual({ dev: 'for api, docs', old: 'for web', broken: 'for infra' });
  });

  it('names one that waits for another, and not one that acts as nobody until then', () => {
    const waits = { kind: 'assuming', role: roleRef('next') } as const;
    const folders = [own('api', { ...waits, previous: dev }), own('web', { ...waits, previous: { kind: 'none' } })];
    expect(described(folders)).toEqual({ dev: 'for api', old: undefined, broken: undefined });
  });

  it('does not name one that just follows the window until then', () => {
    const waits = own('api', { kind: 'assuming', role: roleRef('next'), previous: dev });
    expect(described([waits, own('web', dev)], dev)).toEqual({ dev: 'for web', old: undefined, broken: undefined });
  });

  it('says it beside that it is active, also to screen readers', () => {
    const [row] = rowsOf([liveEntry(dev)], [own('api', dev)], dev);
    expect(row).toMatchObject({
      description: 'active · for api · 60m · 123456789012 · profile ststestprofile',
      spoken: 'dev, active, for api, account 123456789012, expires in 60m, profile ststestprofile',
    });
  });
});
