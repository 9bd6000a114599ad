import { describe, expect, it } from 'vitest';
import { redactOutput, shownOutput } from '../../../src/process/outputRedaction.js';

const LONG = 'A1b2'.repeat(10);

describe('what is hidden of the output of programs', () => {
  it.each([
    ['a JWT', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl here', 'got [redacted] here'],
    ['a URL with a password', 'via https://me:secret@proxy:3128/', 'via https://[redacted]@proxy:3128/'],
    ['a JSON reply', '{"SecretAccessKey": "abcdef", "Version": 1}', '{"SecretAccessKey": "[redacted]", "Version": 1}'],
    ['a password', 'password: hunter2 for me', 'password: [redacted] for me'],
    ['one in short', 'passwd=hunter2, pass=hunter2; x', 'passwd=[redacted], pass=[redacted]; x'],
    ['a phrase', "Passphrase is 'hunter2'", "Passphrase is '[redacted]'"],
    ['a secret', "the secret is hunter2'", "the secret is [redacted]'"],
    ['a token', '{"api_token" : "hunter2"}', '{"api_token" : "[redacted]"}'],
    [
      'a key',
      'api_key=hunter2 apikey=hunter2 API-KEY=hunter2',
      'api_key=[redacted] apikey=[redacted] API-KEY=[redacted]',
    ],
    ['an assertion', 'assertion  =  "hunter2', 'assertion  =  "[redacted]'],
    ['a code', 'OTP:hunter2', 'OTP:[redacted]'],
    ['an option', 'usage: helper --api-token abc123 --verbose', 'usage: helper --api-token [redacted] --verbose'],
    ['a short option', 'helper -pass hunter2 x', 'helper -pass [redacted] x'],
    ['an option of more words', 'helper --my-secret-of  h x', 'helper --my-secret-of  [redacted] x'],
    ['an option for a key', 'helper --key "hunter2"', 'helper --key [redacted]'],
    ['an option for a code', 'helper --totp 123456', 'helper --totp [redacted]'],
    ['40 letters and digits', `x ${LONG} y`, 'x [redacted] y'],
    ['40 that begin with a digit', '1b2A'.repeat(10), '[redacted]'],
    ['40 of the signs of base64', `x:${'a1-_+/=='.repeat(5)}.`, 'x:[redacted].'],
    ['an assertion alone', `PHNhbWw${'A1b2'.repeat(40)}==`, '[redacted]'],
  ])('%s', (_, text, clean) => {
    expect(redactOutput(text)).toBe(clean);
  });

  it.each([
    ['an ARN', 'arn:aws:iam::123456789012:role/deployment'],
    ['a path', 'no such file: /home/me/.config/helper.toml'],
    ['a name without a value', 'the password was wrong, and so was the token'],
    ['a word that begins so', 'passengers: many; this passwordless=one'],
    ['options without a value', 'helper --token --verbose -secret -x'],
    ['an option that is none', 'helper --verbose abc'],
    ['39 signs', LONG.slice(1)],
    ['40 letters', 'a'.repeat(40)],
    ['40 digits', '1'.repeat(40)],
    ['40 signs without a letter', '1-'.repeat(20)],
    ['a line of them', '='.repeat(60)],
  ])('nothing of %s', (_, text) => {
    expect(redactOutput(text)).toBe(text);
  });

  it('what is known to be secret', () => {
    expect(redactOutput('I got abc def', ['abc'])).toBe('I got [redacted] def');
    expect(shownOutput('I got abc def', ['abc'])).toBe('I got [redacted] def');
  });
});

describe('what is shown of the output of programs', () => {
  it('are the last five lines with something in them', () => {
    expect(shownOutput('1\n2\n\n3\n \t\n4\r\n  5  \n6\n')).toBe('2\n3\n4\n5\n6');
  });

  it('is nothing of nothing', () => {
    expect(shownOutput(' \n\n')).toBe('');
  });

  it.each([
    ['colours', 'a \u001b[31mred\u001b[0m word', 'a red word'],
    ['what moves the cursor', 'a\u001b[2K\u001b[1;12H\u001b[?25lb', 'ab'],
    ['other control characters', 'a\u0000\u0007\b\u000b\u001fb\u007fc', 'abc'],
    ['an escape alone', 'a\u001bb', 'ab'],
    ['but no tabs', 'a\tb', 'a\tb'],
  ])('leaves out %s', (_, text, shown) => {
    expect(shownOutput(text)).toBe(shown);
  });

  it('has lines of at most 300 characters', () => {
    const [whole, long] = ['x '.repeat(150), 'y '.repeat(151)];
    expect(shownOutput(`${whole.slice(0, -1)}z\n${long}`)).toBe(`${whole.slice(0, -1)}z\n${long.slice(0, 300)}…`);
  });

  it('hides secrets that colours part, and those that are cut off', () => {
    expect(shownOutput('password: \u001b[1mhunter2')).toBe('password: [redacted]');
    expect(shownOutput(`${'x '.repeat(140)}${LONG}`)).toBe(`${'x '.repeat(140)}[redacted]`);
  });
});
