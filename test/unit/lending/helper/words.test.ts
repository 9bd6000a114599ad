import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { launcherName, launcherText } from '../../../../src/lending/helper/launcher.js';
import { commandLine, inSingleQuotes } from '../../../../src/lending/helper/words.js';
import { shellWords } from '../../../../src/process/shellWords.js';
import { windowsWords } from '../../../../src/process/windowsWords.js';

describe('a line for credential_process', () => {
  it.each([
    [['/home/me/x', '--active'], '/home/me/x --active'],
    [
      ['/Users/me/Application Support/x', '--role', 'profile:dev'],
      "'/Users/me/Application Support/x' --role profile:dev",
    ],
    [["/it's/x"], String.raw`'/it'\''s/x'`],
    [['/a "b"/$c'], `'/a "b"/$c'`],
    [['/100%/x'], '/100%/x'],
    [[''], "''"],
  ])('of %j is %s', (words, line) => {
    expect(commandLine(words, 'linux')).toBe(line);
  });

  const WORDS = [
    'plain',
    'two words',
    "it's",
    `"quoted"`,
    '$HOME `id` \\ \\\\',
    '100%',
    '*?[a]',
    'a;b|c&d',
    'ä€',
    '~',
    "'",
    '!!',
  ];
  it.each(WORDS.flatMap((one) => WORDS.map((two) => [one, two] as const)))(
    'is %s and %s to botocore and to sh',
    (one, two) => {
      const line = commandLine([one, two], 'linux') ?? '';
      expect(shellWords(line)).toEqual([one, two]);
    },
  );

  it('is the same to a real shell', () => {
    const line = commandLine(WORDS, 'linux') ?? '';
    const out = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`]).toString();
    expect(out.split('\n').slice(0, -1)).toEqual(WORDS);
  });

  it.each(['a\nb', 'a\rb', 'a\0b', 'a\tb', 'a\u2028b', 'a\x85b', 'a #b', 'a ;b'])('cannot be of %j', (word) => {
    expect(commandLine(['/x', word], 'linux')).toBeUndefined();
    expect(commandLine(['C:\\x', word], 'win32')).toBeUndefined();
  });

  it('on Windows has the rules of Windows', () => {
    const words = ['C:\\Users\\me and you\\x.cmd', '--role', 'profile:dev (old)'];
    const line = commandLine(words, 'win32') ?? '';
    expect(line).toBe('"C:\\Users\\me and you\\x.cmd" --role "profile:dev (old)"');
    expect(windowsWords(line)).toEqual(words);
    for (const word of ['100%', 'a"b', 'a!b', 'C:\\a\\']) expect(commandLine(['C:\\x', word], 'win32')).toBeUndefined();
  });
});

describe('the launcher', () => {
  const paths = { runtime: '/opt/a b/node', program: "/it's/helper.js", storage: '/$HOME/`x`/100%' };

  it('runs what it is told to, and says where that is gone', () => {
    const text = launcherText(paths, 'linux') ?? '';
    expect(text).toContain(`exec ${Object.values(paths).map(inSingleQuotes).join(' ')} "$@"\n`);
    expect(text.split('\n')[0]).toBe('#!/bin/sh');
    expect(() => execFileSync('sh', ['-c', text], { stdio: 'pipe' })).toThrow(
      'Role Sessions for AWS is not where it was. Start the editor, or take the profile away.',
    );
  });

  it('passes on what it is called with, and nothing that Node.js would read', () => {
    const show =
      'console.log(JSON.stringify([process.argv.slice(2), process.env.NODE_OPTIONS, process.env.ELECTRON_RUN_AS_NODE]))';
    const program = `${process.env['TMPDIR'] ?? '/tmp'}/show-${process.pid}.js`;
    execFileSync('sh', ['-c', 'cat > "$0"', program], { input: show });
    const text = launcherText({ runtime: process.execPath, program, storage: 'a b' }, 'linux') ?? '';
    const env = { ...process.env, NODE_OPTIONS: '--require /nowhere' };
    const out = execFileSync('sh', ['-c', text, 'launcher', '--role', "profile:it's"], { env }).toString();
    execFileSync('rm', [program]);
    expect(JSON.parse(out)).toEqual([['a b', '--role', "profile:it's"], null, '1']);
  });

  it('on Windows is a batch file', () => {
    const windows = { runtime: 'C:\\a b\\Code.exe', program: 'C:\\100%\\h.js', storage: 'C:\\s' };
    const text = launcherText(windows, 'win32') ?? '';
    expect(text).toContain('"C:\\a b\\Code.exe" "C:\\100%%\\h.js" "C:\\s" %*\r\n');
    expect(text).not.toContain('chcp');
    expect(launcherText({ ...windows, storage: 'C:\\ü' }, 'win32')).toContain('chcp 65001');
    expect(launcherText({ ...windows, storage: 'C:\\"' }, 'win32')).toBeUndefined();
    expect([launcherName('win32'), launcherName('linux')]).toEqual([
      'role-sessions-credentials.cmd',
      'role-sessions-credentials',
    ]);
  });

  it.each(['linux', 'win32'] as const)('is none where a path has a line break, on %s', (platform) => {
    expect(launcherText({ ...paths, storage: '/a\nb' }, platform)).toBeUndefined();
  });
});
