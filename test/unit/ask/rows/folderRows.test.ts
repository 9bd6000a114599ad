import { expect, it } from 'vitest';
import { folderRows, ownFolderRows } from '../../../../src/ask/rows/folderRows.js';
import { expire } from '../../../../src/model/session/session.js';
import { liveSession, NOW, roleRef } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

const NAMES = new Map(['api', 'web'].map((name) => [`file:///${name}`, name]));

function sessions(): FakeSessions {
  const all = new FakeSessions();
  all.activate(liveSession({ role: roleRef('prod') }));
  all.assign('file:///web', liveSession({ id: 'd', key: 'd', role: roleRef('dev') }));
  all.assign('file:///gone', expire(liveSession({ id: 'o', key: 'o', role: roleRef('old') })));
  return all;
}

it('each folder says what it acts as, and whether that is what the window does', () => {
  expect(folderRows(sessions(), NAMES, NOW)).toEqual([
    { folder: 'file:///api', label: 'api', description: 'as the window: prod, 60m' },
    { folder: 'file:///web', label: 'web', description: 'dev, 60m' },
  ]);
});

it('those with a session of their own are named also where they are not in the workspace', () => {
  expect(ownFolderRows(sessions(), NAMES, NOW)).toEqual([
    { folder: 'file:///web', label: 'web', description: 'dev, 60m' },
    { folder: 'file:///gone', label: 'file:///gone', description: 'old expired' },
  ]);
});
