// What a kernel runs to become somebody, by a real Python.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { becoming, kernelAnswer, kernelCode, leaving, type KernelChange } from '../../../src/notebooks/kernelCode.js';
import { NEVER } from '../../../src/model/session/session.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { liveSession, SECRET, TOKEN } from '../../support/samples.js';

const MARK = 'the-mark';
const session = liveSession();
const KEY = session.credentials.accessKeyId;

interface Ran {
  readonly printed: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** As a kernel with those variables, which has run something before. */
function ran(
  change: KernelChange,
  variables: Readonly<Record<string, string>> = {},
  before = '',
  code = kernelCode(change, MARK),
): Ran {
  const script = `
import contextlib, io, json, os, sys
${before}
out = io.StringIO()
scope = {}
with contextlib.redirect_stdout(out):
    exec(sys.stdin.read(), scope)
names = sorted(name for name in scope if name != "__builtins__")
print(json.dumps({"printed": out.getvalue(), "variables": {n: v for n, v in os.environ.items() if n.startswith("AWS_")}, "names": names}))
`;
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables };
  const result = JSON.parse(execFileSync('python3', ['-c', script], { env, input: code, encoding: 'utf8' })) as Ran & {
    readonly names: readonly string[];
  };
  expect(result.names).toEqual([]);
  return result;
}

describe('a kernel', () => {
  it('has the session’s variables, and none that redirect', () => {
    const other = {
      AWS_PROFILE: 'x',
      AWS_DEFAULT_PROFILE: 'x',
      AWS_ENDPOINT_URL_S3: 'http://other',
      AWS_PAGER: 'less',
      AWS_PROFILES: 'x',
    };
    const { printed, variables } = ran(becoming(session, [], undefined), other);
    expect(printed).toBe(`${MARK} done\n`);
    expect(variables).toEqual({
      ...Object.fromEntries(sessionVariables(session)),
      AWS_PAGER: 'less',
      AWS_PROFILES: 'x',
    });
  });

  it('keeps nothing of an earlier session', () => {
    const endless = liveSession({ expiresAt: NEVER, credentials: { ...session.credentials, sessionToken: '' } });
    const before = {
      AWS_SESSION_TOKEN: 'old',
      AWS_SECURITY_TOKEN: 'old',
      AWS_CREDENTIAL_EXPIRATION: 'old',
      AWS_CA_BUNDLE: '/old',
    };
    const { variables } = ran(becoming(endless, ['AWS_CA_BUNDLE', 'AWS_REGION'], undefined), before);
    expect(Object.keys(variables).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
    ]);
  });

  it('is given values as they are, whatever is in them', () => {
    const odd = `/a'b"c\\n\n\r\t"""'''{}%s$HOME \u2028\u0085 é 😀 \x7f`;
    const change = becoming(liveSession({ endpoints: { caBundle: odd } }), [], undefined);
    expect(kernelCode(change, MARK)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(kernelCode(change, MARK).split('\n')).toHaveLength(
      kernelCode(becoming(session, [], undefined), MARK).split('\n').length,
    );
    expect(ran(change).variables['AWS_CA_BUNDLE']).toBe(odd);
  });

  it('forgets the default session of boto3', () => {
    const before = 'import types\nsys.modules["boto3"] = types.SimpleNamespace(DEFAULT_SESSION="old")';
    const code = `${kernelCode(becoming(session, [], undefined), MARK)}import sys\nprint(sys.modules["boto3"].DEFAULT_SESSION)\ndel sys\n`;
    expect(ran(becoming(session, [], undefined), {}, before, code).printed).toBe(`${MARK} done\nNone\n`);
  });

  it('is left as it is where it has other keys than ours', () => {
    const own = { AWS_ACCESS_KEY_ID: 'AKIAOWN', AWS_PROFILE: 'own' };
    for (const change of [becoming(session, [], [KEY]), leaving(['AWS_ACCESS_KEY_ID', 'AWS_PROFILE'], [KEY])]) {
      expect(ran(change, own)).toMatchObject({ printed: `${MARK} others\n`, variables: own });
    }
    expect(ran(becoming(session, [], ['ASIAOLD', 'AKIAOWN']), own).variables['AWS_ACCESS_KEY_ID']).toBe(KEY);
    expect(ran(becoming(session, [], [KEY]), {}).printed).toBe(`${MARK} others\n`);
  });

  it('has nothing of it in the end, and all else', () => {
    const given = Object.fromEntries(sessionVariables(session));
    const change = leaving(Object.keys(given), ['ASIAOLD', KEY]);
    expect(ran(change, { ...given, AWS_PROFILE: 'own' })).toMatchObject({
      printed: `${MARK} done\n`,
      variables: { AWS_PROFILE: 'own' },
    });
    expect(kernelCode(change, MARK)).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });

  it('says that it failed, and never how', () => {
    const before = 'import re\ndef fails(*_): raise KeyboardInterrupt()\nre.search = fails';
    expect(ran(becoming(session, [], undefined), { AWS_X: 'x' }, before).printed).toBe(`${MARK} failed\n`);
  });

  it('keeps no line of what it ran in its memory of lines', () => {
    const before =
      'import linecache\nlinecache.cache["<string>"] = "secret"\nlinecache._ipython_cache = {"<string>": "secret"}';
    const code = `${kernelCode(becoming(session, [], undefined), MARK)}import linecache\nprint("<string>" in linecache.cache, linecache._ipython_cache)\ndel linecache\n`;
    expect(ran(becoming(session, [], undefined), {}, before, code).printed).toBe(`${MARK} done\nFalse {}\n`);
  });
});

describe('the code', () => {
  it('begins with 50 characters that anybody may read', () => {
    expect(kernelCode(becoming(session, [], undefined), MARK).slice(0, 50)).toMatch(
      /^# Role Sessions for AWS: [a-z ]+$/,
    );
  });
});

describe('the answer', () => {
  it.each([
    [`noise\n${MARK} done\n`, 'done'],
    [`${MARK} others`, 'others'],
    [`${MARK} failed`, 'failed'],
    ['', undefined],
    ['other-mark done', undefined],
  ])('of %j is %s', (printed, answer) => {
    expect(kernelAnswer(printed, MARK)).toBe(answer);
  });
});
