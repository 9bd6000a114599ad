// Programs that tests have run, in a folder with a blank in its name.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from 'vitest';
import type { RunOptions } from '../../../src/process/run.js';

export function programFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'programs '));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

export function options(overrides: Partial<RunOptions> = {}): RunOptions {
  return {
    what: 'The helper',
    environment: {
      variables: { PATH: process.env['PATH'], FLAVOUR: 'vanilla' },
      userName: 'me',
      hostName: 'desk',
      homeDirectory: '/home/me',
    },
    signal: new AbortController().signal,
    attended: false,
    ...overrides,
  };
}

/** A script of the shell's that can be run. */
export async function program(folder: string, name: string, source: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${source}\n`, { mode: 0o700 });
  return file;
}

/** A script of Node's, with what it is told as parameters. */
export async function script(folder: string, name: string, source: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, source);
  return file;
}

/** Whether the process ends within a few seconds. */
export async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await pause(50);
  }
  return false;
}

/** What `work` makes of a Windows that is none: nothing but the platform's name is another. */
export async function onWindows<T>(work: () => Promise<T>): Promise<T> {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  try {
    return await work();
  } finally {
    Object.defineProperty(process, 'platform', platform);
  }
}
