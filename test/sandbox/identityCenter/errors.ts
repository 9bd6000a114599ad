// How the two services word their refusals.
// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors
import { jsonReply, pageReply, type SiteReply } from '../front/site.js';
import { AwsError } from '../types.js';
import { messagePage } from './pages.js';

/** "InvalidClient" → "invalid_client", as OAuth spells it. */
const snake = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

type OidcError =
  | 'AccessDenied'
  | 'AuthorizationPending'
  | 'ExpiredToken'
  | 'InvalidClient'
  | 'InvalidClientMetadata'
  | 'InvalidGrant'
  | 'InvalidRedirectUri'
  | 'InvalidRequest'
  | 'InvalidScope'
  | 'SlowDown'
  | 'UnauthorizedClient'
  | 'UnsupportedGrantType';

export const oidcError = (name: OidcError, description: string): AwsError =>
  new AwsError(name === 'InvalidClient' ? 401 : 400, `${name}Exception`, description);

export function refuseOidc(error: AwsError): SiteReply {
  const code = error.status < 500 ? error.code : 'InternalServerException';
  const name = error.status < 500 ? snake(code.replace(/Exception$/, '')) : 'server_error';
  return jsonReply(error.status, { error: name, error_description: error.message }, { 'x-amzn-ErrorType': code });
}

export const unauthorized = (): AwsError =>
  new AwsError(401, 'UnauthorizedException', 'Session token not found or invalid');
export const forbidden = (): AwsError => new AwsError(403, 'ForbiddenException', 'No access');
export const portalRequestError = (message: string): AwsError => new AwsError(400, 'InvalidRequestException', message);

const PORTAL = 'com.amazonaws.switchboard.portal';

export const refusePortal = (error: AwsError): SiteReply =>
  jsonReply(
    error.status,
    { message: error.message, __type: `${PORTAL}#${error.code}` },
    { 'x-amzn-ErrorType': `${error.code}:http://internal.amazon.com/coral/${PORTAL}/` },
  );

export const refusePage = (error: AwsError): SiteReply =>
  pageReply(error.status, messagePage('Something went wrong', error.message));
