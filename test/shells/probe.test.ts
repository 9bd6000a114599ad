// What the shells say of their start-up files: real ones, with files of their own.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConflicts, type StartUpExports } from '../../src/terminals/environment/conflicts.js';
import { probeShell, type Probed } from '../../src/terminals/probe.js';
import { Home, inTerminal, pathOf, REAL_SHELLS } from './realShells.js';

let home: Home;
beforeEach(() => (home = new Home()));
afterEach(() => home.remove());

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN', 'AWS_REGION'];
const told = (exports: Partial<StartUpExports> = {}): Probed => ({
  kind: 'told',
  exports: { selecting: new Map(), overriding: [], universal: [], hooks: [], ...exports },
});
const profile = (value: string): Probed => told({ selecting: new Map([['AWS_PROFILE', value]]) });

describe.each(REAL_SHELLS)('a real $kind', (shell) => {
  const terminal = inTerminal(shell.kind);
  const task = { ...terminal, interactive: false };
  const login = { ...terminal, login: true };
  const probe = (which = terminal, others = {}) => probeShell(which, names, home.environment(others));

  it('tells what start-up files export over what the terminal was given', async () => {
    home.write(
      shell.promptFile,
      `echo hello\n${shell.export('AWS_PROFILE', 'dev')}${shell.export('AWS_ACCESS_KEY_ID', 'AKIAOLD')}`,
    );
    const selecting = new Map([['AWS_PROFILE', 'dev']]);
    expect(await probe()).toEqual(told({ selecting, overriding: ['AWS_ACCESS_KEY_ID'] }));
  });

  it('tells of nothing where there is nothing of AWS, or no file at all', async () => {
    expect(await probe()).toEqual(told());
    expect(await probe(task)).toEqual(told());
    home.write(shell.promptFile, shell.alias('ll', 'ls -l'));
    expect(await probe()).toEqual(told());
  });

  it('tells what the editor itself has', async () => {
    expect(await probe(terminal, { AWS_PROFILE: 'editors' })).toEqual(profile('editors'));
  });

  it('tells what it reads for a task', async () => {
    home.write(shell.taskFile, shell.export('AWS_PROFILE', 'task'));
    expect(await probe(task)).toEqual(profile('task'));
  });

  it('tells what it reads as a login shell', async () => {
    home.write(shell.loginFile, shell.export('AWS_PROFILE', 'login'));
    expect(await probe(login)).toEqual(profile('login'));
  });

  it('tells what was exported before a start-up file fails', async () => {
    home.write(shell.promptFile, `${shell.export('AWS_PROFILE', 'dev')}no-such-program\nfalse\n`);
    expect(await probe()).toEqual(profile('dev'));
  });

  it('is asked though a start-up file has an error of syntax', async () => {
    home.write(shell.promptFile, `${shell.export('AWS_PROFILE', 'dev')}if then ) end (\n`);
    // fish reads no line of such a file, the others all lines above.
    expect(await probe()).toEqual(shell.kind === 'fish' ? told() : profile('dev'));
  });

  it('says nothing where a start-up file ends it, but fish, which ends with its first command', async () => {
    home.write(shell.promptFile, 'exit 3\n');
    const failed: Probed = { kind: 'failed', reason: 'it ended with exit code 3 before it was asked' };
    expect(await probe()).toEqual(shell.kind === 'fish' ? told() : failed);
  });

  it('is not waited for where it has left something in the background', async () => {
    const file = join(home.folder, 'pid');
    home.write(shell.promptFile, `sleep 600 &\n${shell.writeChild(file)}${shell.export('AWS_PROFILE', 'dev')}`);
    expect(await probe()).toEqual(profile('dev'));
    expect(process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL')).toBe(true);
  });

  it('names what acts at each prompt', async () => {
    const functions = { bash: '_direnv_hook', zsh: '_direnv_hook', fish: '__direnv_export_eval' };
    home.write(shell.promptFile, shell.define('-first') + shell.define(functions[shell.kind]) + shell.define('other'));
    expect(await probe()).toEqual(told({ hooks: ['direnv'] }));
  });

  it('tells its environment though `env` and `echo` stand for something else there', async () => {
    home.write(
      shell.promptFile,
      shell.alias('env', 'true') + shell.alias('echo', 'true') + shell.export('AWS_PROFILE', 'dev'),
    );
    expect(await probe()).toEqual(profile('dev'));
  });
});

it('a real zsh names what acts at each prompt though its arrays are those of ksh', async () => {
  home.write('zsh/.zshrc', 'setopt KSH_ARRAYS\n_a() { : }\n_direnv_hook() { : }\n_z() { : }\n_mise_hook() { : }\n');
  const probed = await probeShell(inTerminal('zsh'), names, home.environment());
  expect(probed).toMatchObject({ exports: { hooks: expect.arrayContaining(['direnv', 'mise']) as unknown } });
});

it('a real zsh tells a task nothing of what it has for a prompt', async () => {
  home.write('zsh/.zshrc', 'export AWS_PROFILE=prompt\n');
  const task = { ...inTerminal('zsh'), interactive: false };
  expect(await probeShell(task, names, home.environment())).toEqual(told());
});

describe('universal variables of a real fish', () => {
  const fish = inTerminal('fish');
  const keep = (command: string) =>
    execFileSync(pathOf('fish'), ['-c', command], { env: Object.fromEntries(home.environment()) });
  const conflicts = async () => {
    const probed = await probeShell(fish, names, home.environment());
    if (probed.kind !== 'told') throw new Error(probed.kind);
    return findConflicts(probed.exports, new Map(), true, new Map());
  };

  it('are in the way where they are exported', async () => {
    keep('set -Ux AWS_PROFILE dev');
    expect(await conflicts()).toEqual({ toUnset: [], inTheWay: ['AWS_PROFILE'] });
    expect(await probeShell({ ...fish, interactive: false }, names, home.environment())).toEqual(
      told({ selecting: new Map([['AWS_PROFILE', 'dev']]), universal: ['AWS_PROFILE'] }),
    );
  });

  it('are so too behind a global one: they are there again once that is taken away', async () => {
    keep('set -Ux AWS_PROFILE dev');
    home.write('config/fish/config.fish', 'set -gx AWS_PROFILE other\n');
    expect(await conflicts()).toEqual({ toUnset: [], inTheWay: ['AWS_PROFILE'] });
  });

  it('are in nobody’s way where they are not exported: a global one can be taken away', async () => {
    keep('set -U AWS_PROFILE dev');
    expect(await conflicts()).toEqual({ toUnset: [], inTheWay: [] });
    home.write('config/fish/config.fish', 'set -gx AWS_PROFILE other\n');
    expect(await conflicts()).toEqual({ toUnset: ['AWS_PROFILE'], inTheWay: [] });
  });
});
