import { parseRoleArn } from '../rules/arn.js';
import { checkDuration, checkExternalId, checkMfaSerial, checkSessionName, type Field } from '../rules/fields.js';
import type { LocatedRole } from './planRole.js';
import type { Profile } from '../files/profiles.js';
import { NO_TRAITS, type SessionTraits } from '../../model/plan/role.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, all } from '../../base/checked.js';
export type RolePart = 'arn' | 'sessionName' | 'externalId' | 'mfaSerial' | 'durationSeconds' | 'region';

interface RoleBase {
  readonly id: string;
  readonly name: string;
  /** For parts that stand nowhere. */
  readonly place: Place;
  readonly profile: Profile | undefined;
  readonly source: Field;
  readonly traits?: SessionTraits;
}

/** A role from its configured parts, or the first thing that AWS would not accept. */
export function buildRole(base: RoleBase, partOf: (part: RolePart) => Field | undefined): Checked<LocatedRole> {
  const optional = <T>(part: RolePart, check: (field: Field) => Checked<T>): Checked<T | undefined> => {
    const field = partOf(part);
    return field === undefined ? ok(undefined) : check(field);
  };
  const arn = partOf('arn') ?? { name: 'role_arn', value: '', place: base.place };
  const parts = all({
    arn: parseRoleArn(arn),
    externalId: optional('externalId', checkExternalId),
    mfaSerial: optional('mfaSerial', checkMfaSerial),
    sessionName: optional('sessionName', checkSessionName),
    durationSeconds: optional('durationSeconds', checkDuration),
  });
  if (!parts.ok) {
    return parts;
  }
  const { id, name, profile, source, traits = NO_TRAITS } = base;
  return ok({
    role: { id, name, place: arn.place, traits, ...parts.value },
    profile,
    source,
    durationPlace: partOf('durationSeconds')?.place ?? base.place,
    region: partOf('region'),
  });
}
