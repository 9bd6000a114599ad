import fc from 'fast-check';
import { arn, keys, type Case } from '../case.js';
import { envKeys } from './keys.js';

const SEED = 20_261_124;
const COUNT = 32;
const NAMES = ['dev', 'mid', 'low', 'base'] as const;
const USERS = ['anna', 'bob', 'carl'] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>, percent: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: percent, arbitrary }, { weight: 100 - percent, arbitrary: fc.constant(undefined) });

/** What may stand in a profile, in either file. */
const LINES = fc.record({
  keys: maybe(fc.constantFrom(...USERS), 40),
  role: maybe(fc.constantFrom('dev', 'mid', 'low', 'short', 'nothing'), 75),
  source: maybe(fc.constantFrom(...NAMES, ...NAMES, 'nobody'), 80),
  credentialSource: maybe(fc.constantFrom('Environment', 'EcsContainer', 'Nowhere'), 15),
  process: maybe(fc.constantFrom(...USERS), 20),
  webIdentity: maybe(fc.constant(true), 10),
  identityCenter: maybe(fc.constant(true), 12),
  region: maybe(fc.constantFrom('eu-west-1', 'us-west-2'), 50),
  duration: maybe(fc.constantFrom('900', '3600', '7200'), 20),
  sessionName: maybe(fc.constantFrom('anna@work', 'x=1'), 25),
});
type Lines = typeof LINES extends fc.Arbitrary<infer T> ? T : never;

/** A profile with a way to some credentials more often than not. */
const PROFILE = fc.oneof(
  { weight: 3, arbitrary: LINES },
  { weight: 2, arbitrary: LINES.map((lines) => ({ ...lines, keys: lines.keys ?? ('bob' as const) })) },
  {
    weight: 3,
    arbitrary: LINES.map((lines) => ({
      ...lines,
      role: lines.role ?? ('dev' as const),
      source: lines.source ?? ('base' as const),
      credentialSource: undefined,
    })),
  },
);

function linesOf(lines: Lines): string {
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['role_arn', lines.webIdentity ? arn('web') : lines.role && arn(lines.role)],
    ['source_profile', lines.source],
    ['credential_source', lines.credentialSource],
    ['credential_process', lines.process && `<home>/bin/keys-of-${lines.process}`],
    ['web_identity_token_file', lines.webIdentity && '<home>/token'],
    ['sso_session', lines.identityCenter && 'corp'],
    ['sso_account_id', lines.identityCenter && '123456789012'],
    ['sso_role_name', lines.identityCenter && 'Reader'],
    ['region', lines.region],
    ['duration_seconds', lines.webIdentity ? undefined : lines.duration],
    ['role_session_name', lines.sessionName],
  ];
  const written = entries.flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}\n`]));
  return `${lines.keys === undefined ? '' : keys(lines.keys)}${written.join('')}`;
}

/** Without a variable's region the CLI wants the profile's. */
const somewhere = (lines: Lines): Lines => ({ ...lines, region: lines.region ?? 'eu-west-1' });

const CASE = fc
  .record({
    config: fc.tuple(...NAMES.map(() => maybe(PROFILE, 85))),
    credentials: fc.tuple(...NAMES.map(() => maybe(PROFILE, 20))),
    base: fc.constantFrom(...USERS),
    variables: fc.constantFrom('none', 'keys', 'profile', 'container'),
  })
  .map(({ config, credentials, base, variables }): Omit<Case, 'what'> => {
    const sections = (all: readonly (Lines | undefined)[], header: (name: string) => string): string =>
      all
        .map((lines, index) =>
          lines ? `[${header(NAMES[index] ?? '')}]\n${linesOf(index === 0 ? somewhere(lines) : lines)}` : '',
        )
        .join('');
    const held = sections(credentials, (name) => name);
    return {
      config: `${sections(config, (name) => `profile ${name}`)}[sso-session corp]\nsso_start_url = <startUrl>\nsso_region = us-east-1\n`,
      credentials: held.includes('[base]') ? held : `${held}[base]\n${keys(base)}`,
      // With a variable's region the profiles' would not tell apart whose was taken.
      env: { AWS_DEFAULT_REGION: undefined, ...VARIABLES[variables] },
    };
  });

const VARIABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  keys: envKeys('enid'),
  profile: { AWS_PROFILE: 'base', AWS_REGION: 'eu-north-1' },
  container: {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: '<containerToken>',
  },
};

/** The same ones each time. */
export const GENERATED: readonly Case[] = fc
  .sample(CASE, { seed: SEED, numRuns: COUNT })
  .map((given, index) => ({ what: `number ${index + 1}`, ...given }));
