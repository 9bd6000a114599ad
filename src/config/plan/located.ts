import type { Environment } from '../../model/environment.js';
import type { Field } from '../rules/fields.js';
import type { Profile, Profiles } from '../files/profiles.js';
import type { Role } from '../../model/plan/role.js';
import type { Place } from '../../base/place.js';
import type { Checked } from '../../base/checked.js';

/** A role and where its parts are configured. */
export interface LocatedRole {
  readonly role: Role;
  /** Undefined for a role of the settings. */
  readonly profile: Profile | undefined;
  /** The line that says whose credentials assume it. */
  readonly source: Field;
  /** That line where it is `credential_source`, so that no source profile is named. */
  readonly credentialSource?: Field;
  readonly durationPlace: Place;
  /** As written: it counts for the role that is wanted alone. */
  readonly region: Field | undefined;
}

/** What plans are made from. */
export interface PlanContext {
  readonly profiles: Profiles;
  readonly environment: Environment;
  /** The value of `roleSessions.sessionName`, of any shape. */
  readonly sessionName: unknown;
  /** The role that a profile with role_arn stands for. */
  readonly roleOf: (profile: Profile) => Checked<LocatedRole>;
}
