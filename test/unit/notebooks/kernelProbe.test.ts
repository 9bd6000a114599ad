// What a kernel tells of itself, by a real Python.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeCode, readKernel, type KernelSeen } from '../../../src/notebooks/kernelProbe.js';
import { SECRET, TOKEN } from '../../support/samples.js';

const MARK = 'the-mark';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'kernel-'));
  mkdirSync(join(home, '.aws'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const files = (config: string, credentials: string): void => {
  writeFileSync(join(home, '.aws/config'), config);
  writeFileSync(join(home, '.aws/credentials'), credentials);
};

/** As a kernel with those variables, which has run something before. */
function printed(variables: Readonly<Record<string, string>> = {}, before = ''): string {
  const script = `
import sys
${before}
scope = {}
exec(sys.stdin.read(), scope)
print(sorted(name for name in scope if name != "__builtins__"))
`;
  const env = { PATH: process.env['PATH'], HOME: home, ...variables };
  return execFileSync('python3', ['-c', script], { env, input: probeCode(MARK), encoding: 'utf8' });
}

function told(variables: Readonly<Record<string, string>> = {}, before = ''): KernelSeen {
  const text = printed(variables, before);
  expect(text).toMatch(/\n\[\]\n$/);
  for (const secret of [SECRET, TOKEN]) expect(text).not.toContain(secret);
  const seen = readKernel(`noise\n${text}`, MARK);
  if (seen === undefined) throw new Error(text);
  return seen;
}

describe('the variables of a kernel', () => {
  it('are told without secrets', () => {
    const { seen } = told({
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
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/token',
      OTHER: SECRET,
    });
    expect(Object.fromEntries(seen.values)).toEqual({
      AWS_ACCESS_KEY_ID: 'ASIADEV',
      AWS_PROFILE: 'two?lines',
      AWS_REGION: '',
      AWS_ENDPOINT_URL_S3: 'https://s3.example.com/path',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/token',
    });
    expect(Object.fromEntries(seen.secrets)).toEqual({
      AWS_SECRET_ACCESS_KEY: 'set',
      AWS_SESSION_TOKEN: 'set',
      AWS_SECURITY_TOKEN: 'set',
      AWS_EMPTY: 'empty',
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: 'set',
    });
    expect(seen.tokensDiffer).toBe(true);
  });

  it('may be none', () => expect(told().seen).toEqual({ values: new Map(), secrets: new Map(), tokensDiffer: false }));

  it.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['the same', { AWS_SESSION_TOKEN: 'a', AWS_SECURITY_TOKEN: 'a' }, false],
    ['alone', { AWS_SECURITY_TOKEN: 'a' }, true],
    ['empty', { AWS_SESSION_TOKEN: 'a', AWS_SECURITY_TOKEN: '' }, false],
  ])('have an old token that is %s', (_, env, expected) => expect(told(env).seen.tokensDiffer).toBe(expected));
});

