import * as l10n from '../../base/l10n.js';
import type { Environment } from '../../model/environment.js';
import type { Field } from '../rules/fields.js';
import { identityCenterSource, usesIdentityCenter } from './identityCenterProfile.js';
import { keysOf, lookUp, type Profile, type Profiles } from '../files/profiles.js';
import { keptLineIn } from '../rules/ownProgram.js';
import { isFullPath } from '../../base/files/fullPath.js';
import { programName, readCommandLine } from '../../process/commandLine.js';
import { textOf } from '../files/profileValue.js';
import { checkKeys, type StaticKeys } from './staticKeys.js';
import { usesWebIdentity, webIdentityOfProfile } from './webIdentityProfile.js';
import type { ProcessSource, LoginSource, Source, StaticKeysSource } from '../../model/plan/source.js';
import { type Checked, ok, fail } from '../../base/checked.js';

/** A role_arn with web_identity_token_file is not for AssumeRole, whatever the file's name (botocore AssumeRoleProvider). */
export function assumesRole(profile: Profile): boolean {
  return lookUp(profile, 'role_arn') !== undefined && lookUp(profile, 'web_identity_token_file') === undefined;
}

type LeafKind = 'web-identity' | 'identity-center' | 'login' | 'process' | 'kept-keys' | 'static-keys';

/** Which credentials a profile stands for by itself, looked for in the order of botocore's ProfileProviderBuilder. */
export function leafKind(profile: Profile): LeafKind | undefined {
  if (usesWebIdentity(profile)) {
    return 'web-identity';
  }
  if (usesIdentityCenter(profile)) {
    return 'identity-center';
  }
  const keys = keysOf(profile);
  if (keys?.file === 'credentials' && keys.accessKeyId !== undefined) {
    return 'static-keys';
  }
  if (lookUp(profile, 'login_session') !== undefined) {
    return 'login';
  }
  const command = lookUp(profile, 'credential_process');
  if (command !== undefined) {
    return keptLineIn(command.value) === undefined ? 'process' : 'kept-keys';
  }
  return keys === undefined ? undefined : 'static-keys';
}

interface LeafContext {
  readonly profiles: Profiles;
  readonly environment: Environment;
  readonly sessionName: unknown;
}

/** The credentials that a profile stands for by itself; undefined where it names none. */
export function leafOf(profile: Profile, context: LeafContext): Checked<Source | undefined> {
  switch (leafKind(profile)) {
    case 'web-identity':
      return webIdentityOfProfile(profile, context.environment, context.sessionName);
    case 'identity-center':
      return identityCenterSource(profile, context.profiles);
    case 'login':
      return fromField(profile, 'login_session', loginSource);
    case 'process':
      return fromField(profile, 'credential_process', processSource);
    case 'kept-keys':
      return fromField(profile, 'credential_process', keptSource);
    case 'static-keys': {
      const keys = leafKeys(profile);
      return keys.ok ? ok(keys.value.source) : keys;
    }
    case undefined:
      return ok(undefined);
  }
}

/** The keys of a profile that stands for keys. */
export function leafKeys(profile: Profile): Checked<StaticKeys> {
  const keys = leafKind(profile) === 'static-keys' ? keysOf(profile) : undefined;
  return keys === undefined
    ? fail(
        profile.place,
        l10n.t('The profile “{0}” no longer takes its credentials from access keys of its own.', profile.name),
        l10n.t('Assume the role again, or put the keys back.'),
      )
    : checkKeys(profile, keys);
}

function fromField<T extends Source>(
  profile: Profile,
  name: string,
  source: (profile: Profile, field: Field, text: string) => Checked<T>,
): Checked<T> {
  const field = lookUp(profile, name) ?? { name, value: '', place: profile.place };
  // A command may go on below; what only starts below is a block of other keys to the AWS CLI.
  const text = textOf(profile, { ...field, value: field.value.replace(/(?<=\S)\n/g, ' ') });
  return text.ok ? source(profile, field, text.value) : text;
}

/** Keys like those of a file: where they lie is asked for when they are read. */
function keptSource({ name: profile }: Profile, { place }: Field, commandLine: string): Checked<StaticKeysSource> {
  const { accessKeyId = '' } = { ...keptLineIn(commandLine) };
  return ok({ kind: 'static-keys', profile, accessKeyId, temporary: false, place });
}

function loginSource({ name: profile }: Profile, { value: loginSession, place }: Field): Checked<LoginSource> {
  return ok({ kind: 'login', profile, loginSession, place });
}

/**
 * The AWS CLI runs a relative program from the folder that it was started in. An editor's may be anybody's, so that
 * only a whole path will do, or the bare name of a program on the PATH.
 */
function processSource(
  { name: profile }: Profile,
  { name, place }: Field,
  commandLine: string,
): Checked<ProcessSource> {
  const line = readCommandLine(commandLine);
  if (line.kind === 'open-quote') {
    return fail(
      place,
      l10n.t('{0} of the profile “{1}” has a quotation mark that is not closed.', name, profile),
      l10n.t('Close it, or put a backslash before it.'),
    );
  }
  if (line.kind === 'assignment') {
    return fail(
      place,
      l10n.t('{0} of the profile “{1}” starts with a variable, not with a program.', name, profile),
      l10n.t('No shell runs it: name one, such as /bin/sh -c "…", or set the variable in a program of your own.'),
    );
  }
  if (line.kind === 'empty') {
    return fail(
      place,
      l10n.t('{0} of the profile “{1}” names no program.', name, profile),
      l10n.t('Write the whole path of one, or take the line away.'),
    );
  }
  const { program } = line;
  if (/[\\/:]/.test(program) && !isFullPath(program)) {
    return fail(
      place,
      l10n.t(
        '{0} of the profile “{1}” names the program “{2}”, which depends on the folder that a program is started in. An editor has no such folder of yours.',
        name,
        profile,
        program,
      ),
      l10n.t('Write the whole path: neither ~ nor variables are expanded here.'),
    );
  }
  return ok({ kind: 'process', profile, program: programName(commandLine), place });
}

/** Why a profile that names no credentials cannot serve; `what` is how messages call it. */
export function noCredentials(profile: Profile, what: 'source profile' | 'profile'): Checked<never> {
  const half = HALVES.find((name) => lookUp(profile, name) !== undefined);
  const place = (half && lookUp(profile, half)?.place) ?? profile.place;
  const message =
    what === 'profile'
      ? l10n.t('The profile “{0}” holds no credentials.', profile.name)
      : l10n.t('The source profile “{0}” holds no credentials.', profile.name);
  return fail(place, message, hintFor(half));
}

/** Settings that are not enough by themselves. */
const HALVES = [
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'credential_source',
  'source_profile',
] as const;

function hintFor(half: (typeof HALVES)[number] | undefined): string {
  switch (half) {
    case undefined:
      return l10n.t(
        'Give it aws_access_key_id and aws_secret_access_key, or a role_arn with a source_profile of its own.',
      );
    case 'web_identity_token_file':
      return l10n.t('Its web_identity_token_file is empty: name the file.');
    case 'sso_session':
    case 'sso_start_url':
      return l10n.t('For IAM Identity Center it lacks sso_account_id and sso_role_name.');
    case 'credential_source':
      return l10n.t('Its credential_source counts only together with a role_arn.');
    case 'source_profile':
      return l10n.t('Its source_profile counts only together with a role_arn.');
  }
}
