import { describe, expect, it } from 'vitest';
import { NONE, UNKNOWN } from '../../../src/identity/holding.js';
import { answerOf, type IdentityFacts } from '../../../src/identity/verdict.js';
import { expire, type LiveSession } from '../../../src/model/session/session.js';
import { NOW, SECRET } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';
import { dev, facts, HOUR_MS, keys, prod, renewed, seen, somebodyElse, variables } from './desk.js';

const verdict = (env: Readonly<Record<string, string>>, overrides: Partial<IdentityFacts> = {}) =>
  answerOf(facts(env, overrides)).verdict;
const acts = (session: LiveSession) => ({ id: session.id, title: session.role.name, arn: session.identity.arn });
const opens = { kind: 'again', id: 'dev', title: 'dev' };

describe('whom a terminal acts as', () => {
  it('is whom it should', () => {
    expect(answerOf(facts(variables(dev)))).toMatchObject({
      verdict: { kind: 'asExpected', acts: acts(dev) },
      repair: { kind: 'none' },
      stray: [],
    });
  });

  it('is not as expected by what its process began with, whatever that was', () => {
    const reading: IdentityFacts['reading'] = { kind: 'began', seen: seen(variables(dev)), pid: 1, program: undefined };
    expect(answerOf(facts({}, { reading })).verdict).toEqual({ kind: 'began', acts: acts(dev) });
  });

  it('goes by the name that it bears', () =>
    expect(verdict(variables(prod), { holding: UNKNOWN, named: keys(prod) }).kind).toBe('asExpected'));

  it.each<[string, Partial<IdentityFacts>]>([
    ['nobody was asked', { reading: { kind: 'unknown', reason: 'noAnswer' } }],
    ['what nobody could see', { reading: { kind: 'unknown', reason: 'unreadable' } }],
  ])('is not known by %s, though the window knows what it began with', (_, overrides) =>
    expect(answerOf(facts(variables(dev), overrides))).toMatchObject({ verdict: { kind: 'unknown' }, repair: opens }),
  );

  it('is not known where it depends on files that cannot be read', () =>
    expect(verdict({ ...variables(dev), AWS_PROFILE: 'a' }, { profiles: undefined })).toEqual({
      kind: 'unknown',
      reason: 'files',
    }));

  it('is not known where an endpoint knows', () =>
    expect(verdict({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/' })).toEqual({
      kind: 'unknown',
      reason: 'endpoint',
    }));

  describe('in a terminal that asks for credentials', () => {
    const lent: IdentityFacts['holding'] = { kind: 'lent', lent: { ...keys(dev), grant: 'g' } };
    const asks = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:4711/x', AWS_REGION: 'us-west-2' };

    it('is what the session is by then', () =>
      expect(answerOf(facts(asks, { holding: lent, entries: [liveEntry(renewed)] }))).toMatchObject({
        verdict: { kind: 'lent', acts: { title: 'dev' }, at: 'http://127.0.0.1:4711' },
        repair: { kind: 'none' },
      }));

    it.each<[string, Partial<IdentityFacts>]>([
      ['has ended', { entries: [] }],
      ['is somebody else', { entries: [liveEntry(somebodyElse)] }],
    ])('is nobody where its session %s', (_, overrides) =>
      expect(verdict(asks, { holding: lent, ...overrides }).kind).toBe('ended'),
    );

    it.each<[string, Readonly<Record<string, string>>]>([
      ['another machine', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1.example.com:1' }],
      ['a place of ECS', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/a' }],
    ])('is not known where it asks %s', (_, env) =>
      expect(verdict(env, { holding: lent })).toEqual({ kind: 'unknown', reason: 'endpoint' }),
    );

    it('is redirected by a profile', () =>
      expect(verdict({ ...asks, AWS_PROFILE: 'a' }, { holding: lent })).toMatchObject({
        kind: 'redirected',
        names: ['AWS_PROFILE'],
      }));

    it('is another by keys', () =>
      expect(verdict({ ...asks, ...variables(prod) }, { holding: lent }).kind).toBe('another'));
  });

  it('is another session than it was opened for', () =>
    expect(answerOf(facts(variables(prod)))).toMatchObject({
      verdict: { kind: 'another', acts: acts(prod), expected: { title: 'dev' } },
      repair: opens,
    }));

  it.each([
    ['nobody knows what it was opened for', UNKNOWN],
    ['it was opened for nobody', NONE],
  ])('is a session where %s, which is not as expected', (_, holding) =>
    expect(answerOf(facts(variables(dev), { holding }))).toMatchObject({
      verdict: { kind: 'another', acts: acts(dev), expected: undefined },
      repair: { kind: 'none' },
    }),
  );

  it('has keys from before a renewal', () =>
    expect(answerOf(facts(variables(dev), { entries: [liveEntry(renewed)] }))).toMatchObject({
      verdict: { kind: 'stale', keys: { title: 'dev' } },
      repair: opens,
    }));

  it('has keys from before a renewal that another terminal was opened with', () =>
    expect(
      verdict(variables(dev), { holding: UNKNOWN, heldAnywhere: [keys(dev)], entries: [liveEntry(renewed)] }).kind,
    ).toBe('stale'));

  it('has keys whose session is somebody else by now, as whom nothing is opened', () =>
    expect(answerOf(facts(variables(dev), { entries: [liveEntry(somebodyElse)] }))).toMatchObject({
      verdict: { kind: 'ended' },
      repair: { kind: 'assume', request: dev.role.request },
    }));

  it.each([
    ['is gone', []],
    ['has expired', [liveEntry(dev, { state: expire(dev) })]],
  ])('has keys whose session %s', (_, entries) =>
    expect(answerOf(facts(variables(dev), { entries }))).toMatchObject({
      verdict: { kind: 'ended' },
      repair: { kind: 'assume' },
    }),
  );

  it.each([
    ['of a session that was renewed', [liveEntry({ ...renewed, expiresAt: NOW + 9 * HOUR_MS })]],
    ['of a session that is still taken for live', [liveEntry(dev)]],
    ['of none', []],
  ])('has keys that have expired, %s', (_, entries) =>
    expect(verdict(variables(dev), { entries, now: dev.expiresAt }).kind).toBe('expired'),
  );

  it('has expired keys also where the variable does not say so', () => {
    const { AWS_CREDENTIAL_EXPIRATION: _, ...rest } = variables(dev);
    expect(verdict(rest, { now: dev.expiresAt }).kind).toBe('expired');
  });

  it('has keys that nobody knows', () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIASOMEBODY', AWS_SECRET_ACCESS_KEY: SECRET };
    expect(answerOf(facts(env))).toMatchObject({
      verdict: { kind: 'foreign', accessKeyId: 'AKIASOMEBODY', expected: { title: 'dev' } },
      repair: opens,
    });
    const past = { ...env, AWS_CREDENTIAL_EXPIRATION: new Date(NOW - 1).toISOString() };
    expect(verdict(past)).toEqual({ kind: 'pastExpiration', accessKeyId: 'AKIASOMEBODY' });
  });

  it('is nobody', () => {
    expect(answerOf(facts({}))).toMatchObject({
      verdict: { kind: 'nobody', expected: { title: 'dev' }, asksMachine: false },
      repair: opens,
    });
    expect(verdict({ AWS_EC2_METADATA_DISABLED: '' }, { holding: NONE })).toEqual({
      kind: 'nobody',
      expected: undefined,
      asksMachine: true,
    });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a profile', { AWS_PROFILE: 'a' }, ['AWS_PROFILE']],
    ['a profile that is not there', { AWS_PROFILE: 'gone' }, ['AWS_PROFILE']],
    ['an empty profile', { AWS_PROFILE: '' }, ['AWS_PROFILE']],
    ['another address', { AWS_ENDPOINT_URL: 'http://elsewhere' }, ['AWS_ENDPOINT_URL']],
    ['an address for one service', { AWS_ENDPOINT_URL_S3: 'http://elsewhere' }, ['AWS_ENDPOINT_URL_S3']],
  ])('is redirected by %s', (_, env, names) =>
    expect(answerOf(facts({ ...variables(dev), ...env }))).toMatchObject({
      verdict: { kind: 'redirected', names, expected: { title: 'dev' } },
      repair: { kind: 'unset', names },
    }),
  );

  it('is not redirected by an empty address', () =>
    expect(verdict({ ...variables(dev), AWS_ENDPOINT_URL_S3: '' }).kind).toBe('asExpected'));

  it('is redirected in a process that began so, which nothing can put right', () =>
    expect(
      answerOf(
        facts(
          {},
          {
            reading: {
              kind: 'began',
              seen: seen({ ...variables(dev), AWS_PROFILE: 'a' }),
              pid: 1,
              program: undefined,
            },
          },
        ),
      ).repair,
    ).toEqual(opens));

  it.each<[string, Readonly<Record<string, string>>]>([
    ['the default profile', {}],
    ['a named one', { AWS_PROFILE: 'a' }],
  ])('is that of %s where it has no keys', (_, env) =>
    expect(
      verdict(env, { profiles: new Map(['a', 'default'].map((name) => [name, new Set(['keys'] as const)])) }),
    ).toMatchObject({ kind: 'redirected', names: Object.keys(env) }),
  );

  it('is that of a token in a file', () =>
    expect(verdict({ AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: 'arn' })).toMatchObject({
      kind: 'redirected',
      names: ['AWS_WEB_IDENTITY_TOKEN_FILE'],
    }));

  it.each<[string, Readonly<Record<string, string>>]>([
    ['an old token beside a new one', { ...variables(dev), AWS_SECURITY_TOKEN: 'old' }],
    ['half of the keys', { AWS_ACCESS_KEY_ID: 'ASIADEV' }],
    [
      'another endpoint for one of them',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/', AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/a' },
    ],
  ])('is mixed by %s', (_, env) => expect(verdict(env).kind).toBe('mixed'));
});
