import type { ProfileKind } from './sdkRules.js';

/**
 * Which profiles there are, and by what each has credentials. Names of settings alone are read, and no value is kept: a
 * file that is broken is read as far as it goes.
 */
export function profileKinds(config: string, credentials: string): ReadonlyMap<string, ReadonlySet<ProfileKind>> {
  const inConfig = namesIn(config, (header) => /^(?:profile\s+["']?([^"']+)["']?|(default))$/.exec(header));
  const inCredentials = namesIn(credentials, (header) => /^["']?([^"']+)["']?$/.exec(header));
  const profiles = new Set([...inConfig.keys(), ...inCredentials.keys()]);
  return new Map(
    [...profiles].map((profile) => [
      profile,
      kindsOf(inConfig.get(profile) ?? new Set(), inCredentials.get(profile) ?? new Set()),
    ]),
  );
}

function kindsOf(inConfig: ReadonlySet<string>, inCredentials: ReadonlySet<string>): ReadonlySet<ProfileKind> {
  const has = (name: string) => inConfig.has(name) || inCredentials.has(name);
  const isWebIdentity = has('web_identity_token_file');
  const kinds: readonly (readonly [ProfileKind, boolean])[] = [
    ['keys', inCredentials.has('aws_access_key_id')],
    ['configKeys', inConfig.has('aws_access_key_id')],
    ['role', has('role_arn') && !isWebIdentity && (has('source_profile') || has('credential_source'))],
    ['webIdentity', has('role_arn') && isWebIdentity],
    ['sso', has('sso_account_id') || has('sso_role_name')],
    ['process', has('credential_process')],
    ['login', has('login_session')],
  ];
  return new Set(kinds.flatMap(([kind, isThere]) => (isThere ? [kind] : [])));
}

/** The names of the settings in each section that is a profile. What is indented belongs to the setting above it. */
function namesIn(text: string, profileIn: (header: string) => RegExpExecArray | null): Map<string, Set<string>> {
  const profiles = new Map<string, Set<string>>();
  let names = new Set<string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1]?.trim();
    if (header !== undefined) {
      const [, quoted, plain] = profileIn(header) ?? [];
      const profile = (quoted ?? plain)?.trim();
      names = (profile === undefined ? undefined : profiles.get(profile)) ?? new Set();
      if (profile !== undefined) {
        profiles.set(profile, names);
      }
    }
    const name = /^([A-Za-z_]+)\s*[=:]/.exec(line)?.[1];
    if (name !== undefined) {
      names.add(name.toLowerCase());
    }
  }
  return profiles;
}
