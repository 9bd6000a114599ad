import type { IdentityCenterSource } from './source.js';
import type { Endpoints } from './plan.js';
import type { Place } from '../../base/place.js';

type Named = Pick<Portal, 'session' | 'startUrl'>;

/** As requests name a portal: its session's name, or its start URL. */
export function portalId({ session, startUrl }: Named): string {
  return session ?? startUrl;
}

/** For people. */
export function portalName({ session, startUrl }: Named): string {
  return session ?? (URL.canParse(startUrl) ? new URL(startUrl).hostname : startUrl);
}

/** What one sign-in is for: an `sso-session` section, or the legacy keys of a profile, which have no session name. */
export type Portal = Pick<IdentityCenterSource, 'session' | 'startUrl' | 'region' | 'scopes'>;

/** A portal and how it is reached. */
export interface ReachablePortal {
  readonly portal: Portal;
  readonly endpoints: Endpoints;
}

/** A portal of the configuration. */
export interface ConfiguredPortal extends ReachablePortal {
  /** Where role sessions of it work, unless their profile says otherwise. */
  readonly workRegion: string;
  readonly place: Place;
}

/** A permission set in an account, which is a role there. */
export interface PortalRole {
  /** 12 digits. */
  readonly accountId: string;
  /** The permission set's name. */
  readonly roleName: string;
}
