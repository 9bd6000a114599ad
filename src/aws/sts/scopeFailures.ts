// Why GetScopedCredentials fails, by the codes under "Errors" of the action in the STS API reference.
import * as l10n from '../../base/l10n.js';
import { errorCode } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { durationText } from '../../model/durationText.js';
import type { ScopedCredentialsHop } from '../../model/plan/plan.js';
import { malformedPolicy, serviceCode } from './failureText.js';

const UNKNOWN_ACTIONS: ReadonlySet<string | undefined> = new Set([
  'InvalidAction',
  'MethodNotAllowed',
  'NotImplemented',
  'UnknownOperation',
]);
/** Ceph's STS says no more of what it does not know than such a status. */
const UNKNOWN_STATUSES: ReadonlySet<unknown> = new Set([404, 405, 501]);

/** Whether a service does not know the action at all, whatever was asked. */
export function isUnknownAction(error: unknown): boolean {
  const code = serviceCode(error);
  return UNKNOWN_ACTIONS.has(code) || (errorCode(error) === 'Unknown' && UNKNOWN_STATUSES.has(statusOf(error)));
}

function statusOf(error: unknown): unknown {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : undefined;
  return typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
}

interface FailedScope {
  readonly hop: ScopedCredentialsHop;
  readonly caller: string;
  readonly endpoint: string;
  /** What STS itself said, as a sentence. */
  readonly said: string;
}

/** What failed and what to do; undefined for what any call of STS may fail with. */
export function scopeFailure(error: unknown, { hop, caller, endpoint, said }: FailedScope): string | undefined {
  if (isUnknownAction(error)) {
    return sentences(
      l10n.t('STS at {0} does not know how to narrow a session in place (GetScopedCredentials).', endpoint),
      l10n.t(
        'The other way is a session policy, which only a role takes that has none yet, and for 15 minutes at least.',
      ),
      l10n.t('AWS’s own STS can do it in every region, but not at its global endpoint.'),
      said,
    );
  }
  switch (serviceCode(error)) {
    case 'InsufficientSessionLifetime':
      return sentences(
        hop.durationSeconds === undefined
          ? l10n.t('The session of {0} ends too soon to be narrowed. Renew it first.', caller)
          : l10n.t(
              'The session of {0} ends before the {1} that were asked for. Ask for less, or renew it first.',
              caller,
              durationText(hop.durationSeconds),
            ),
        said,
      );
    case 'InvalidSubjectCredentials':
      return sentences(
        l10n.t(
          'The credentials of {0} cannot be narrowed in place: AWS does that with temporary credentials alone, and never with those of the root user. Get a session token for them, or assume a role with them.',
          caller,
        ),
        said,
      );
    case 'MalformedPolicyDocument':
      return malformedPolicy('GetScopedCredentials', said);
    case 'PackedPolicyTooLarge':
      return sentences(
        l10n.t(
          'The policies and tags of the session of {0} are too big together once AWS has packed them. Narrow by a shorter policy, or narrow a wider session.',
          caller,
        ),
        said,
      );
    case 'AccessDenied':
      return sentences(
        l10n.t(
          '{0} may not narrow its session in place. Either a policy denies it sts:GetScopedCredentials, or the session has been narrowed three times already.',
          caller,
        ),
        said,
      );
    default:
      return undefined;
  }
}
