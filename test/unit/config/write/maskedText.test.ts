import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskedText } from '../../../../src/config/write/maskedText.js';

it.each([
  ['aws_secret_access_key = abc/def+1', 'aws_secret_access_key = (not shown)'],
  ['  AWS_SECRET_ACCESS_KEY=abc = def', '  AWS_SECRET_ACCESS_KEY=(not shown)'],
  ['aws_session_token: abc', 'aws_session_token: (not shown)'],
  [
    'aws_secret_access_key =\r\n  abc\r\n  # x\r\n\tdef\r\n',
    'aws_secret_access_key =\r\n(not shown)\r\n  # x\r\n(not shown)\r\n',
  ],
  ['# aws_secret_access_key = abc', '# aws_secret_access_key = (not shown)'],
  ['tool =\n  api_token = abc\n  region = x', 'tool =\n  api_token = (not shown)\n  region = x'],
  ['abc/def+1', '(not shown)'],
  ['aws_secret_access_key =', 'aws_secret_access_key ='],
  ['\uFEFFaws_session_token = abc', '\uFEFFaws_session_token = (not shown)'],
  ['web_identity_token_file = /a/b', 'web_identity_token_file = /a/b'],
  ['# the token is kept elsewhere', '# the token is kept elsewhere'],
  ['aws_access_key_id = AKIA', 'aws_access_key_id = AKIA'],
])('%j is shown as %j', (line, shown) => {
  expect(maskedText(`[profile a]\n${line}`.replace(/^(.*)\n\uFEFF/s, '\uFEFF$1\n'))).toBe(
    `[profile a]\n${shown}`.replace(/^(.*)\n\uFEFF/s, '\uFEFF$1\n'),
  );
});

it('a secret is never shown, and there are as many lines as before', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9/+]{40}$/);
  const name = fc.constantFrom(
    'aws_secret_access_key',
    'AWS_Session_Token',
    ' aws_security_token',
    '#aws_secret_access_key',
  );
  const sign = fc.constantFrom('=', ' = ', ':', '\t=\t', ' =\n  ');
  const end = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(secret, name, sign, end, (value, key, by, eol) => {
      fc.pre(!(key.startsWith('#') && by.includes('\n')));
      const text = `[a]${eol}region = x${eol}${key}${by}${value}${eol}[b]`.replaceAll(/\r?\n|\r/g, eol);
      const shown = maskedText(text);
      expect(shown).not.toContain(value);
      expect(shown.split(eol)).toHaveLength(text.split(eol).length);
    }),
    { numRuns: 2_000 },
  );
});
