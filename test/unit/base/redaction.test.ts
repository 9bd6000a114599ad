import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/base/redaction.js';

describe('what a log must not hold', () => {
  it.each([
    ['a secret in memory', 'the key is s3/cr+3t!', 'the key is [redacted]!'],
    ['a secret in memory, in a URL', 'GET /?key=s3%2Fcr%2B3t&x', 'GET /?key=[redacted]&x'],
    ['a reply in XML', '<SecretAccessKey>abc/def</SecretAccessKey>', '<SecretAccessKey>[redacted]</SecretAccessKey>'],
    ['a reply in JSON', '{"SessionToken": "abc"}', '{"SessionToken": "[redacted]"}'],
    [
      'JSON in JSON',
      '{"body":"{\\"SecretAccessKey\\":\\"abc\\",\\"Version\\":1}"}',
      '{"body":"{\\"SecretAccessKey\\":\\"[redacted]\\",\\"Version\\":1}"}',
    ],
    [
      'JSON escaped twice',
      '\\\\\\"SecretAccessKey\\\\\\":\\\\\\"abc\\\\\\"',
      '\\\\\\"SecretAccessKey\\\\\\":\\\\\\"[redacted]\\\\\\"',
    ],
    ['JSON with escaped slashes', '{"SecretAccessKey":"ab\\/cd"}', '{"SecretAccessKey":"[redacted]"}'],
    [
      'JSON in XML',
      '&quot;SecretAccessKey&quot;:&quot;abc&quot;',
      '&quot;SecretAccessKey&quot;:&quot;[redacted]&quot;',
    ],
    [
      'JSON in a URL',
      'Session=%7B%22sessionId%22%3A%22ASIA1%22%2C%22sessionKey%22%3A%22abc%22%2C%22sessionToken%22%3A%22def%22%7D',
      'Session=%7B%22sessionId%22%3A%22ASIA1%22%2C%22sessionKey%22%3A%22[redacted]%22%2C%22sessionToken%22%3A%22[redacted]%22%7D',
    ],
    ['an object as Node prints it', "{ Token: 'abc', Code: 'Success' }", "{ Token: '[redacted]', Code: 'Success' }"],
  ])('%s', (_, text, clean) => {
    expect(redact(text, ['s3/cr+3t', ''])).toBe(clean);
  });

  it.each([
    'aws_secret_access_key',
    'aws_session_token',
    'aws_security_token',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  ])('%s of a file or a shell', (name) => {
    expect(redact(`${name} = abc+/=`)).toBe(`${name} = [redacted]`);
    expect(redact(`export ${name}="abc" X=1`)).toBe(`export ${name}="[redacted]" X=1`);
  });

  it.each(['X-Amz-Signature', 'X-Amz-Security-Token', 'X-Amz-Credential', 'SigninToken'])('%s of a URL', (name) => {
    expect(redact(`GET /b/k?a=1&${name}=abc%2Fdef&b=2`)).toBe(`GET /b/k?a=1&${name}=[redacted]&b=2`);
  });

  it.each([
    'SecretAccessKey',
    'secretAccessKey',
    'SessionToken',
    'sessionToken',
    'Token',
    'accessToken',
    'refreshToken',
    'idToken',
    'clientSecret',
    'access_token',
    'refresh_token',
    'id_token',
    'client_secret',
    'code_verifier',
    'dpopKey',
    'SAMLAssertion',
    'SAMLResponse',
    'WebIdentityToken',
    'TokenCode',
  ])('%s of a request or a reply', (name) => {
    expect(redact(`{"${name}":"abc+/="}`)).toBe(`{"${name}":"[redacted]"}`);
    expect(redact(`{\\"${name}\\": \\"abc+/=\\"}`)).toBe(`{\\"${name}\\": \\"[redacted]\\"}`);
    expect(redact(`Version=1&${name}=abc%2B&Action=x`)).toBe(`Version=1&${name}=[redacted]&Action=x`);
    expect(redact(`<${name}>abc</${name}>`)).toBe(`<${name}>[redacted]</${name}>`);
  });

  it.each([
    ['Authorization: Bearer abc.def', 'Authorization: [redacted]'],
    ['authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=c\nHost: x', 'authorization: [redacted]\nHost: x'],
    ['{"Authorization":"Basic abc=="}', '{"Authorization":"[redacted]"}'],
    ['got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl here', 'got [redacted] here'],
    ['via https://me:secret@proxy:3128/', 'via https://[redacted]@proxy:3128/'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHc\nabc=\n-----END EC PRIVATE KEY-----\nend', '[redacted]\nend'],
    ['a key that is cut off -----BEGIN PRIVATE KEY-----\nMHc\nab', 'a key that is cut off [redacted]'],
    ['an unsigned eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9 token', 'an unsigned [redacted] token'],
    ["{ token: 'abc' }", "{ token: '[redacted]' }"],
  ])('%s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    'Assumed arn:aws:sts::1:assumed-role/a/b.',
    'ExpiredToken: The provided token has expired.',
    'The token: it was refused.',
    'InvalidIdentityToken: No OpenIDConnect provider found',
    'mail ana@example.com about https://example.com/a@b',
    '{"TokenType":"Bearer","expiresIn":900}',
  ])('and what it may: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});