describe('the profiles of its machine', () => {
  const kinds = (profiles: KernelSeen['profiles']) =>
    profiles && Object.fromEntries([...profiles].map(([name, has]) => [name, [...has]]));

  it('are told by the names in both files, without a value', () => {
    files(
      `[default]\nregion = x\n[profile dev]\nROLE_ARN = ${TOKEN}\nsource_profile: base\n  credential_process = ${SECRET}\n`,
      `[base]\naws_access_key_id = A\naws_secret_access_key = ${SECRET}\naws_session_token = ${TOKEN}\n`,
    );
    expect(kinds(told().profiles)).toEqual({ default: [], dev: ['role'], base: ['keys'] });
  });

  it('are those that the variables name', () => {
    writeFileSync(join(home, 'mine'), '[default]\naws_access_key_id = A\n');
    const named = { AWS_SHARED_CREDENTIALS_FILE: '~/mine', AWS_CONFIG_FILE: '$HOME/nowhere' };
    expect(kinds(told(named).profiles)).toEqual({ default: ['keys'] });
  });

  it('are not known of what is no file, and are none without one', () => {
    expect(told({ AWS_CONFIG_FILE: home }).profiles).toBeUndefined();
    expect(told({ AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' }).profiles?.size).toBe(0);
  });
});

describe('the default session of boto3', () => {
  /** A module whose session has these credentials, which anybody who asks them for something would fetch. */
  const boto3 = (credentials: string) => `
class Credentials:
    def __init__(self, **held):
        self.__dict__.update(held)
    def __getattr__(self, name):
        raise SystemExit("fetched")
class Refreshable(Credentials):
    @property
    def access_key(self):
        raise SystemExit("fetched")
class Box: pass
core, session, module = Box(), Box(), Box()
core._credentials = ${credentials}
session._session = core
module.DEFAULT_SESSION = session
sys.modules["boto3"] = module
`;

  it.each<[string, string, KernelSeen['defaultSession']]>([
    ['is none without boto3', '', { kind: 'notLoaded' }],
    ['is none before the first client', `${boto3('None')}module.DEFAULT_SESSION = None`, { kind: 'none' }],
    ['has not been used', boto3('None'), { kind: 'unused' }],
    ['has keys', boto3('Credentials(access_key="AKIAONE", secret_key="s")'), { kind: 'keys', accessKeyId: 'AKIAONE' }],
    ['has keys that it renews', boto3('Refreshable(_access_key="ASIATWO")'), { kind: 'keys', accessKeyId: 'ASIATWO' }],
    ['has keys that it has yet to fetch', boto3('Refreshable(_access_key=None)'), { kind: 'unknown' }],
    ['has something else for an ID', boto3('Credentials(access_key="two words")'), { kind: 'unknown' }],
    ['is of another make', `${boto3('None')}session._session = None`, { kind: 'unknown' }],
    ['is not there in another make', `${boto3('None')}del module.DEFAULT_SESSION`, { kind: 'unknown' }],
  ])('%s', (_, before, expected) => expect(told({}, before).defaultSession).toEqual(expected));
});

describe('the code', () => {
  it('is plain, and begins with 50 characters that anybody may read', () => {
    expect(probeCode(MARK)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(probeCode(MARK).slice(0, 50)).toMatch(/^# Role Sessions for AWS: [A-Za-z ]+$/);
  });

  it('keeps no line of itself in the memory of lines', () => {
    const before = 'import linecache\nlinecache.cache["<string>"] = "x"';
    expect(told({}, `${before}\nimport atexit\natexit.register(lambda: None)`).seen.values.size).toBe(0);
    expect(
      printed({}, `${before}\nimport atexit\natexit.register(lambda: print("<string>" in linecache.cache))`),
    ).toMatch(/\nFalse\n$/);
  });

  it('says that it failed, and never how', () => {
    const text = printed(
      { AWS_X: SECRET },
      'import re\ndef fails(*_): raise KeyboardInterrupt()\nre.fullmatch = fails',
    );
    expect(text).toBe(`${MARK} failed\n[]\n`);
    expect(readKernel(text, MARK)).toBeUndefined();
  });
});

describe('the answer', () => {
  const end = 'AWS variables in this shell: 0';
  it.each([
    ['nothing', ''],
    ['what has another mark', `other ${JSON.stringify({ variables: end })}`],
    ['what is cut off', `${MARK} {"variables":`],
    ['null', `${MARK} null`],
    ['a text', `${MARK} "text"`],
    ['what lacks variables', `${MARK} {}`],
    ['what has half of them', `${MARK} ${JSON.stringify({ variables: 'AWS variables in this shell: 1' })}`],
  ])('is not taken from %s', (_, text) => expect(readKernel(text, MARK)).toBeUndefined());

  it('is no more than what is there', () =>
    expect(readKernel(`${MARK} ${JSON.stringify({ variables: end, config: '', credentials: null })}`, MARK)).toEqual({
      seen: { values: new Map(), secrets: new Map(), tokensDiffer: false },
      profiles: undefined,
      defaultSession: { kind: 'unknown' },
    }));
});
