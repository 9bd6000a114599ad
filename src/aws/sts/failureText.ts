// Sentences that the explanations of failed calls share.
import { errorCode } from '../../base/errors.js';
import { isThrottled, transportFailure, type TransportFailure } from '../../base/transportFailure.js';

/** The service's code without the suffix that the SDK's classes add to some. */
export function serviceCode(error: unknown): string | undefined {
  return errorCode(error)?.replace(/(?<=.)Exception$/, '');
}

/** What a service itself said, as a sentence with a blank before it, without `secret`. */
export function quoted(error: unknown, secret = ''): string {
  const message = error instanceof Error ? error.message : '';
  const text = secret === '' ? message : message.replaceAll(secret, '[redacted]');
  return text === '' ? '' : ` AWS says: ${/[.!?]$/.test(text) ? text : `${text}.`}`;
}

/** Why STS could not be asked at all; undefined where it answered. */
export function notAsked(error: unknown, endpoint: string): string | undefined {
  const transport = transportFailure(error);
  if (transport !== undefined) {
    return transportText(transport, endpoint);
  }
  return serviceCode(error) === 'EndpointError'
    ? `There is no address of STS for these settings: use_fips_endpoint, use_dualstack_endpoint, region and endpoint_url do not go together.${quoted(error)}`
    : undefined;
}

function transportText(transport: TransportFailure, endpoint: string): string {
  switch (transport.kind) {
    case 'unreachable':
      return `STS at ${endpoint} cannot be reached (${transport.detail}). Check the network, a proxy, and the endpoint_url of the profile.`;
    case 'timeout':
      return `STS at ${endpoint} did not answer in time. Check the network, a proxy, and the endpoint_url of the profile.`;
    case 'untrusted-certificate':
      return `The TLS certificate of ${endpoint} is not trusted (${transport.detail}). Someone may be in between; a company's own certificate authority has to be made known to the editor, or with ca_bundle.`;
  }
}

/** AWS packs policies and tags together; its own sentence gives the percentage. */
export function tooPacked(what: string, said: string): string {
  return `The session policies and tags of ${what} are too big together once AWS has packed them. Use a shorter policy, or fewer policy ARNs and tags.${said}`;
}

export function malformedPolicy(what: string, said: string): string {
  return `AWS did not accept the session policy of ${what}.${said}`;
}

export function regionDisabled(region: string, said: string): string {
  return `STS is not activated in ${region} for this account. An administrator can activate it under Account settings in IAM.${said}`;
}

export function throttled(error: unknown): string | undefined {
  return isThrottled(errorCode(error))
    ? `STS asks to slow down. Wait a moment, then try again.${quoted(error)}`
    : undefined;
}

/** "a, b, or c". */
export function alternatives(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, or ${parts.at(-1) ?? ''}`;
}
