import { describe, expect, it } from 'vitest';
import { NONE } from '../../../../src/identity/holding.js';
import { identityDocument, identitySentence } from '../../../../src/terminals/identity/identityText.js';
import { answerOf, type IdentityFacts } from '../../../../src/identity/verdict.js';
import { SECRET, TOKEN } from '../../../support/samples.js';
import { liveEntry } from '../../../support/sessions.js';
import { dev, facts, keys, prod, renewed, seen, variables } from '../../identity/desk.js';

describe('what is said of it', () => {
  const told = (env: Readonly<Record<string, string>>, overrides: Partial<IdentityFacts> = {}) => {
    const given = facts(env, overrides);
    const answer = answerOf(given);
    return {
      sentence: identitySentence('zsh', answer, given.reading),
      document: identityDocument('zsh', answer, given.reading),
    };
  };

  it('has the whole answer, without secrets', () => {
    const { document } = told({ ...variables(dev), AWS_PROFILE: 'a' });
    expect(document).toMatchInlineSnapshot(`
      "Terminal
          zsh
          opened as dev (arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession)

      It acts as
          Terminal "zsh" is redirected by AWS_PROFILE: not all programs there act as dev.

      By program
          AWS CLI v2     the keys in the environment → they come first
          boto3          the keys in the environment → they come first
          JavaScript v3  profile "a" of the AWS files → AWS_PROFILE names it
          Go v2          the keys in the environment → they come first
          Java v2        the keys in the environment → they come first

      Variables
          AWS_ACCESS_KEY_ID=ASIA…ADEV
          AWS_CREDENTIAL_EXPIRATION=2026-11-24T13:00:00.000Z
          AWS_DEFAULT_REGION=us-west-2
          AWS_EC2_METADATA_DISABLED=true
          AWS_ENDPOINT_URL=http://127.0.0.1:9000
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false
          AWS_PROFILE=a
          AWS_REGION=us-west-2
          AWS_SECRET_ACCESS_KEY (set)
          AWS_SECURITY_TOKEN (set)
          AWS_SESSION_TOKEN (set)

      Conflicts
          AWS_PROFILE leads elsewhere.

      What to do
          Remove AWS_PROFILE in this terminal. If it comes back in new ones, take the export out of the
          start-up files of your shell.
      "
    `);
    for (const secret of [SECRET, TOKEN, 'pw@', 'ASIADEV\n']) expect(document).not.toContain(secret);
  });

  it.each<[string, string, Readonly<Record<string, string>>, Partial<IdentityFacts>]>([
    ['as expected', 'Terminal "zsh" acts as dev (arn:', variables(dev), {}],
    ['another', 'and was opened as dev.', variables(prod), {}],
    ['of no role', 'It was not opened as that.', variables(prod), { holding: NONE }],
    [
      'lent',
      'asks http://127.0.0.1:4711 for the credentials of dev',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:4711/x' },
      { holding: { kind: 'lent', lent: { ...keys(dev), grant: 'g' } } },
    ],
    ['stale', 'has keys of dev from before its renewal', variables(dev), { entries: [liveEntry(renewed)] }],
    ['ended', 'was opened as dev, whose session has ended', variables(dev), { entries: [] }],
    ['expired', 'has keys of dev that have expired', variables(dev), { now: dev.expiresAt }],
    ['foreign', 'nobody here knows (AKIA…BODY)', { AWS_ACCESS_KEY_ID: 'AKIASOMEBODY', AWS_SECRET_ACCESS_KEY: 's' }, {}],
    ['nobody', 'acts as nobody, and was opened as dev', {}, {}],
    ['nobody at all', 'acts as nobody: it has no credentials', {}, { holding: NONE }],
    ['the machine', 'programs act as the machine', { AWS_EC2_METADATA_DISABLED: '' }, {}],
    [
      'redirected',
      'redirected by AWS_PROFILE: not all programs there act as dev',
      { ...variables(dev), AWS_PROFILE: 'a' },
      {},
    ],
    [
      'another region',
      'has keys, and AWS_DEFAULT_PROFILE, by which',
      { ...variables(dev), AWS_DEFAULT_PROFILE: 'a' },
      {},
    ],
    [
      'default',
      'acts by profile "default" of the AWS files',
      {},
      { profiles: new Map([['default', new Set(['keys'] as const)]]) },
    ],
    ['mixed', 'do not agree', { ...variables(dev), AWS_SECURITY_TOKEN: 'old' }, {}],
    ['unknown', 'is not known. Its process has ended.', {}, { reading: { kind: 'unknown', reason: 'gone' } }],
    [
      'a process',
      'what was set there since, nobody can know',
      {},
      { reading: { kind: 'began', seen: seen(variables(dev)), pid: 1, program: undefined } },
    ],
    [
      'a program',
      'That is what "vim" began with',
      {},
      { reading: { kind: 'began', seen: seen(variables(dev)), pid: 1, program: 'vim' } },
    ],
  ])('is in one sentence: %s', (_, expected, env, overrides) => {
    const { sentence, document } = told(env, overrides);
    expect(sentence).toContain(expected);
    expect(document.replaceAll('\n    ', ' ')).toContain(sentence); // it is broken into lines there
  });
});
