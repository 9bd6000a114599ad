import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand, runMfaCommand, runTextCommand } from '../../../src/process/command.js';
import { refusal } from '../../flows/aws/context.js';
import { options, program, programFolder, script as write } from './programs.js';

const folder = programFolder();

/** The command line of a script of Node's, with what it is told as parameters. */
const script = async (name: string, source: string): Promise<string> =>
  `'${process.execPath}' '${await write(folder, name, source)}'`;

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

  it('prints its output as it is, or fails by its name', async () => {
    expect(await runCommand(await script('two.mjs', 'console.log(" a\\n")'), options())).toBe(' a\n\n');
    expect(await refusal(runCommand(await script('bad.mjs', 'process.exit(2)'), options()))).toMatch(
      /^The helper failed/,
    );
  });

  it('prints one text, without byte order mark and blanks', async () => {
    const command = await script('token.mjs', 'console.log("\\uFEFF  the \\uFEFFtoken \\n")');
    expect(await runTextCommand(command, options())).toBe('the \uFEFFtoken');
    expect(await refusal(runTextCommand(await script('mute.mjs', ''), options()))).toBe('The helper printed nothing.');
  });

  it.each([
    ['is not there', 'no-such-program-anywhere x', /names the program “no-such-program-anywhere”, which was not found/],
    ['has an open quote', 'helper "half', /quotation mark that is not closed/],
    ['is empty', '  ', /names no program/],
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
});

describe('a command that prints an MFA code', () => {
  const request = { serial: 'arn:aws:iam::123456789012:mfa/me', profile: 'my "own" $& profile' };

  it('is told the device and the profile, each within its word', async () => {
    const file = path.join(folder, 'told.json');
    const command = await script(
      'otp.mjs',
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.argv.slice(2)));
       console.log('Code: 123456 (valid for 20 s)');`,
    );
    const line = `${command} --serial=\${serial} \${profile} \${profile}:\${profile}\${serial}\${serial}`;
    const { serial, profile } = request;
    expect(await runMfaCommand(line, request, options())).toBe('123456');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([
      `--serial=${serial}`,
      profile,
      `${profile}:${profile}${serial}${serial}`,
    ]);
  });

  it('may be a program for each profile', async () => {
    await program(folder, 'otp of me', 'echo 000000');
    const line = `'${folder}/otp of \${profile}'`;
    expect(await runMfaCommand(line, { ...request, profile: 'me' }, options())).toBe('000000');
    expect(await refusal(runMfaCommand('${serial', request, options()))).toContain('“${serial”, which was not found');
  });

  it.each(['12345', '1234567', '', '12 34 56', 'touch your key'])('and prints none: %s', async (text) => {
    const command = await script('none.mjs', `console.log(${JSON.stringify(text)})`);
    const message = await refusal(runMfaCommand(command, request, options()));
    expect(message).toBe('The helper printed no code of six digits.');
  });
});
