import { describe, expect, it } from 'vitest';
import { socketFolders } from '../../../../src/base/files/socketFolders.js';

const STORAGE = '/home/me/.local/share/code-server/User/globalStorage/x.role-sessions/sessions';
const MAC = '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T';

const folders = (XDG_RUNTIME_DIR: string | undefined, temporary: string, uid: number | undefined = 1000) =>
  socketFolders(STORAGE, { environment: { XDG_RUNTIME_DIR }, temporary, uid });
const places = (...args: Parameters<typeof folders>) =>
  folders(...args).map((folder) => folder.replace(/\/role-sessions-[0-9a-f]{12}$/, ''));

describe('windows meet', () => {
  it.each<[string, string | undefined, string, readonly string[]]>([
    ['where the system keeps such things', '/run/user/1000', '/tmp', ['/run/user/1000', '/tmp']],
    ['among temporary files', undefined, '/tmp', ['/tmp']],
    ['in those of macOS', undefined, MAC, [MAC, '/tmp']],
    ['in those of the user', '', '/scratch/me', ['/scratch/me', '/tmp']],
    ['in no place that depends on where one is', 'run', 'tmp', ['/tmp']],
    ['in the longest that has room', undefined, '/'.padEnd(62, 'x'), ['/'.padEnd(62, 'x'), '/tmp']],
    ['in none that is longer', '/'.padEnd(63, 'ä'), '/'.padEnd(63, 'x'), ['/tmp']],
  ])('%s: %s, %s', (_, runtime, temporary, expected) => {
    expect(places(runtime, temporary)).toEqual(expected);
    const longest = Math.max(
      ...folders(runtime, temporary).map((folder) => Buffer.byteLength(`${folder}/01234567.sock`)),
    );
    expect(longest).toBeLessThanOrEqual(103);
  });

  it('where Windows keeps nobody out, nowhere', () => {
    expect(socketFolders(STORAGE, { environment: {}, temporary: 'C:\\Temp', uid: undefined })).toEqual([]);
  });

  it('by the storage that they share, and by whose they are', () => {
    const [mine] = folders(undefined, '/tmp');
    expect(folders(undefined, '/tmp')).toEqual([mine]);
    expect(folders(undefined, '/tmp', 1001)).not.toEqual([mine]);
    const other = { environment: {}, temporary: '/tmp', uid: 1000 };
    expect(socketFolders(`${STORAGE}2`, other)).not.toEqual([mine]);
  });
});
