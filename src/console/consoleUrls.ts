import * as l10n from '../base/l10n.js';
import { webDomain } from '../model/partition.js';
import type { Endpoints } from '../model/plan/plan.js';
import type { S3Place } from '../model/s3Place.js';
import type { LiveSession } from '../model/session/session.js';

/** Where a session signs in to the console, or why it cannot. */
export type ConsoleTarget =
  | { readonly kind: 'target'; readonly federation: string; readonly destination: string }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * The federation endpoint of the session's partition, or of the server that its configuration names instead of AWS, and
 * the page to arrive at (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html).
 */
export function consoleTarget(session: LiveSession, place: S3Place | undefined): ConsoleTarget {
  const { identity, endpoints, region } = session;
  const refusal = federationRefusal(session);
  if (refusal !== undefined) {
    return problem(refusal);
  }
  const domain = webDomain(identity.partition);
  const own = ownServer(endpoints, domain);
  if (own === undefined && domain === undefined) {
    return problem(l10n.t('The console of the partition {0} is not known.', identity.partition));
  }
  if (own === undefined && place !== undefined && endpoints.s3 !== undefined) {
    return problem(
      l10n.t('The buckets of this session are at {0}, which the AWS console does not show.', endpoints.s3),
    );
  }
  const console = own ?? `https://console.${domain}`;
  return {
    kind: 'target',
    federation: `${own ?? `https://signin.${domain}`}/federation`,
    destination: `${console}${pathOf(place, region)}`,
  };
}

function problem(message: string): ConsoleTarget {
  return { kind: 'problem', message };
}

/** Federation takes what AssumeRole and GetFederationToken gave, and nothing else. */
function federationRefusal({ identity: { kind }, credentials }: LiveSession): string | undefined {
  if (credentials.sessionToken === '') {
    return l10n.t('Long-term keys do not sign in to the AWS console. Assume a role, and open the console as that.');
  }
  return kind === 'user' || kind === 'root'
    ? l10n.t(
        'AWS signs nobody in to the console with the session token of a user. Assume a role, or run Get Federation Token, and open the console as that.',
      )
    : undefined;
}

/** Nothing where it is AWS's own sign-in that is named: the console is not at that host. */
function ownServer({ signin, all }: Endpoints, domain: string | undefined): string | undefined {
  const named = signin ?? all;
  if (named === undefined) {
    return undefined;
  }
  const { hostname } = new URL(named);
  const isAws = domain !== undefined && `.${hostname}`.endsWith(`.signin.${domain}`);
  return isAws ? undefined : named.replace(/\/+$/, '');
}

function pathOf(place: S3Place | undefined, region: string): string {
  if (place === undefined) {
    return `/console/home?${queryText({ region })}`;
  }
  const { bucket, key } = place;
  const what = key === '' || key.endsWith('/') ? 'buckets' : 'object';
  const where = { region: place.region ?? region, ...(key !== '' && { prefix: key }) };
  return `/s3/${what}/${encodeURIComponent(bucket)}?${queryText(where)}`;
}

/** Whoever has it is signed in, within a quarter of an hour: a secret. */
export function loginUrl(
  { federation, destination }: Extract<ConsoleTarget, { readonly kind: 'target' }>,
  token: string,
) {
  return `${federation}?${queryText({ Action: 'login', Destination: destination, SigninToken: token })}`;
}

/** A blank is %20, which is one to every reader. */
function queryText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
