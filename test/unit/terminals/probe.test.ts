import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeShell } from '../../../src/terminals/probe.js';
import { keptLog } from '../../support/keptLog.js';

// A real bash with start-up files of its own.
describe('probeShell', () => {
  let home: string;
  const log = keptLog();
  beforeEach(() => {
    log.lines.splice(0);
    home = mkdtempSync(join(tmpdir(), 'home-'));
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_PROFILE', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN', 'AWS_REGION'];
  const probe = (bashrc: string) => {
    writeFileSync(join(home, '.bashrc'), bashrc);
    return probeShell('/bin/bash', 'bash', names, log);
  };

  it('finds what start-up files export over what the terminal was given', async () => {
    const exports = await probe(
      'echo hello\nexport AWS_PROFILE=ststestprofile AWS_ACCESS_KEY_ID=AKIAOLD AWS_SECURITY_TOKEN=old\n',
    );
    expect(exports?.selecting).toEqual(new Map([['AWS_PROFILE', 'ststestprofile']]));
    expect(exports?.overriding).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECURITY_TOKEN']);
  });

  it('finds nothing where they export nothing of AWS', async () => {
    const exports = await probe('alias ll="ls -l"\n');
    expect(exports).toEqual({ selecting: new Map(), overriding: [] });
    expect(log.lines).toEqual([]);
  });

  it('gives up on start-up files that never end, and ends what they have started', async () => {
    const file = join(home, 'pids');
    expect(await probe(`sleep 600 & echo $$ $! > ${file}; wait\n`)).toBeUndefined();
    expect(log.lines).toEqual([
      'The shell “/bin/bash” did not say what its start-up files export: it did not end within 5000 ms',
    ]);
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
  ])('finds nothing where the shell %s, and the log says so', async (_, name, code) => {
    writeFileSync(join(home, '.bashrc'), '');
    const shell = `${home}/${name}`;
    expect(await probeShell(shell, 'bash', names, log)).toBeUndefined();
    expect(log.lines).toEqual([
      expect.stringMatching(
        new RegExp(`^The shell “${shell}” did not say what its start-up files export: spawn .*${code}$`),
      ),
    ]);
  });

  it.each([
    ['exit 3\n', 'exit code 3'],
    ['kill -9 $$\n', 'SIGKILL'],
  ])('finds nothing where start-up files end the shell, and the log says how (%j)', async (bashrc, how) => {
    expect(await probe(bashrc)).toBeUndefined();
    expect(log.lines).toEqual([
      `The shell “/bin/bash” did not say what its start-up files export: it ended with ${how} before it was asked`,
    ]);
  });

  it('asks no shell that it does not know', async () => {
    expect(await probeShell('/bin/dash', 'other', names, log)).toBeUndefined();
    expect(log.lines).toEqual([expect.stringContaining('The shell “/bin/dash” is not asked')]);
  });
});
