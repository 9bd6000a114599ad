// Who asks for a role by the setting, for whom, and for what the user may say "always".
import { describe, expect, it } from 'vitest';
import { asksOf, type RoleAsk, type WrittenRoles } from '../../../../src/session/folderRoles/asks.js';

const ONE = 'file:///one';
const TWO = 'file:///two';
const FILE = 'file:///both.code-workspace';

const one = (written?: unknown) => ({ folder: ONE, name: 'one', written });
const two = (written?: unknown) => ({ folder: TWO, name: 'two', written });
const byFolder = (name: string) => ({ kind: 'folder', name }) as const;

const CASES: readonly (readonly [string, Partial<WrittenRoles>, readonly RoleAsk[]])[] = [
  ['nobody, where nothing is written', { folders: [one(), two()] }, []],
  ['nobody, where there is not even a folder', { folders: [] }, []],
  [
    'the only folder, for the window',
    { folders: [one('dev')], workspace: 'dev', user: 'mine' },
    [{ role: 'dev', folder: undefined, asker: byFolder('one'), owner: ONE }],
  ],
  [
    'the only folder also where only the workspace has the value',
    { folders: [one()], workspace: 'dev' },
    [{ role: 'dev', folder: undefined, asker: byFolder('one'), owner: ONE }],
  ],
  [
    'the workspace’s file of one folder, where the folder says nothing',
    { folders: [one()], workspace: 'dev', workspaceFile: FILE },
    [{ role: 'dev', folder: undefined, asker: { kind: 'workspace' }, owner: ONE }],
  ],
  [
    'the user, for the folder that is open',
    { folders: [one()], user: 'mine' },
    [{ role: 'mine', folder: undefined, asker: { kind: 'user' }, owner: ONE }],
  ],
  [
    'the user, for a window without a folder, who cannot say "always" there',
    { user: 'mine' },
    [{ role: 'mine', folder: undefined, asker: { kind: 'user' }, owner: undefined }],
  ],
  [
    'each of several folders for itself, after the workspace for the window',
    { folders: [one('dev'), two(' prod ')], workspace: 'shared', user: 'mine', workspaceFile: FILE },
    [
      { role: 'shared', folder: undefined, asker: { kind: 'workspace' }, owner: FILE },
      { role: 'dev', folder: ONE, asker: byFolder('one'), owner: ONE },
      { role: 'prod', folder: TWO, asker: byFolder('two'), owner: TWO },
    ],
  ],
  [
    'one of several folders alone',
    { folders: [one(), two('prod')], workspaceFile: FILE },
    [{ role: 'prod', folder: TWO, asker: byFolder('two'), owner: TWO }],
  ],
  ['nobody, where the folder says so over what the user has', { folders: [one('')], user: 'mine' }, []],
  ['nobody, by what is no text', { folders: [one({ arn: 'arn:aws:iam::1:role/x' })], workspace: 5, user: ['x'] }, []],
];

describe('a role is asked for by', () => {
  it.each(CASES)('%s', (_, written, asks) => {
    expect(
      asksOf({ user: undefined, workspace: undefined, workspaceFile: undefined, folders: [], ...written }),
    ).toEqual(asks);
  });
});
