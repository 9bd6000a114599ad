import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { becomesShell, boundEnvironment } from '../../../../src/terminals/environment/boundShell.js';
import { boundShell } from '../../../../src/terminals/opening/boundShell.js';

// The real script, run by the real /bin/sh.
describe('boundShell', () => {
  let storage: string;
  beforeEach(() => (storage = mkdtempSync(join(tmpdir(), 'bound shell-'))));
  afterEach(() => rmSync(storage, { recursive: true }));

  const own = new Map([
    ['AWS_ACCESS_KEY_ID', 'ASIAOWN'],
    ['AWS_SESSION_TOKEN', 'a+b/c=='],
    ['AWS_CREDENTIAL_EXPIRATION', '2026-11-24T13:00:00.000Z'],
    ['AWS_SECURITY_TOKEN', ''],
  ]);

  async function environment(given: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<object> {
    const path = await boundShell(storage, '/usr/bin/env');
    const printed = execFileSync(path, args, {
      env: { ...boundEnvironment('/usr/bin/env', own, ['AWS_PROFILE']), ...given },
      encoding: 'utf8',
    });
    const lines = printed.split('\n').filter((line) => line !== '' && !/^(PWD|OLDPWD|SHLVL|_)=/.test(line));
    return Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.slice(line.indexOf('=') + 1)]));
  }

  const again = [
    'AWS_ACCESS_KEY_ID=ASIAOWN',
    'AWS_SESSION_TOKEN=a+b/c==',
    String.raw`AWS_CREDENTIAL_EXPIRATION=2026-11-24T13\x3a00\x3a00.000Z`,
    'AWS_SECURITY_TOKEN=',
  ].join(':');

  it('has the session’s variables alone, now and after the start-up files, and leaves others as they are', async () => {
    const other = {
      HOME: '/home/a b',
      AWS_ACCESS_KEY_ID: 'ASIAOTHER',
      AWS_ENDPOINT_URL_S3: 'http://other',
      AWS_PROFILE: 'dev',
      AWS_PAGER: 'less',
      VSCODE_ENV_REPLACE: String.raw`EDITOR=a *\x3ab:AWS_ACCESS_KEY_ID=ASIAOTHER:AWS_ENDPOINT_URL_S3=http\x3a//other`,
    };
    expect(await environment(other)).toEqual({
      ...Object.fromEntries(own),
      HOME: '/home/a b',
      AWS_PAGER: 'less',
      VSCODE_ENV_REPLACE: String.raw`EDITOR=a *\x3ab:${again}`,
    });
  });

  it('does so too where the editor has applied nothing', async () => {
    expect(await environment({})).toEqual({ ...Object.fromEntries(own), VSCODE_ENV_REPLACE: again });
  });

  it('hands on the shell’s words', async () => {
    const path = await boundShell(storage, '/bin/echo');
    const env = boundEnvironment('/bin/echo', own, []);
    expect(execFileSync(path, ['-l', 'a  b', '*'], { env, encoding: 'utf8' })).toBe('-l a  b *\n');
  });

  it('is known for the shell that it becomes, and another terminal for none', () => {
    expect(becomesShell(boundEnvironment('/bin/zsh', own, []))).toBe('/bin/zsh');
    expect([becomesShell({}), becomesShell({ ROLE_SESSIONS_SHELL: null })]).toEqual([undefined, undefined]);
  });

  it('bears the shell’s name, is its owner’s alone, and is put right where it is another', async () => {
    const path = await boundShell(storage, '/opt/bin/zsh');
    expect(path).toBe(join(storage, 'shells', 'zsh'));
    expect(statSync(path).mode & 0o777).toBe(0o700);
    const script = readFileSync(path, 'utf8');
    writeFileSync(path, 'other');
    await boundShell(storage, '/bin/zsh');
    expect(readFileSync(path, 'utf8')).toBe(script);
  });
});
