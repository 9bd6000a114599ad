import { describe, expect, it } from 'vitest';
import { programName, readCommandLine } from '../../../src/process/commandLine.js';

describe('the program of a command line, as people are shown it', () => {
  it.each<[string, string, string]>([
    ['/usr/local/bin/helper --token hunter2', 'helper', 'helper'],
    ['helper', 'helper', 'helper'],
    ["'/opt/my tools/k' --secret hunter2", 'k', 'my'], // Windows has no such quotes
    ['"/opt/my tools/k" --secret hunter2', 'k', 'k'],
    ['/opt/my\\ tools/k x', 'k', 'my'],
    ['TOKEN=hunter2 helper', 'helper', 'helper'],
    ['TOKEN="hunter2 hunter2" OTHER=hunter2 /bin/helper x', 'helper', 'helper'],
    ['"TOKEN=hunter2" helper', 'helper', 'helper'],
    ['ключ=hunter2 helper', 'helper', 'helper'],
    ['TOKEN=hunter2', '…', '…'],
    ['TOKEN=hunter2 "helper', '…', '…'],
    ['--token=hunter2 helper', 'helper', 'helper'],
    ['-phunter2', '…', '…'],
    ['/opt/a=b/helper', 'helper', 'helper'],
    ['env TOKEN=hunter2 helper', 'env', 'env'],
    ['"C:\\my tools\\helper.exe" --token hunter2', 'C:\\my tools\\helper.exe', 'helper.exe'],
    ['C:\\Tool\\helper.cmd hunter2', 'C:Toolhelper.cmd', 'helper.cmd'],
    ['', '…', '…'],
    ['/', '…', '…'],
  ])('%s', (line, elsewhere, onWindows) => {
    const names = [programName(line, 'linux'), programName(line, 'win32')];
    expect(names.join('\n')).not.toContain('hunter2');
    expect(names).toEqual([elsewhere, onWindows]);
  });
});

describe('what a command line says to run', () => {
  it.each([
    ['helper "a b"', { kind: 'command', program: 'helper', parameters: ['a b'] }],
    ['helper A=b', { kind: 'command', program: 'helper', parameters: ['A=b'] }],
    ['/opt/a=b/helper', { kind: 'command', program: '/opt/a=b/helper', parameters: [] }],
    ['A=b helper', { kind: 'assignment', name: 'A' }],
    ['"helper', { kind: 'open-quote' }],
    ['""', { kind: 'empty' }],
    ['  ', { kind: 'empty' }],
  ])('%s', (line, expected) => {
    expect(readCommandLine(line, 'linux')).toEqual(expected);
    expect(readCommandLine(line, 'win32')).toEqual(expected);
  });
});
