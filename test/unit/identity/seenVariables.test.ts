import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  readSeen,
  SEEN_COMMAND,
  seenInEnvironment,
  seenNames,
  type SeenVariables,
} from '../../../src/identity/seenVariables.js';
import { SECRET, TOKEN } from '../../support/samples.js';

const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'ASIADEV',
  AWS_SECRET_ACCESS_KEY: `${SECRET}\nAWS_PROFILE=forged`,
  AWS_SESSION_TOKEN: TOKEN,
  AWS_SECURITY_TOKEN: `old-${TOKEN}`,
  AWS_PROFILE: 'two\nlines',
  AWS_EMPTY: '',
  AWS_REGION: '',
  AWS_ENDPOINT_URL_S3: `https://me:${SECRET}@s3.example.com/path?sig=${TOKEN}#${TOKEN}`,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:8080/${SECRET}`,
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/${SECRET}`,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: TOKEN,
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/token',
  AWS_BEARER_TOKEN_BEDROCK: TOKEN,
};

const EXPECTED: SeenVariables = {
  values: new Map([
    ['AWS_ACCESS_KEY_ID', 'ASIADEV'],
    ['AWS_PROFILE', 'two?lines'],
    ['AWS_REGION', ''],
    ['AWS_ENDPOINT_URL_S3', 'https://s3.example.com/path'],
    ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://127.0.0.1:8080'],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', '/var/token'],
  ]),
  secrets: new Map([
    ['AWS_SECRET_ACCESS_KEY', 'set'],
    ['AWS_SESSION_TOKEN', 'set'],
    ['AWS_SECURITY_TOKEN', 'set'],
    ['AWS_EMPTY', 'empty'],
    ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'set'],
    ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'set'],
    ['AWS_BEARER_TOKEN_BEDROCK', 'set'],
  ]),
  tokensDiffer: true,
};

const asLinuxHasIt = (env: Readonly<Record<string, string>>): string =>
  ['PATH=/bin', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), ''].join('\0');

describe('the variables of AWS in an environment', () => {
  it('are seen without what may be a secret', () =>
    expect(seenInEnvironment(asLinuxHasIt(ENVIRONMENT))).toEqual(EXPECTED));

  it('are none in one without', () =>
    expect(seenInEnvironment('PATH=/bin\0XAWS_PROFILE=x\0')).toEqual({
      values: new Map(),
      secrets: new Map(),
      tokensDiffer: false,
    }));

  it.each([
    ['the same', { AWS_SESSION_TOKEN: 'a', AWS_SECURITY_TOKEN: 'a' }, false],
    ['alone', { AWS_SECURITY_TOKEN: 'a' }, true],
    ['empty', { AWS_SESSION_TOKEN: 'a', AWS_SECURITY_TOKEN: '' }, false],
    ['not there', { AWS_SESSION_TOKEN: 'a' }, false],
  ])('have an old token that is %s', (_, env, expected) =>
    expect(seenInEnvironment(asLinuxHasIt(env)).tokensDiffer).toBe(expected),
  );

  it('have their names in order', () =>
    expect(seenNames(seenInEnvironment(asLinuxHasIt({ AWS_REGION: '', AWS_X: '', AWS_PROFILE: 'a' })))).toEqual([
      'AWS_PROFILE',
      'AWS_REGION',
      'AWS_X',
    ]));
});

describe('the command that prints them', () => {
  const printed = (env: Readonly<Record<string, string>>): string =>
    execFileSync('sh', ['-c', SEEN_COMMAND], { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' });

  it('prints no secret, and what it prints is read as what is there', () => {
    const text = printed(ENVIRONMENT);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(TOKEN);
    expect(readSeen(text.replaceAll('\n', '\r\n'))).toEqual(EXPECTED);
  });

  it('prints that there are none', () => expect(readSeen(printed({}))?.values).toEqual(new Map()));

  it.each([
    ['the same', { AWS_SESSION_TOKEN: '1', AWS_SECURITY_TOKEN: '1.0' }, true],
    ['the same number', { AWS_SESSION_TOKEN: '1', AWS_SECURITY_TOKEN: '1' }, false],
    ['empty', { AWS_SESSION_TOKEN: 'a', AWS_SECURITY_TOKEN: '' }, false],
  ])('compares tokens as texts: %s', (_, env, expected) => expect(readSeen(printed(env))?.tokensDiffer).toBe(expected));

  it('begins with a space, and has nothing in it that a shell would read', () => {
    expect(SEEN_COMMAND).toMatch(/^ command sleep 0.1; command awk '[^'\\!\n]*'$/);
  });

  const whole = 'AWS_PROFILE=a\nAWS_X (set)\nAWS variables in this shell: 2\n';

  it('is read between the marks that the editor puts around it', () =>
    expect(readSeen(`\u001b]633;C\u0007\u001b[?2004l\r${whole}\u001b]633;D;0\u0007`)?.values).toEqual(
      new Map([['AWS_PROFILE', 'a']]),
    ));

  it.each([
    ['nothing', ''],
    ['an error', 'awk: not found\n'],
    ['what is cut off', whole.slice(0, 20)],
    ['what lacks a line', whole.replace('AWS_X (set)\n', '')],
    ['what has another count', whole.replace(': 2', ': 3')],
    ['what goes on after the count', whole.replace(': 2', ': 2 or so')],
    ['a secret with its value', whole.replace('AWS_X (set)', 'AWS_X=value')],
  ])('is not taken for an answer: %s', (_, text) => expect(readSeen(text)).toBeUndefined());
});
