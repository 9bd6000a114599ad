// The command that takes AWS_PROFILE away, typed into real shells at a terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { removalOf, unsetCommand, type Removal } from '../../src/terminals/environment/conflicts.js';
import { Home, pathOf, REAL_SHELLS, type RealShell } from './realShells.js';

let home: Home;
beforeEach(() => (home = new Home()));
afterEach(() => home.remove());

const NAMES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_ENDPOINT_URL_S3'];
const HISTORY: Readonly<Record<RealShell['kind'], string>> = {
  bash: 'HISTFILE=$HOME/.bash_history\n',
  zsh: 'HISTFILE=$ZDOTDIR/history SAVEHIST=100 HISTSIZE=100\n',
  fish: '',
};
const IGNORING: Readonly<Record<RealShell['kind'], string>> = {
  bash: 'HISTCONTROL=ignoreboth\n',
  zsh: 'setopt HIST_IGNORE_SPACE\n',
  fish: '',
};

/** Types the lines, each once the one before has run, and ends the shell. `script` is what gives it a terminal. */
async function type({ kind }: RealShell, lines: readonly string[]): Promise<void> {
  const path = pathOf(kind);
  const words = process.platform === 'darwin' ? ['-q', '/dev/null', path, '-i'] : ['-qec', `${path} -i`, '/dev/null'];
  const shell = spawn('script', words, {
    env: Object.fromEntries(home.environment()),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = once(shell, 'exit');
  for (const [index, line] of lines.entries()) {
    const mark = join(home.folder, `ran-${index}`);
    shell.stdin.write(`${line}\n`);
    shell.stdin.write(`touch ${mark}\n`);
    await vi.waitFor(() => expect(existsSync(mark)).toBe(true), { timeout: 10_000 });
  }
  shell.stdin.write('exit\n');
  await ended;
  shell.stdin.destroy();
}

/** What programs have of AWS that are started after the lines. */
async function after(shell: RealShell, lines: readonly string[]): Promise<string[]> {
  const file = join(home.folder, 'environment');
  await type(shell, [...lines, `command env > ${file}`]);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('AWS_'))
    .sort();
}

/** What has come of the command, by the exit code that the shell has for it. */
async function removal(shell: RealShell, names: readonly string[]): Promise<Removal> {
  const file = join(home.folder, 'exit-code');
  const status = shell.kind === 'fish' ? '$status' : '$?';
  await type(shell, [`${unsetCommand(shell.kind, names)}\necho ${status} > ${file}`]);
  return removalOf(shell.kind, Number(readFileSync(file, 'utf8')));
}

describe.each(REAL_SHELLS)('the command in a real $kind', (shell) => {
  const exports = shell.export('AWS_PROFILE', 'dev') + shell.export('AWS_ENDPOINT_URL_S3', 'http://other');
  const command = unsetCommand(shell.kind, NAMES) ?? '';

  it('takes all of them away, and nothing else', async () => {
    home.write(shell.promptFile, HISTORY[shell.kind] + exports + shell.export('AWS_REGION', 'eu-west-1'));
    expect(await after(shell, [])).toEqual([
      'AWS_ENDPOINT_URL_S3=http://other',
      'AWS_PROFILE=dev',
      'AWS_REGION=eu-west-1',
    ]);
    expect(await after(shell, [command])).toEqual(['AWS_REGION=eu-west-1']);
  });

  it('is known to have done so, though one of them was not there', async () => {
    home.write(shell.promptFile, exports);
    expect(await removal(shell, NAMES)).toBe('removed');
    expect(await removal(shell, ['AWS_PROFILE', 'AWS_NOT_THERE'])).toBe('removed');
  });

  it('stays out of the history where the shell is set so', async () => {
    home.write(shell.promptFile, HISTORY[shell.kind] + IGNORING[shell.kind] + exports);
    await type(shell, [command, 'true with-history']);
    const history = readFileSync(join(home.folder, shell.historyFile), 'utf8');
    expect(history).toContain('true with-history');
    expect(history).not.toContain('AWS_DEFAULT_PROFILE');
  });

  it(shell.kind === 'fish' ? 'stays out of it anyway' : 'is in the history where it is not', async () => {
    home.write(shell.promptFile, HISTORY[shell.kind] + exports);
    await type(shell, [command, 'true with-history']);
    const history = readFileSync(join(home.folder, shell.historyFile), 'utf8');
    expect(history.includes('AWS_DEFAULT_PROFILE')).toBe(shell.kind !== 'fish');
  });
});

it.each(
  REAL_SHELLS.filter(({ kind }) => kind !== 'fish').flatMap((shell) =>
    ['readonly', 'typeset -r'].map((word) => ({ ...shell, word })),
  ),
)('the command in a real $kind is known to be refused what is $word, and takes the others away', async (shell) => {
  home.write(
    shell.promptFile,
    `${shell.export('AWS_ENDPOINT_URL_S3', 'x')}export AWS_PROFILE=dev; ${shell.word} AWS_PROFILE\n`,
  );
  expect(await removal(shell, NAMES)).toBe('refused');
  expect(await after(shell, [unsetCommand(shell.kind, NAMES) ?? ''])).toEqual(['AWS_PROFILE=dev']);
});

it('the command in a real fish leaves universal variables to the user', async () => {
  const fish = REAL_SHELLS.find(({ kind }) => kind === 'fish')!;
  home.write(
    fish.promptFile,
    'set -q AWS_DEFAULT_PROFILE; or set -Ux AWS_DEFAULT_PROFILE dev\nset -gx AWS_PROFILE dev\n',
  );
  const kept = ['AWS_DEFAULT_PROFILE=dev'];
  expect(await after(fish, [unsetCommand('fish', NAMES) ?? ''])).toEqual(kept);
  home.write(fish.promptFile, '');
  expect(await after(fish, [])).toEqual(kept);
});
