import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Interaction } from '../../model/session/interaction.js';
import type { Portal, ReachablePortal } from '../../model/plan/portal.js';

/** What signing in may use. */
export interface PortalAccess extends ReachablePortal {
  /** Below it is the AWS CLI's `.aws/sso/cache`. */
  readonly homeDirectory: string;
  readonly interaction: Interaction;
  readonly signal: AbortSignal;
  /** Milliseconds that the user has in the browser; default 10 minutes, as in the AWS CLI. */
  readonly browserTimeoutMs?: number;
  /** Told how to ask the user once more, for whoever starts again after closing the page. */
  readonly onAsked?: (ask: (interaction: Interaction) => Promise<void>) => void;
}

/** Asks the user for the first time. */
export function askUser(access: PortalAccess, ask: (interaction: Interaction) => Promise<void>): Promise<void> {
  access.onAsked?.(ask);
  return ask(access.interaction);
}

/** The scope that lists accounts and gets role credentials: the AWS CLI's default, and what a refresh token needs. */
const ACCOUNT_ACCESS = 'sso:account:access';

/** What a client registers for; the legacy keys know no scopes. */
export function registrationScopes({ session, scopes }: Portal): readonly string[] {
  return session === undefined ? [] : scopes.length === 0 ? [ACCOUNT_ACCESS] : scopes;
}

/** Where the AWS CLI looks for the token (botocore SSOTokenLoader). */
export function tokenFile({ session, startUrl }: Portal, homeDirectory: string): string {
  return join(cacheFolder(homeDirectory), `${sha1(session ?? startUrl)}.json`);
}

/**
 * Where a client's registration is kept: as the AWS CLI does it, but under a name of our own, so that neither asks for
 * consent in the other's name.
 */
export function registrationFile(portal: Portal, flow: Flow, homeDirectory: string): string {
  const { session, startUrl, region } = portal;
  const scopes = registrationScopes(portal);
  const parts = JSON.stringify({ tool: 'role-sessions', flow, region, scopes, session, startUrl });
  return join(cacheFolder(homeDirectory), `${sha1(parts)}.json`);
}

/** How the user signs in: in a browser that answers to this machine, or with a code on any device. */
export type Flow = ReturnType<Interaction['identityCenterFlow']>;

export function cacheFolder(homeDirectory: string): string {
  return join(homeDirectory === '' ? homedir() : homeDirectory, '.aws', 'sso', 'cache');
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
