// Sentences that the explanations of failed calls share.
import * as l10n from '../../base/l10n.js';
import { errorCode } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { isThrottled, transportFailure, type TransportFailure } from '../../base/transportFailure.js';

/** The service's code without the suffix that the SDK's classes add to some. */
export function serviceCode(error: unknown): string | undefined {
  return errorCode(error)?.replace(/(?<=.)Exception$/, '');
}

/** What a service itself said, as a sentence, without `secret`. */
export function quoted(error: unknown, secret = ''): string {
  const message = error instanceof Error ? error.message : '';
  const text = secret === '' ? message : message.replaceAll(secret, '[redacted]');
  return text === '' ? '' : l10n.t('AWS says: {0}', /[.!?]$/.test(text) ? text : `${text}.`);
}

/** Why STS could not be asked at all; undefined where it answered. */
export function notAsked(error: unknown, endpoint: string): string | undefined {
  const transport = transportFailure(error);
  if (transport !== undefined) {
    return transportText(transport, endpoint);
  }
  return serviceCode(error) === 'EndpointError'
    ? sentences(
        l10n.t(
          'There is no address of STS for these settings: use_fips_endpoint, use_dualstack_endpoint, region and endpoint_url do not go together.',
        ),
        quoted(error),
      )
    : undefined;
}

function transportText(transport: TransportFailure, endpoint: string): string {
  switch (transport.kind) {
    case 'unreachable':
      return l10n.t(
        'STS at {0} cannot be reached ({1}). Check the network, a proxy, and the endpoint_url of the profile.',
        endpoint,
        transport.detail,
      );
    case 'timeout':
      return l10n.t(
        'STS at {0} did not answer in time. Check the network, a proxy, and the endpoint_url of the profile.',
        endpoint,
      );
    case 'untrusted-certificate':
      return l10n.t(
        "The TLS certificate of {0} is not trusted ({1}). Someone may be in between; a company's own certificate authority has to be made known to the editor, or with ca_bundle.",
        endpoint,
        transport.detail,
      );
  }
}

/** AWS packs policies and tags together; its own sentence gives the percentage. */
export function tooPacked(what: string, said: string): string {
  return sentences(
    l10n.t(
      'The session policies and tags of {0} are too big together once AWS has packed them. Use a shorter policy, or fewer policy ARNs and tags.',
      what,
    ),
    said,
  );
}

export function malformedPolicy(what: string, said: string): string {
  return sentences(l10n.t('AWS did not accept the session policy of {0}.', what), said);
}

export function regionDisabled(region: string, said: string): string {
  return sentences(
    l10n.t(
      'STS is not activated in {0} for this account. An administrator can activate it under Account settings in IAM.',
      region,
    ),
    said,
  );
}

export function throttled(error: unknown): string | undefined {
  return isThrottled(errorCode(error))
    ? sentences(l10n.t('STS asks to slow down. Wait a moment, then try again.'), quoted(error))
    : undefined;
}

/** "a, b, or c". */
export function alternatives(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : l10n.t('{0}, or {1}', parts.slice(0, -1).join(', '), parts.at(-1) ?? '');
}
