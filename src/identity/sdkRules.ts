import { isSomething, type SeenVariables } from './seenVariables.js';

/** Programs of AWS's, by how they look for credentials. */
export const SDKS = ['cli', 'boto3', 'javascript', 'go', 'java'] as const;
export type Sdk = (typeof SDKS)[number];

/** By what a profile has credentials. A profile may have several; which of them counts, each SDK decides. */
export type ProfileKind = 'keys' | 'configKeys' | 'role' | 'webIdentity' | 'sso' | 'process' | 'login';

/** Profiles by name; one without a kind says a region or the like. Undefined: nobody knows what the files say. */
export type AwsProfiles = ReadonlyMap<string, ReadonlySet<ProfileKind>> | undefined;

/** Where an SDK takes credentials from. */
export type Taken =
  | { readonly kind: 'environment' }
  /** `by`: the variable that names it; undefined for `default`, which nothing names. */
  | { readonly kind: 'profile'; readonly profile: string; readonly how: ProfileKind; readonly by: string | undefined }
  | { readonly kind: 'webIdentity' }
  | { readonly kind: 'container'; readonly by: string }
  | { readonly kind: 'instance' }
  | { readonly kind: 'nothing' }
  /** It ends with an error, and looks no further. */
  | { readonly kind: 'noProfile'; readonly profile: string; readonly by: string }
  | { readonly kind: 'partialKeys' }
  | { readonly kind: 'pastExpiration' }
  | { readonly kind: 'noRoleArn' }
  /** It depends on files that nobody could read. */
  | { readonly kind: 'unknown' };

interface Given {
  readonly seen: SeenVariables;
  readonly profiles: AwsProfiles;
  readonly now: number;
}

/** One place to look at; undefined where there is nothing. */
type Look = (given: Given) => Taken | undefined;

const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const METADATA_OFF = 'AWS_EC2_METADATA_DISABLED';

/**
 * What each takes, in this order:
 * - botocore 1.43, `credentials.create_credential_resolver` and `session.get_scoped_config`; of the CLI 2.9 the same in
 *   `awscli.botocore`, which reads AWS_PROFILE first (`configprovider.BOTOCORE_DEFAUT_SESSION_VARIABLES`);
 * - JavaScript 3.972, `credential-provider-node/defaultProvider` and `credential-provider-ini/resolveProfileData`;
 * - Go v2, `config.resolveCredentialChain`, `resolveCredsFromProfile` and `resolveConfigLoaders`;
 * - Java v2, `DefaultCredentialsProvider.createChain` and `ProfileCredentialsUtils.credentialsProvider`: it takes any
 *   failure for nothing, and goes on. Its system properties nobody sees here.
 */
