import { describe, expect, it } from 'vitest';
import { takenBySdk, type AwsProfiles, type ProfileKind, type Taken } from '../../../src/identity/sdkRules.js';
import { seenInEnvironment } from '../../../src/identity/seenVariables.js';
import { NOW, SECRET } from '../../support/samples.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'ASIADEV', AWS_SECRET_ACCESS_KEY: SECRET };
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const OFF = { AWS_EC2_METADATA_DISABLED: 'true' };
const WEB = { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: 'arn' };

const files = (profiles: Readonly<Record<string, readonly ProfileKind[]>>): AwsProfiles =>
  new Map(Object.entries(profiles).map(([name, kinds]) => [name, new Set(kinds)]));

/** In words, in the order CLI, boto3, JavaScript, Go, Java. */
function takes(env: Readonly<Record<string, string>>, profiles: AwsProfiles): readonly string[] {
  const written = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [...takenBySdk(seenInEnvironment(written.join('\0')), profiles, NOW).values()].map(said);
}

function said(taken: Taken): string {
  switch (taken.kind) {
    case 'profile':
      return `${taken.profile}:${taken.how}`;
    case 'container':
      return taken.by === FULL ? 'full' : 'relative';
    default:
      return taken.kind;
  }
}

const all = (what: string): readonly string[] => [what, what, what, what, what];

// What the CLI, boto3 and JavaScript do, test/differential/identity.test.ts compares with the programs themselves.
describe('which credentials the SDKs take', () => {
  it.each<[string, Readonly<Record<string, string>>, AwsProfiles, readonly string[]]>([
    ['nothing but the machine', {}, files({}), all('instance')],
    ['nothing at all', OFF, files({}), all('nothing')],
    ['keys', KEYS, files({ default: ['keys'] }), all('environment')],
    ['keys, whatever is in files that nobody can read', KEYS, undefined, all('environment')],
    ['what is in files that nobody can read', {}, undefined, all('unknown')],
    [
      'keys beside a profile',
      { ...KEYS, AWS_PROFILE: 'a' },
      files({ a: ['keys'] }),
      ['environment', 'environment', 'a:keys', 'environment', 'environment'],
    ],
    [
      'keys beside a profile in files that nobody can read',
      { ...KEYS, AWS_PROFILE: 'a' },
      undefined,
      ['unknown', 'unknown', 'unknown', 'unknown', 'environment'],
    ],
    [
      'keys beside a profile that is not there',
      { ...KEYS, ...OFF, AWS_PROFILE: 'a' },
      files({}),
      ['noProfile', 'noProfile', 'nothing', 'noProfile', 'environment'],
    ],
    [
      'keys beside an empty profile',
      { ...KEYS, AWS_PROFILE: '' },
      files({}),
      ['noProfile', 'noProfile', 'environment', 'environment', 'environment'],
    ],
    [
      'two names for a profile',
      { AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' },
      files({ a: ['keys'], b: ['keys'] }),
      ['a:keys', 'b:keys', 'a:keys', 'a:keys', 'a:keys'],
    ],
    [
      'the other name, which two do not read',
      { AWS_DEFAULT_PROFILE: 'b' },
      files({ default: ['keys'], b: ['keys'] }),
      ['b:keys', 'b:keys', 'default:keys', 'b:keys', 'default:keys'],
    ],
    [
      'half of the keys',
      { ...OFF, AWS_ACCESS_KEY_ID: 'ASIADEV' },
      files({}),
      ['partialKeys', 'partialKeys', 'nothing', 'nothing', 'nothing'],
    ],
    [
      'keys under names of old',
      { ...OFF, AWS_ACCESS_KEY: 'ASIADEV', AWS_SECRET_KEY: SECRET },
      files({}),
      ['nothing', 'nothing', 'nothing', 'environment', 'nothing'],
    ],
    [
      'keys whose end is past',
      { ...KEYS, AWS_CREDENTIAL_EXPIRATION: new Date(NOW).toISOString() },
      files({}),
      ['pastExpiration', 'pastExpiration', 'environment', 'environment', 'environment'],
    ],
    [
      'keys whose end is ahead',
      { ...KEYS, AWS_CREDENTIAL_EXPIRATION: new Date(NOW + 1).toISOString() },
      files({}),
      all('environment'),
    ],
    ['an endpoint', { [FULL]: 'http://127.0.0.1:1/' }, files({ default: [] }), all('full')],
    [
      'two endpoints',
      { [FULL]: 'http://127.0.0.1:1/', [RELATIVE]: '/a' },
      files({}),
      ['relative', 'relative', 'relative', 'full', 'relative'],
    ],
    [
      'an empty endpoint',
      { ...OFF, [RELATIVE]: '' },
      files({}),
      ['relative', 'relative', 'nothing', 'nothing', 'nothing'],
    ],
    [
      'a default profile, before the endpoint',
      { [FULL]: 'http://127.0.0.1:1/' },
      files({ default: ['sso'] }),
      all('default:sso'),
    ],
    [
      'a web identity beside a default profile with keys',
      WEB,
      files({ default: ['keys'] }),
      ['webIdentity', 'webIdentity', 'default:keys', 'webIdentity', 'webIdentity'],
    ],
    [
      'a web identity beside a default profile with a role',
      WEB,
      files({ default: ['role'] }),
      ['default:role', 'default:role', 'default:role', 'webIdentity', 'webIdentity'],
    ],
    [
      'a web identity without a role',
      { ...OFF, AWS_WEB_IDENTITY_TOKEN_FILE: '/t' },
      files({}),
      ['noRoleArn', 'noRoleArn', 'nothing', 'noRoleArn', 'nothing'],
    ],
    [
      'a profile that has all there is',
      {},
      files({ default: ['keys', 'configKeys', 'role', 'webIdentity', 'sso', 'process', 'login'] }),
      ['default:role', 'default:role', 'default:role', 'default:keys', 'default:webIdentity'],
    ],
    [
      'a profile with a sign-in, keys and a program',
      {},
      files({ default: ['sso', 'keys', 'process', 'login'] }),
      ['default:sso', 'default:sso', 'default:keys', 'default:keys', 'default:sso'],
    ],
    [
      'a profile with keys in the config file, and a program',
      {},
      files({ default: ['configKeys', 'process'] }),
      ['default:process', 'default:process', 'default:configKeys', 'default:configKeys', 'default:process'],
    ],
  ])('%s', (_, env, profiles, expected) => expect(takes(env, profiles)).toEqual(expected));

  it.each([
    ['TRUE', ['nothing', 'nothing', 'nothing', 'nothing', 'nothing']],
    ['yes', ['instance', 'instance', 'nothing', 'instance', 'instance']],
    ['false', all('instance')],
  ])('the machine where AWS_EC2_METADATA_DISABLED is %s', (value, expected) =>
    expect(takes({ AWS_EC2_METADATA_DISABLED: value }, files({}))).toEqual(expected),
  );
});
