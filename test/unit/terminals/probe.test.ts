import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { apart, probeShell } from '../../../src/terminals/probe.js';

// A real bash with start-up files of its own.
describe('probeShell', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN', 'AWS_REGION'];
  const NOTHING = { selecting: new Map(), overriding: [], universal: [], hooks: [] };
  const base = (others: Readonly<Record<string, string>> = {}) =>
    new Map(Object.entries({ HOME: home, PATH: process.env['PATH'] ?? '', ...others }));
  const bash = { path: '/bin/bash', kind: 'bash', login: false, interactive: true, cwd: undefined } as const;
  const probe = (bashrc: string, others = {}) => {
    writeFileSync(join(home, '.bashrc'), bashrc);
    return probeShell(bash, names, base(others));
  };

  it('finds what start-up files export over what the terminal was given', async () => {
    expect(
      await probe('echo hello\nexport AWS_PROFILE=ststestprofile AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECURITY_TOKEN=old\n'),
    ).toEqual({
      kind: 'told',
      exports: {
        selecting: new Map([['AWS_PROFILE', 'ststestprofile']]),
        overriding: ['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN'],
        universal: [],
        hooks: [],
      },
    });
  });

  it('finds nothing where they export nothing of AWS', async () => {
    expect(await probe('alias ll="ls -l"\n')).toEqual({ kind: 'told', exports: NOTHING });
  });

  it('finds what the terminal would begin with, unless start-up files take it away', async () => {
    const editors = { AWS_PROFILE: 'dev' };
    const selecting = new Map([['AWS_PROFILE', 'dev']]);
    expect(await probe('', editors)).toEqual({ kind: 'told', exports: { ...NOTHING, selecting } });
    expect(await probe('unset AWS_PROFILE\n', editors)).toEqual({ kind: 'told', exports: NOTHING });
  });

  it('does not wait for what start-up files leave in the background', async () => {
    const file = join(home, 'pid');
    expect(await probe(`sleep 600 & echo $! > ${file}\n`)).toEqual({ kind: 'told', exports: NOTHING });
    const pid = Number(readFileSync(file, 'utf8'));
    expect(process.kill(pid, 'SIGKILL')).toBe(true);
  });

  it('reads the files of a login shell where it is one', async () => {
    writeFileSync(join(home, '.bash_profile'), 'export AWS_PROFILE=login\n');
    const selecting = new Map([['AWS_PROFILE', 'login']]);
    expect(await probeShell({ ...bash, login: true }, names, base())).toEqual({
      kind: 'told',
      exports: { ...NOTHING, selecting },
    });
  });

  it('reads what a shell without a prompt reads, and no more, where it has none', async () => {
    writeFileSync(join(home, '.bashrc'), 'export AWS_DEFAULT_PROFILE=prompt\n');
    writeFileSync(join(home, 'env.sh'), 'export AWS_PROFILE=task\n');
    const without = { ...bash, interactive: false };
    const variables = base({ BASH_ENV: join(home, 'env.sh') });
    const selecting = new Map([['AWS_PROFILE', 'task']]);
    expect(await probeShell(without, names, variables)).toEqual({ kind: 'told', exports: { ...NOTHING, selecting } });
  });

  it('begins in the folder of the terminal', async () => {
    const folder = join(home, 'a folder');
    mkdirSync(folder);
    writeFileSync(join(folder, 'aws.sh'), 'export AWS_PROFILE=here\n');
    writeFileSync(join(home, '.bashrc'), '[ -f aws.sh ] && . ./aws.sh\n');
    const selecting = new Map([['AWS_PROFILE', 'here']]);
    expect(await probeShell({ ...bash, cwd: folder }, names, base())).toEqual({
      kind: 'told',
      exports: { ...NOTHING, selecting },
    });
    expect(await probeShell({ ...bash, cwd: home }, names, base())).toEqual({ kind: 'told', exports: NOTHING });
  });

  it('names what acts at each prompt, which it does not wait for', async () => {
    const hook = '_direnv_hook() { export AWS_PROFILE=later; }\nPROMPT_COMMAND=_direnv_hook\n';
    expect(await probe(hook)).toEqual({ kind: 'told', exports: { ...NOTHING, hooks: ['direnv'] } });
  });

  it('opens no console window on Windows', () => {
    expect(apart('win32')).toEqual({ detached: false, windowsHide: true });
    expect(apart('linux').detached).toBe(true);
    expect(apart('darwin').detached).toBe(true);
  });

  it('asks a plain sh', async () => {
    writeFileSync(join(home, 'env.sh'), 'export AWS_PROFILE=dev\n');
    const shell = { ...bash, path: '/bin/sh', kind: 'posix' } as const;
    const selecting = new Map([['AWS_PROFILE', 'dev']]);
    expect(await probeShell(shell, names, base({ ENV: join(home, 'env.sh') }))).toEqual({
      kind: 'told',
      exports: { ...NOTHING, selecting },
    });
  });

  it('gives up on start-up files that never end, and ends what they have started', async () => {
    const file = join(home, 'pids');
    expect(await probe(`sleep 600 & echo $$ $! > ${file}; wait\n`)).toEqual({
      kind: 'slow',
      reason: 'it did not end within 5000 ms',
    });
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    for (const pid of pids) {
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 5_000 });
    }
  });

  it.each([
    ['is missing', 'no-such-shell', 'ENOENT'],
    ['is no program', '.', 'EACCES'],
    ['is below a file', '.bashrc/bash', 'ENOTDIR'],
  ])('fails where the shell %s', async (_, name, code) => {
    writeFileSync(join(home, '.bashrc'), '');
    expect(await probeShell({ ...bash, path: `${home}/${name}` }, names, base())).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(new RegExp(`^spawn .*${code}$`)) as string,
    });
  });

  it.each([
    ['exit 3\n', 'exit code 3'],
    ['kill -9 $$\n', 'SIGKILL'],
  ])('fails where start-up files end the shell (%j)', async (bashrc, how) => {
    expect(await probe(bashrc)).toEqual({ kind: 'failed', reason: `it ended with ${how} before it was asked` });
  });

  it('asks no shell that it does not know', async () => {
    expect(await probeShell({ ...bash, path: '/bin/pwsh', kind: 'other' }, names, base())).toEqual({
      kind: 'unknown',
    });
  });
});
