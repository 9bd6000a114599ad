import { describe, expect, it } from 'vitest';
import { isFullPath, withHome, withVariables } from '../../../../src/base/files/fullPath.js';

describe('a full path names the same file wherever a program is started', () => {
  const rows: readonly (readonly [path: string, onWindows: boolean, elsewhere: boolean])[] = [
    ['/home/ana/keys', false, true],
    ['//server/share/keys', true, true],
    ['keys', false, false],
    ['./keys', false, false],
    ['../keys', false, false],
    ['~/keys', false, false],
    ['', false, false],
    ['keys/c:/x', false, false],
    ['C:\\Users\\ana\\keys', true, false],
    ['c:/Users/ana/keys', true, false],
    ['C:keys', false, false],
    ['\\keys', false, false],
    ['\\\\server\\share\\keys', true, false],
    ['\\\\.\\nul', true, false],
  ];
  it.each(rows)('%s: on Windows %s, elsewhere %s', (path, onWindows, elsewhere) => {
    expect(isFullPath(path, 'win32')).toBe(onWindows);
    expect(isFullPath(path, 'linux')).toBe(elsewhere);
  });
});

describe('the home folder', () => {
  const rows: readonly (readonly [path: string, home: string, whole: string])[] = [
    ['~', '/home/ana', '/home/ana'],
    ['~/keys', '/home/ana', '/home/ana/keys'],
    ['~/keys', '/home/$&', '/home/$&/keys'],
    ['~bob/keys', '/home/ana', '~bob/keys'],
    ['a~/keys', '/home/ana', 'a~/keys'],
  ];
  it.each(rows)('%s of %s is %s', (path, home, whole) => {
    expect(withHome(path, home)).toBe(whole);
  });
});

describe('variables', () => {
  const variables = { A: '/x', HOME: '/h', 'ODD NAME': '/odd', B: '$A' };
  const rows: readonly (readonly [path: string, elsewhere: string, onWindows: string])[] = [
    ['$A/keys', '/x/keys', '/x/keys'],
    ['${A}/keys', '/x/keys', '/x/keys'],
    ['${ODD NAME}/keys', '/odd/keys', '/odd/keys'],
    ['$B/keys', '$A/keys', '$A/keys'],
    ['$NOT/keys', '$NOT/keys', '$NOT/keys'],
    ['$HOME/keys', '/h/keys', '/h/keys'],
    ['${}/keys', '${}/keys', '${}/keys'],
    ['%A%/keys', '%A%/keys', '/x/keys'],
    ['%HOME%/keys', '%HOME%/keys', '/h/keys'],
    ['%NOT%/keys', '%NOT%/keys', '%NOT%/keys'],
  ];
  it.each(rows)('%s is %s, on Windows %s', (path, elsewhere, onWindows) => {
    expect(withVariables(path, variables, 'linux')).toBe(elsewhere);
    expect(withVariables(path, variables, 'win32')).toBe(onWindows);
  });
});
