import { describe, expect, it } from 'vitest';
import { consoleCommand } from '../../../src/console/consoleCommand.js';

const URL_TEXT = 'https://signin.aws.amazon.com/federation?Action=login&SigninToken=a%2Fb';
const ENCODED = encodeURIComponent(URL_TEXT);

const wordsOf = (written: unknown, role = 'dev') => {
  const command = consoleCommand(written, role, URL_TEXT);
  return command.kind === 'command' ? [command.program, ...command.parameters] : command.kind;
};

describe('the command for the console', () => {
  it.each([undefined, null, {}, { other: ['firefox', '{url}'] }])('is none where none is written: %j', (written) => {
    expect(wordsOf(written)).toBe('none');
  });

  it('is the role’s own before that of all', () => {
    const written = { dev: ['mine', '{url}'], '*': ['all', '{url}'] };
    expect(wordsOf(written)).toEqual(['mine', URL_TEXT]);
    expect(wordsOf(written, 'prod')).toEqual(['all', URL_TEXT]);
  });

  it.each([
    ['{url}', URL_TEXT],
    ['--app={url}', `--app=${URL_TEXT}`],
    ['--profile={role}', '--profile=my role'],
    ['--to=see:{url}', `--to=see:${URL_TEXT}`],
    ['h2:{url}', `h2:${ENCODED}`],
    ['C:{url}', `C:${URL_TEXT}`],
    ['ext+container:name={role}&url={url}', `ext+container:name=my%20role&url=${ENCODED}`],
    ['HTTP://localhost/?to={url}', `HTTP://localhost/?to=${ENCODED}`],
    ['{URL}{rol}$&', '{URL}{rol}$&'],
  ])('has the link and the role in %s, encoded within a URL', (word, expected) => {
    expect(wordsOf({ '*': ['run', word, '{url}'] }, 'my role')).toEqual(['run', expected, URL_TEXT]);
  });

  it('takes what looks like a placeholder or a pattern in a value as it is', () => {
    expect(wordsOf({ '*': ['run', '{role} {url}'] }, '{url} $&')).toEqual(['run', `{url} $& ${URL_TEXT}`]);
  });

  it('does not take the program from the link', () => {
    expect(wordsOf({ '*': ['{url}', 'x'] })).toBe('problem');
    expect(wordsOf({ '*': ['{role}', '{url}'] })).toEqual(['{role}', URL_TEXT]);
  });

  it.each([
    [[]],
    [['firefox']],
    [['firefox', 'x']],
    [['', '{url}']],
    [['firefox', '{url}', 1]],
    ['firefox {url}'],
    [{}],
  ])('is a problem where it cannot be run: %j', (words) => {
    expect(consoleCommand({ dev: words }, 'dev', URL_TEXT)).toEqual({
      kind: 'problem',
      message:
        'roleSessions.consoleCommand has no command for dev: it must be a list of words, the program first, one of the others with {url}.',
    });
  });

  it.each(['firefox', 7, [['firefox', '{url}']]])('is a problem where it is no object: %j', (written) => {
    expect(consoleCommand(written, 'dev', URL_TEXT)).toEqual({
      kind: 'problem',
      message: 'roleSessions.consoleCommand must be an object: the words of a command by the name of a role.',
    });
  });
});
