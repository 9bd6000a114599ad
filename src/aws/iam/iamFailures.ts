// Why a call of IAM or one of its sisters failed, by its code, as "Common Errors" and "Errors" of the actions in the IAM
// API Reference list them. AWS's own sentence is quoted, never parsed.
import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { transportFailure, isThrottled, type TransportFailure } from '../../base/transportFailure.js';
import { sentences } from '../../base/words.js';
import type { IamRead } from '../../model/iam/iamApi.js';
import { quoted, serviceCode } from '../sts/failureText.js';
import type { IamTarget } from './iamTarget.js';

/** The call that failed. */
export interface IamFailed {
  /** As AWS names it: "GetRole". */
  readonly action: string;
  /** For people: "IAM", "IAM Access Analyzer". */
  readonly service: string;
  /** URL that the configuration names for the service; undefined where it is AWS's own. */
  readonly address: string | undefined;
  readonly target: Pick<IamTarget, 'caller' | 'credentials'>;
}

/** What a read came to. @throws UserError for what is neither a refusal nor that there is none */
export function readFailure(error: unknown, failed: IamFailed): IamRead<never> {
  switch (serviceCode(error)) {
    case 'AccessDenied':
      return { kind: 'denied', message: error instanceof Error ? error.message : '' };
    case 'NoSuchEntity':
    case 'ResourceNotFound':
      return { kind: 'absent' };
    default:
      throw iamFailure(error, failed);
  }
}

export function iamFailure(error: unknown, failed: IamFailed): Error {
  return error instanceof UserError ? error : new UserError(failureText(error, failed), { cause: error });
}

function failureText(error: unknown, failed: IamFailed): string {
  const { action, service } = failed;
  const transport = transportFailure(error);
  if (transport !== undefined) {
    return transportText(transport, failed);
  }
  const code = serviceCode(error);
  const said = quoted(error);
  if (isThrottled(code) || code === 'TooManyRequests') {
    return sentences(l10n.t('{0} asks to slow down. Wait a moment, then try again.', service), said);
  }
  const known = codeText(code, failed);
  return sentences(known ?? l10n.t('{0} failed with {1}.', action, code ?? l10n.t('an error')), said);
}

function codeText(code: string | undefined, failed: IamFailed): string | undefined {
  const { action, target } = failed;
  switch (code) {
    case 'AccessDenied':
      return l10n.t('{0} may not call {1}.', target.caller, action);
    case 'NoSuchEntity':
      return l10n.t('{0} failed: what it is about is not there.', action);
    case 'EntityAlreadyExists':
      return l10n.t('{0} failed: that name is taken already. Choose another one.', action);
    case 'DeleteConflict':
      return l10n.t('{0} failed: something else still hangs on it. Take that away first.', action);
    case 'LimitExceeded':
      return l10n.t('{0} failed: the account has reached a quota of IAM.', action);
    case 'MalformedPolicyDocument':
    case 'InvalidInput':
    case 'PolicyEvaluation':
      return l10n.t('AWS did not accept what {0} was given. Correct it, then try again.', action);
    case 'ValidationError':
    case 'Validation':
      return l10n.t('AWS did not accept the request for {0}.', action);
    case 'EntityTemporarilyUnmodifiable':
    case 'ConcurrentModification':
      return l10n.t('{0} failed: it is being changed by somebody else. Wait a moment, then try again.', action);
    case 'UnmodifiableEntity':
      return l10n.t('{0} failed: only the AWS service that the role belongs to may change it.', action);
    case 'ExpiredToken':
      return l10n.t('The credentials of {0} have expired. Renew the session, then try again.', target.caller);
    default:
      return keysText(code, failed);
  }
}

function keysText(code: string | undefined, { service, target }: IamFailed): string | undefined {
  switch (code) {
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return target.credentials.sessionToken === ''
        ? l10n.t(
            'AWS does not know the access key of {0}: it was deleted, deactivated, or belongs to another partition.',
            target.caller,
          )
        : l10n.t(
            'AWS does not take the credentials of {0} here. IAM takes those of GetSessionToken only with an MFA code, and those of GetFederationToken never: choose a role’s session, or the access keys of a profile.',
            target.caller,
          );
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
    case 'InvalidSignature':
    case 'RequestExpired':
      return l10n.t(
        "The signature made with the keys of {0} was not accepted: the secret access key is wrong, or this machine's clock is.",
        target.caller,
      );
    case 'EndpointError':
      return l10n.t(
        'There is no address of {0} for these settings: use_fips_endpoint, use_dualstack_endpoint, region and endpoint_url do not go together.',
        service,
      );
    case 'InvalidAction':
    case 'UnknownOperation':
    case 'NotImplemented':
      return l10n.t('{0} does not know this call: it may be another service that speaks like AWS.', service);
    default:
      return undefined;
  }
}

function transportText(transport: TransportFailure, { service, address }: IamFailed): string {
  const at = address ?? 'AWS';
  switch (transport.kind) {
    case 'unreachable':
      return l10n.t(
        '{0} at {1} cannot be reached ({2}). Check the network, a proxy, and the endpoint_url of the profile.',
        service,
        at,
        transport.detail,
      );
    case 'timeout':
      return l10n.t(
        '{0} at {1} did not answer in time. Check the network, a proxy, and the endpoint_url of the profile.',
        service,
        at,
      );
    case 'untrusted-certificate':
      return l10n.t(
        "The TLS certificate of {0} is not trusted ({1}). Someone may be in between; a company's own certificate authority has to be made known to the editor, or with ca_bundle.",
        at,
        transport.detail,
      );
  }
}
