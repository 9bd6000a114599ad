import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runMfaCommand, runTextCommand } from '../../../src/process/command.js';
import type { RunOptions } from '../../../src/process/run.js';
import { redactOutput } from '../../../src/process/outputRedaction.js';
import { windowsWords } from '../../../src/process/windowsWords.js';
import { Cancelled } from '../../../src/base/errors.js';
import { refusal } from '../../flows/aws/context.js';

const NODE = process.execPath;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'command '));
});
afterAll(() => rm(folder, { recursive: true }));

function options(overrides: Partial<RunOptions> = {}): RunOptions {
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

/** A script of Node's, with what it is told as parameters. */
async function script(name: string, source: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, source);
  return `'${NODE}' '${file}'`;
}

async function gone(pid: number): Promise<boolean> {
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

describe('a command of the user', () => {
  it('gets its words as a shell would cut them, and no shell', async () => {
    const command = await script('echo.mjs', 'console.log(JSON.stringify(process.argv.slice(2)))');
    const line = `${command} one 'two words' "a \\"quote\\"" b\\ c $HOME *.txt ; true`;
    expect(JSON.parse(await runCommand(line, options()))).toEqual([
      'one',
      'two words',
      'a "quote"',
      'b c',
      '$HOME',
      '*.txt',
      ';',
      'true',
    ]);
  });

  it('gets the environment of the editor and nothing to read', async () => {
    const command = await script(
      'env.mjs',
      'for await (const _ of process.stdin) throw 1; console.log(process.env.FLAVOUR, process.env.HOME)',
    );
    expect(await runCommand(command, options())).toBe('vanilla undefined\n');
  });

  it('prints one text, without byte order mark and blanks', async () => {
    const command = await script('token.mjs', 'console.log("\\uFEFF  the token \\n")');
    expect(await runTextCommand(command, options())).toBe('the token');
    expect(await refusal(runTextCommand(await script('mute.mjs', ''), options()))).toBe('The helper printed nothing.');
  });

  it.each([
    ['is not there', 'no-such-program-anywhere x', /names the program “no-such-program-anywhere”, which was not found/],
    ['is no program', '/etc/passwd', /names “\/etc\/passwd”, which is not an executable program/],
    ['has an open quote', 'helper "half', /quotation mark that is not closed/],
    ['is empty', '  ', /names no program/],
    ['is relative', './helper x', /names “\.\/helper”, which is relative to the folder that a program is started in/],
    ['is below the folder one is in', 'bin/helper', /which is relative to the folder/],
    [
      'sets a variable',
      'TOKEN=hunter2 helper',
      /^The helper starts with the variable TOKEN, which only a shell would set/,
    ],
  ])('that %s', async (_, line, text) => {
    const message = await refusal(runCommand(line, options()));
    expect(message).toMatch(text);
    expect(message).not.toContain('hunter2');
  });

  it('is looked for in the full paths of PATH alone, and runs in the home folder', async () => {
    const [here, home] = [process.cwd(), path.join(folder, 'home')];
    await mkdir(path.join(home, 'bin'), { recursive: true });
    await mkdir(path.join(folder, 'hostile'));
    for (const [where, says] of [
      [path.join(home, 'bin'), 'mine'],
      [path.join(folder, 'hostile'), 'theirs'],
    ] as const) {
      await writeFile(path.join(where, 'helper'), `#!/bin/sh\necho ${says} in $PWD as $0\n`, { mode: 0o700 });
    }
    const { environment } = options();
    const variables = { PATH: `:.:../hostile:${path.join(home, 'bin')}:/usr/bin:/bin` };
    process.chdir(path.join(folder, 'hostile'));
    try {
      const told = await runCommand(
        'helper',
        options({ environment: { ...environment, variables, homeDirectory: home } }),
      );
      expect(told).toBe(`mine in ${home} as ${path.join(home, 'bin', 'helper')}\n`);
    } finally {
      process.chdir(here);
    }
  });

  it('that is not executable', async () => {
    const file = path.join(folder, 'plain.sh');
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o600);
    expect(await refusal(runCommand(`'${file}'`, options()))).toMatch(/not an executable program/);
  });

  it('that fails is shown with its exit code and the end of its stderr, without secrets', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const command = await script(
      'fail.mjs',
      `console.log('${secret}');
       for (let i = 0; i < 50; i++) console.error('line', i);
       console.error('\\x1b[31mcannot use ${secret}\\x1b[0m');
       console.error('password: hunter2');
       process.exit(3)`,
    );
    const message = await refusal(runCommand(command, options()));
    expect(message).toMatch(/^The helper failed with exit code 3: line 47\nline 48\nline 49\ncannot use \[redacted\]/);
    expect(message).not.toMatch(new RegExp(`${secret}|hunter2|\\u001b`));
  });

  it('that fails without a word, or dies', async () => {
    const quiet = await script('quiet.mjs', 'process.exit(1)');
    expect(await refusal(runCommand(quiet, options()))).toBe(
      'The helper failed with exit code 1 and wrote nothing to stderr.',
    );
    const dead = await script('dead.mjs', 'process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 60_000)');
    expect(await refusal(runCommand(dead, options()))).toMatch(/^The helper was ended by SIGKILL/);
  });

  it('that prints without end', async () => {
    expect(await refusal(runCommand('cat /dev/zero', options()))).toMatch(
      /printed more than a megabyte and was stopped/,
    );
  });
});