const LOOKS: Readonly<Record<Sdk, readonly Look[]>> = {
  cli: botocore(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']),
  boto3: botocore(['AWS_DEFAULT_PROFILE', 'AWS_PROFILE']),
  javascript: [
    (given) => (isSomething(given.seen, 'AWS_PROFILE') ? undefined : wholeKeys(given)),
    profileOf(namedOrDefault(['AWS_PROFILE']), [
      'role',
      'keys',
      'configKeys',
      'webIdentity',
      'process',
      'sso',
      'login',
    ]),
    webIdentity({ needsArn: false }),
    container([RELATIVE, FULL], isSomething),
    instance((value) => value !== '' && value !== 'false'),
  ],
  go: [
    missing(namedOrDefault(['AWS_PROFILE'])),
    wholeKeys,
    ({ seen }) =>
      isSomething(seen, 'AWS_ACCESS_KEY') && isSomething(seen, 'AWS_SECRET_KEY') ? { kind: 'environment' } : undefined,
    webIdentity({ needsArn: true }),
    profileOf(namedOrDefault(['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']), [
      'keys',
      'configKeys',
      'role',
      'webIdentity',
      'sso',
      'process',
      'login',
    ]),
    container([FULL, RELATIVE], isSomething),
    instance((value) => value.toLowerCase() === 'true'),
  ],
  java: [
    wholeKeys,
    webIdentity({ needsArn: false }),
    profileOf(namedEvenEmpty(['AWS_PROFILE']), [
      'webIdentity',
      'sso',
      'role',
      'login',
      'process',
      'keys',
      'configKeys',
    ]),
    container([RELATIVE, FULL], isSomething),
    instance((value) => value.toLowerCase() === 'true'),
  ],
};

/** What each of them would take. */
export function takenBySdk(
  seen: SeenVariables,
  profiles: AwsProfiles,
  now: number,
  sdks: readonly Sdk[] = SDKS,
): ReadonlyMap<Sdk, Taken> {
  const given: Given = { seen, profiles, now };
  return new Map(sdks.map((sdk) => [sdk, takenBy(sdk, given)]));
}

function takenBy(sdk: Sdk, given: Given): Taken {
  for (const look of LOOKS[sdk]) {
    const taken = look(given);
    if (taken !== undefined) {
      return taken;
    }
  }
  return { kind: 'nothing' };
}

/** It asks for the profile's settings before it asks for anybody's credentials: one that is not there is an error. */
function botocore(names: readonly string[]): readonly Look[] {
  const named = namedEvenEmpty(names);
  return [
    missing(named),
    ({ seen, now }) => {
      if (!isSomething(seen, 'AWS_ACCESS_KEY_ID')) {
        return undefined;
      }
      if (!isSomething(seen, 'AWS_SECRET_ACCESS_KEY')) {
        return { kind: 'partialKeys' };
      }
      const end = Date.parse(seen.values.get('AWS_CREDENTIAL_EXPIRATION') ?? '');
      return end <= now ? { kind: 'pastExpiration' } : { kind: 'environment' };
    },
    profileOf(named, ['role']),
    webIdentity({ needsArn: true }),
    profileOf(named, ['webIdentity', 'sso', 'keys', 'login', 'process', 'configKeys']),
    container([RELATIVE, FULL], ({ values, secrets }, name) => values.has(name) || secrets.has(name)),
    instance((value) => value.toLowerCase() === 'true'),
  ];
}

interface Named {
  readonly profile: string;
  readonly by: string | undefined;
}

/** Of an empty name it takes no notice. */
function namedOrDefault(names: readonly string[]): (seen: SeenVariables) => Named {
  return (seen) => {
    const by = names.find((name) => isSomething(seen, name));
    return { profile: (by === undefined ? undefined : seen.values.get(by)) ?? 'default', by };
  };
}

/** An empty name is a name, by which there is no profile. */
function namedEvenEmpty(names: readonly string[]): (seen: SeenVariables) => Named {
  return (seen) => {
    const by = names.find((name) => seen.values.has(name));
    return { profile: (by === undefined ? undefined : seen.values.get(by)) ?? 'default', by };
  };
}

function missing(named: (seen: SeenVariables) => Named): Look {
  return ({ seen, profiles }) => {
    const { profile, by } = named(seen);
    if (by === undefined) {
      return undefined;
    }
    if (profiles === undefined) {
      return { kind: 'unknown' };
    }
    return profiles.has(profile) ? undefined : { kind: 'noProfile', profile, by };
  };
}

function wholeKeys({ seen }: Given): Taken | undefined {
  const isWhole = isSomething(seen, 'AWS_ACCESS_KEY_ID') && isSomething(seen, 'AWS_SECRET_ACCESS_KEY');
  return isWhole ? { kind: 'environment' } : undefined;
}

/** @param kinds in the order in which it asks for them */
function profileOf(named: (seen: SeenVariables) => Named, kinds: readonly ProfileKind[]): Look {
  return ({ seen, profiles }) => {
    if (profiles === undefined) {
      return { kind: 'unknown' };
    }
    const { profile, by } = named(seen);
    const has = profiles.get(profile);
    const how = kinds.find((kind) => has?.has(kind));
    return how === undefined ? undefined : { kind: 'profile', profile, how, by };
  };
}

function webIdentity({ needsArn }: { readonly needsArn: boolean }): Look {
  return ({ seen }) => {
    if (!isSomething(seen, 'AWS_WEB_IDENTITY_TOKEN_FILE')) {
      return undefined;
    }
    if (isSomething(seen, 'AWS_ROLE_ARN')) {
      return { kind: 'webIdentity' };
    }
    return needsArn ? { kind: 'noRoleArn' } : undefined;
  };
}

function container(names: readonly string[], isSet: (seen: SeenVariables, name: string) => boolean): Look {
  return ({ seen }) => {
    const by = names.find((name) => isSet(seen, name));
    return by === undefined ? undefined : { kind: 'container', by };
  };
}

function instance(isOff: (value: string) => boolean): Look {
  return ({ seen }) => (isOff(seen.values.get(METADATA_OFF) ?? '') ? undefined : { kind: 'instance' });
}
