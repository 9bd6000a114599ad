// Members of JSON bodies.
import type { SiteCall } from '../front/site.js';
import { oidcError } from './errors.js';
import type { Realm, Registration } from './realm.js';

/** undefined where the body leaves it out. Throws AwsError InvalidRequestException for another type. */
export function text({ json }: SiteCall, name: string): string | undefined {
  const value = json[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw oidcError('InvalidRequest', `${name} is no string`);
  return value;
}

/** Throws AwsError InvalidRequestException. */
export function required(call: SiteCall, name: string): string {
  const value = text(call, name);
  if (value === undefined || value === '') throw oidcError('InvalidRequest', `Missing required parameter: ${name}`);
  return value;
}

/** Throws AwsError InvalidRequestException. */
export function texts({ json }: SiteCall, name: string): readonly string[] {
  const value = json[name] ?? [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((entry) => {
    if (typeof entry !== 'string') throw oidcError('InvalidRequest', `${name} is no list of strings`);
    return entry;
  });
}

/** The client whose id and secret the call brings. Throws AwsError InvalidClientException, also once it has expired. */
export function clientOf(realm: Realm, call: SiteCall): Registration {
  const client = realm.clients.get(required(call, 'clientId'));
  if (client?.clientSecret !== required(call, 'clientSecret')) throw oidcError('InvalidClient', 'Invalid client');
  if (client.expiresAt <= call.now) throw oidcError('InvalidClient', 'Client is expired');
  return client;
}
