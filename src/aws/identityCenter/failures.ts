import * as l10n from '../../base/l10n.js';
import { portalName, type ReachablePortal } from '../../model/plan/portal.js';
import { Cancelled, errorCode, UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { isThrottled, transportFailure, type TransportFailure } from '../../base/transportFailure.js';
import type { PortalAccess } from './portal.js';

/** What a failed call to IAM Identity Center means for the caller: Cancelled, what it already was, or words. */
export function identityCenterFailure(error: unknown, access: ReachablePortal & Pick<PortalAccess, 'signal'>): Error {
  if (access.signal.aborted) {
    return new Cancelled();
  }
  return error instanceof UserError || error instanceof Cancelled
    ? error
    : new UserError(explain(error, access), { cause: error });
}

function explain(error: unknown, reachable: ReachablePortal): string {
  const transport = transportFailure(error);
  return transport === undefined ? explainCode(error, reachable) : transportText(transport, reachable);
}

function transportText(failure: TransportFailure, { portal, endpoints }: ReachablePortal): string {
  const configured = endpoints.ssoOidc ?? endpoints.sso ?? endpoints.all;
  const who =
    configured === undefined
      ? l10n.t('IAM Identity Center in {0}', portal.region)
      : l10n.t('IAM Identity Center at {0}', configured);
  switch (failure.kind) {
    case 'unreachable':
      return l10n.t('{0} cannot be reached ({1}). Check the network, a proxy, and sso_region.', who, failure.detail);
    case 'timeout':
      return l10n.t('{0} did not answer in time. Check the network, a proxy, and sso_region.', who);
    case 'untrusted-certificate':
      return l10n.t(
        "The TLS certificate of {0} is not trusted ({1}). Someone may be in between; a company's own certificate authority has to be made known to the editor.",
        who,
        failure.detail,
      );
  }
}

/** By the errors that the actions of the IAM Identity Center OIDC API reference list. */
function explainCode(error: unknown, { portal }: ReachablePortal): string {
  const code = errorCode(error);
  const name = portalName(portal);
  const said = saidOf(error);
  switch (code) {
    case 'InvalidRequestException':
      return sentences(
        l10n.t(
          'IAM Identity Center in {0} does not accept the start URL {1}. Check sso_start_url and sso_region.',
          portal.region,
          portal.startUrl,
        ),
        said,
      );
    case 'InvalidRequestRegionException':
      return sentences(
        l10n.t(
          'The start URL {0} belongs to another region than {1}: correct sso_region.',
          portal.startUrl,
          portal.region,
        ),
        said,
      );
    case 'InvalidScopeException':
      return sentences(
        l10n.t(
          'IAM Identity Center does not know one of the scopes {0}. Check sso_registration_scopes.',
          portal.scopes.join(', '),
        ),
        said,
      );
    case 'AccessDeniedException':
      return l10n.t('Signing in to {0} was denied in the browser. Sign in again to allow it.', name);
    case 'ExpiredTokenException':
      return l10n.t('The sign-in to {0} was not confirmed in time. Start again, and confirm it in the browser.', name);
    case 'InvalidGrantException':
      return sentences(l10n.t('IAM Identity Center no longer accepts this sign-in to {0}. Start again.', name), said);
    case 'InvalidClientException':
      return sentences(
        l10n.t(
          'IAM Identity Center no longer knows this editor. It registers anew with the next sign-in to {0}: start again.',
          name,
        ),
        said,
      );
    default:
      return isThrottled(code)
        ? sentences(l10n.t('IAM Identity Center asks to slow down. Wait a moment, then try again.'), said)
        : sentences(l10n.t('Signing in to {0} failed with {1}.', name, code ?? l10n.t('an error')), said);
  }
}

/** The OIDC service puts its sentence where OAuth wants it. */
export function saidOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return '';
  }
  const description: unknown = Reflect.get(error, 'error_description');
  const sentence = typeof description === 'string' ? description : error.message;
  return sentence === '' || sentence === 'UnknownError'
    ? ''
    : l10n.t('AWS says: {0}', /[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
}
