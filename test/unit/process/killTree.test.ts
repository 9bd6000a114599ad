import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { killTree } from '../../../src/process/killTree.js';
import { gone, onWindows, program, programFolder } from './programs.js';

const folder = programFolder();

/** Leads a group of its own, and has said what it prints first. */
async function started(source: string): Promise<{ child: ChildProcess; said: string; exited: Promise<unknown[]> }> {
  const child = spawn('/bin/sh', ['-c', source], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: String(chunk).trim(), exited };
}

it('asks first, so that it can clear up', async () => {
  const { child, exited } = await started("trap 'exit 7' TERM; echo up; for i in $(seq 1000); do sleep 0.05; done");
  killTree(child);
  expect(await exited).toEqual([7, null]);
});

it('ends what does not listen, with what it has started', async () => {
  const { child, said, exited } = await started(
    'trap "" TERM; sleep 60 & echo $!; for i in $(seq 1000); do sleep 0.05; done',
  );
  killTree(child);
  expect(await exited).toEqual([null, 'SIGKILL']);
  expect(await gone(Number(said))).toBe(true);
});

it('leaves alone what has ended already, or never began', async () => {
  const { child, exited } = await started('echo up');
  await exited;
  killTree(child);
  const missing = spawn('/no/such/program');
  await once(missing, 'error');
  const kill = vi.spyOn(process, 'kill');
  killTree(missing);
  expect(kill).not.toHaveBeenCalled();
  kill.mockRestore();
});

// There is no Windows here: taskkill is stood in for by a program of that name.
it.each([true, false])(
  'on Windows taskkill ends the tree; where there is none (%s), the process alone is',
  async (is) => {
    const { child, exited } = await started('trap "exit 7" TERM; echo up; for i in $(seq 1000); do sleep 0.05; done');
    const told = path.join(folder, 'told');
    if (is) await program(folder, 'C:\\Windows\\System32\\taskkill.exe', `echo "$@" > "${told}"; kill -KILL $2`);
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    vi.stubEnv('SystemRoot', is ? 'C:\\Windows' : 'C:\\Elsewhere');
    await onWindows(() => Promise.resolve().then(() => killTree(child)));
    expect(await exited).toEqual(is ? [null, 'SIGKILL'] : [7, null]);
    if (is) expect(await readFile(told, 'utf8')).toBe(`/pid ${child.pid} /T /F\n`);
    vi.unstubAllEnvs();
  },
);