describe('a command that hangs is stopped with everything it has started', () => {
  /** Leaves the number of its child, which ignores requests to end. */
  const hang = async (name: string): Promise<{ command: string; child: () => Promise<number> }> => {
    const file = path.join(folder, `${name}.pid`);
    const command = await script(
      `${name}.mjs`,
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); process.stdout.write("up"); setInterval(() => {}, 1000)']);
       child.stdout.once('data', () => writeFileSync(${JSON.stringify(file)}, String(child.pid)));
       setInterval(() => {}, 1000);`,
    );
    const child = async (): Promise<number> => {
      for (;;) {
        const text = await readFile(file, 'utf8').catch(() => '');
        if (text !== '') return Number(text);
        await pause(20);
      }
    };
    return { command, child };
  };

  it('after the timeout', async () => {
    const { command, child } = await hang('slow');
    const running = refusal(runCommand(command, options({ timeoutMs: 2000 })));
    const pid = await child();
    expect(await running).toBe('The helper did not end within 2 seconds and was stopped.');
    expect(await gone(pid)).toBe(true);
  });

  it('but not while somebody sees that it waits, and can cancel', async () => {
    const command = await script('browser.mjs', 'setTimeout(() => console.log("signed in"), 1000)');
    expect(await runCommand(command, options({ attended: true, timeoutMs: 1 }))).toBe('signed in\n');
  });

  it('when the user cancels', async () => {
    const { command, child } = await hang('cancelled');
    const abort = new AbortController();
    const running = runCommand(command, options({ signal: abort.signal, attended: true }));
    const pid = await child();
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(await gone(pid)).toBe(true);
  });

  it('and is not even started after that', async () => {
    await expect(runCommand('no-such-program', options({ signal: AbortSignal.abort() }))).rejects.toBeInstanceOf(
      Cancelled,
    );
  });
});

describe('a command that prints an MFA code', () => {
  const request = { serial: 'arn:aws:iam::123456789012:mfa/me', profile: 'my "own" profile' };

  it('is told the device and the profile, each within its word', async () => {
    const file = path.join(folder, 'told.json');
    const command = await script(
      'otp.mjs',
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.argv.slice(2)));
       console.log('Code: 123456 (valid for 20 s)');`,
    );
    expect(await runMfaCommand(`${command} --serial=\${serial} \${profile}`, request, options())).toBe('123456');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([`--serial=${request.serial}`, 'my "own" profile']);
  });

  it.each(['12345', '1234567', 'touch your key'])('and prints none: %s', async (text) => {
    const command = await script('none.mjs', `console.log(${JSON.stringify(text)})`);
    const message = await refusal(runMfaCommand(command, request, options()));
    expect(message).toBe('The helper printed no code of six digits.');
  });
});

describe('words of a command line on Windows', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['a b\tc', ['a', 'b', 'c']],
    ['"C:\\Program Files\\x.exe" --flag', ['C:\\Program Files\\x.exe', '--flag']],
    ['C:\\bin\\x.exe \\\\server\\share', ['C:\\bin\\x.exe', '\\\\server\\share']],
    ['a\\\\"b c" d', ['a\\b c', 'd']],
    ['a\\"b c', ['a"b', 'c']],
    ['"" x', ['', 'x']],
    ["'not quoted'", ["'not", "quoted'"]],
    ['a\\', ['a\\']],
    ['"open', undefined],
    ['', []],
  ])('%s', (line, words) => {
    expect(windowsWords(line)).toEqual(words);
  });
});

describe('what is hidden of the output of programs', () => {
  it.each([
    ['a JWT', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl here', 'got [redacted] here'],
    ['a URL with a password', 'via https://me:secret@proxy:3128/', 'via https://[redacted]@proxy:3128/'],
    ['an option', 'usage: helper --api-token abc123 --verbose', 'usage: helper --api-token [redacted] --verbose'],
    ['a JSON reply', '{"SecretAccessKey": "abcdef", "Version": 1}', '{"SecretAccessKey": "[redacted]", "Version": 1}'],
    ['an assertion', `PHNhbWw${'A1b2'.repeat(40)}==`, '[redacted]'],
    ['nothing of an ARN', 'arn:aws:iam::123456789012:role/deployment', 'arn:aws:iam::123456789012:role/deployment'],
    ['nothing of a path', 'no such file: /home/me/.config/helper.toml', 'no such file: /home/me/.config/helper.toml'],
  ])('%s', (_, text, clean) => {
    expect(redactOutput(text)).toBe(clean);
  });
});
