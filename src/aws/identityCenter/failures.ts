import { portalName, type ReachablePortal } from '../../model/portal.js';
import { Cancelled, errorCode, UserError } from '../../base/errors.js';
import { isThrottled, transportFailure, type TransportFailure } from '../../base/transportFailure.js';
import type { PortalAccess } from './portal.js';

/** What a failed call to IAM Identity Center means for the caller: Cancelled, what it already was, or words. */
export function identityCenterFailure(error: unknown, access: PortalAccess): Error {
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
  const where = configured === undefined ? `in ${portal.region}` : `at ${configured}`;
  switch (failure.kind) {
    case 'unreachable':
      return `IAM Identity Center ${where} cannot be reached (${failure.detail}). Check the network, a proxy, and sso_region.`;
    case 'timeout':
      return `IAM Identity Center ${where} did not answer in time. Check the network, a proxy, and sso_region.`;
    case 'untrusted-certificate':
      return `The TLS certificate of IAM Identity Center ${where} is not trusted (${failure.detail}). Someone may be in between; a company's own certificate authority has to be made known to the editor.`;
  }
}

/** By the errors that the actions of the IAM Identity Center OIDC API reference list. */
function explainCode(error: unknown, { portal }: ReachablePortal): string {
  const code = errorCode(error);
  const name = portalName(portal);
  const said = saidOf(error);
  switch (code) {
    case 'InvalidRequestException':
      return `IAM Identity Center in ${portal.region} does not accept the start URL ${portal.startUrl}. Check sso_start_url and sso_region.${said}`;
    case 'InvalidRequestRegionException':
      return `The start URL ${portal.startUrl} belongs to another region than ${portal.region}: correct sso_region.${said}`;
    case 'InvalidScopeException':
      return `IAM Identity Center does not know one of the scopes ${portal.scopes.join(', ')}. Check sso_registration_scopes.${said}`;
    case 'AccessDeniedException':
      return `Signing in to ${name} was denied in the browser. Sign in again to allow it.`;
    case 'ExpiredTokenException':
      return `The sign-in to ${name} was not confirmed in time. Start again, and confirm it in the browser.`;
    case 'InvalidGrantException':
      return `IAM Identity Center no longer accepts this sign-in to ${name}. Start again.${said}`;
    case 'InvalidClientException':
      return `IAM Identity Center no longer knows this editor. It registers anew with the next sign-in to ${name}: start again.${said}`;
    default:
      return isThrottled(code)
        ? `IAM Identity Center asks to slow down. Wait a moment, then try again.${said}`
        : `Signing in to ${name} failed with ${code ?? 'an error'}.${said}`;
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
    : ` AWS says: ${/[.!?]$/.test(sentence) ? sentence : `${sentence}.`}`;
}
