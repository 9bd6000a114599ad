// What a terminal may be opened as, in the list that the editor's own list of profiles leads to.
import { describe, expect, it } from 'vitest';
import { configuredRole } from '../../../../src/model/request.js';
import { terminalRows } from '../../../../src/terminals/opening/terminalChoices.js';
import { liveSession, roleRef } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';

const dev = liveSession({ id: 'dev', role: roleRef('dev'), source: 'profile dev' });
const narrowed = { ...dev, id: 'dev-less', narrowedTo: 'read-only' };
const prod = liveSession({ id: 'prod', role: roleRef('prod'), source: 'profile prod' });
const failed = { ...liveEntry(prod), state: { kind: 'failed', role: prod.role, message: 'refused' } } as const;
const NOTHING = { entries: [], activeId: undefined, recent: [], production: [] };
const { accountId } = dev.identity;

const written = (known: Partial<Parameters<typeof terminalRows>[0]>) =>
  terminalRows({ ...NOTHING, ...known }).map(({ label, description }) => `${label}: ${description}`);

describe('a terminal may act as', () => {
  it('sessions that are live, the active one first, and as any other role', () => {
    expect(written({ entries: [dev, narrowed, prod].map((each) => liveEntry(each)), activeId: 'prod' })).toEqual([
      `prod: active · ${accountId} · profile prod`,
      `dev: ${accountId} · profile dev`,
      `dev (read-only): ${accountId} · profile dev`,
      'Assume Role…: ',
    ]);
  });

  it('roles that were used lately and have no session, marked where they are production', () => {
    const recent = [
      { id: 'profile:dev', arn: undefined },
      { id: 'profile:prod', arn: 'arn:aws:sts::123456789012:assumed-role/prod/me' },
      { id: 'setting:new', arn: undefined },
    ];
    expect(written({ entries: [liveEntry(dev), failed], recent, production: ['prod'] })).toEqual([
      `dev: ${accountId} · profile dev`,
      'prod: production · 123456789012 · used lately',
      'new: used lately',
      'Assume Role…: ',
    ]);
  });

  it('what each row is for', () => {
    const rows = terminalRows({
      ...NOTHING,
      entries: [liveEntry(dev)],
      recent: [{ id: 'profile:prod', arn: undefined }],
      production: ['DEV'],
    });
    expect(rows.map(({ choice }) => choice)).toEqual([
      { kind: 'session', id: 'dev' },
      { kind: 'role', request: configuredRole('profile:prod') },
      { kind: 'role', request: undefined },
    ]);
    expect(rows[0]?.description).toMatch(/^production · /);
  });
});
