import type { Clock } from '../types.js';
import type { Signer } from './signer.js';
import type { IdentityProvider, IdpUser, OidcClient, SamlApplication } from './types.js';

/** What both protocols share: who there is, what signs, what goes wrong. */
export interface Realm {
  readonly issuer: string;
  readonly clock: Clock;
  readonly signer: Signer;
  /** Signs what the provider's own key should have signed. */
  readonly stranger: () => Promise<Signer>;
  readonly users: Map<string, IdpUser>;
  readonly clients: Map<string, OidcClient>;
  readonly applications: Map<string, SamlApplication>;
  readonly faults: IdentityProvider['faults'];
  /** Every secret handed out. */
  readonly secrets: string[];
}

/** The secret, remembered as handed out. */
export function handOut(realm: Realm, secret: string): string {
  realm.secrets.push(secret);
  return secret;
}

export function userOf(realm: Realm, sub: string): IdpUser {
  const user = realm.users.get(sub);
  if (!user) throw new Error(`The identity provider has no user "${sub}"`);
  return user;
}
