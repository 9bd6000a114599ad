import { expect, it } from 'vitest';
import { folderKey, folderSessionsOf } from '../../../../src/model/session/sessionReader.js';
import { liveSession } from '../../../support/samples.js';
import { FakeSessions } from '../../../support/sessions.js';

it('a folder is known by its URI', () => {
  expect(folderKey({ uri: new URL('file:///work/api') })).toBe('file:///work/api');
});

it('of the folders those are told that have a session of their own and are in the workspace, in its order', () => {
  const sessions = new FakeSessions();
  const none = { kind: 'none' } as const;
  sessions.assign('file:///gone', none);
  sessions.assign('file:///b', none);
  sessions.assign('file:///a', liveSession());
  const names = new Map(['a', 'b', 'c'].map((name) => [`file:///${name}`, name]));
  expect(folderSessionsOf(sessions, names)).toEqual([
    { folder: 'file:///a', name: 'a', session: liveSession() },
    { folder: 'file:///b', name: 'b', session: none },
  ]);
});
