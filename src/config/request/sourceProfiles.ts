import * as l10n from '../../base/l10n.js';
import type { RoleArn } from '../../model/plan/roleArn.js';
import { checkMfaSerial } from '../rules/fields.js';
import type { PlanContext } from '../plan/planRole.js';
import { lookUp, type Profile } from '../files/profiles.js';
import { sourceName } from '../../model/plan/sourceName.js';
import { hasLongTermKeys, originOf, type Origin } from './targets.js';
import type { Place } from '../../base/place.js';
import type { Source } from '../../model/plan/source.js';

/** A profile that roles can be assumed from. */
export interface SourceProfile {
  readonly name: string;
  /** For people: "access key AKIA…", "role base (123456789012) from profile corp". */
  readonly description: string;
  /** Of the credentials at the start, also where roles stand in between. */
  readonly kind: Source['kind'];
  /** Whether GetSessionToken and GetFederationToken can be called with it. */
  readonly longTermKeys: boolean;
  /** As the profile names it. */
  readonly mfaSerial: string | undefined;
  readonly place: Place;
}

/** Those that work, in the order of the files; the broken ones are among the roles. */
export function sourceProfiles(context: PlanContext): readonly SourceProfile[] {
  return [...context.profiles.byName.values()].flatMap((profile) => {
    const origin = profile.problems.length === 0 ? originOf(profile, context) : undefined;
    return origin?.ok === true ? [describe(profile, origin.value)] : [];
  });
}

function describe(profile: Profile, origin: Origin): SourceProfile {
  const serial = lookUp(profile, 'mfa_serial');
  return {
    name: profile.name,
    description: descriptionOf(origin),
    kind: origin.source.kind,
    longTermKeys: hasLongTermKeys(origin),
    mfaSerial: serial && checkMfaSerial(serial).ok ? serial.value : undefined,
    place: profile.place,
  };
}

function descriptionOf({ source, hops }: Origin): string {
  const last = hops.at(-1);
  if (last?.kind === 'assume-role') {
    return l10n.t('role {0} from {1}', roleText(last.role), sourceName(source));
  }
  switch (source.kind) {
    case 'static-keys':
      return source.temporary
        ? l10n.t('temporary keys {0}', source.accessKeyId)
        : l10n.t('access key {0}', source.accessKeyId);
    case 'identity-center':
      return l10n.t('{0}: {1} in {2}', sourceName(source), source.roleName, source.accountId);
    case 'web-identity':
      return l10n.t('role {0} by {1}', roleText(source.role), sourceName(source));
    case 'process':
      return `credential_process ${source.program}`;
    case 'login':
      return 'aws login';
    default:
      return sourceName(source);
  }
}

function roleText({ roleName, accountId }: RoleArn): string {
  return accountId === '' ? roleName : `${roleName} (${accountId})`;
}
