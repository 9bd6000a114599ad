import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
import type { SessionFacts } from '../../model/session/session.js';
import type { S3Failure } from './failures.js';
import { identityName } from '../../model/session/identity.js';

/** A failure in words: what failed for whom, and what to do. For messages, nodes and tooltips. */
export function explainS3(failure: S3Failure, session: SessionFacts): string {
  const who = identityName(session.identity);
  switch (failure.kind) {
    case 'denied':
      return sentences(
        l10n.t('{0} may not {1} on {2}.', who, failure.action, failure.resource),
        quote(failure.detail),
        adviceFor(failure.action, session),
      );
    case 'no-bucket':
      return l10n.t('There is no bucket "{0}". It may have been deleted, or its name is misspelt.', failure.bucket);
    case 'no-object':
      return l10n.t(
        'There is no object "{0}" in bucket "{1}". It may have been deleted; refresh its folder.',
        failure.key,
        failure.bucket,
      );
    case 'wrong-region':
      return l10n.t(
        'Bucket "{0}" is in {1} and could not be reached there. Check the role\'s endpoint.',
        failure.bucket,
        failure.region ?? l10n.t('another region'),
      );
    case 'expired':
      return l10n.t('The session of {0} has expired. Assume the role again.', who);
    case 'rejected-keys':
      return l10n.t('AWS did not accept the credentials of {0}: {1}. Assume the role again.', who, failure.code);
    case 'clock':
      return l10n.t("This machine's clock differs too much from AWS's. Set it right, then assume the role again.");
    case 'changed':
      return l10n.t('The object was changed by someone else meanwhile. Refresh its folder and try again.');
    case 'archived':
      return l10n.t(
        'Object "{0}" is in an archive storage class and must be restored before it can be read.',
        failure.key,
      );
    case 'throttled':
      return l10n.t('S3 asked to slow down (throttling). Wait a little and try again.');
    case 'interrupted':
      return l10n.t('The connection to {0} broke off. Try again.', hostOf(session));
    case 'unreachable':
      return l10n.t(
        "{0} cannot be reached ({1}). Check the network, a proxy, and the role's endpoint.",
        hostOf(session),
        failure.detail,
      );
    case 'timeout':
      return l10n.t('{0} did not answer in time. Check the network and try again.', hostOf(session));
    case 'untrusted-certificate':
      return l10n.t(
        "The certificate of {0} is not trusted ({1}). Check the endpoint, or your company's certificate authority.",
        hostOf(session),
        failure.detail,
      );
    case 'explained':
      return failure.message;
    case 'other':
      return sentences(l10n.t('The request to {0} failed: {1}.', hostOf(session), failure.code), quote(failure.detail));
  }
}

/** A few words for a label beside the node. */
export function failureLabel(failure: S3Failure): string {
  switch (failure.kind) {
    case 'denied':
      return l10n.t('Access denied: {0}', failure.action);
    case 'no-bucket':
      return l10n.t('No such bucket');
    case 'no-object':
      return l10n.t('No such object');
    case 'wrong-region':
      return l10n.t('Wrong region');
    case 'expired':
      return l10n.t('Session expired');
    case 'rejected-keys':
      return l10n.t('Credentials not accepted');
    case 'clock':
      return l10n.t('Clock differs from AWS');
    case 'changed':
      return l10n.t('Changed meanwhile');
    case 'archived':
      return l10n.t('Archived object');
    case 'throttled':
      return l10n.t('Slow down (throttled)');
    case 'interrupted':
      return l10n.t('Connection broke off');
    case 'unreachable':
      return l10n.t('Not reachable');
    case 'timeout':
      return l10n.t('No answer in time');
    case 'untrusted-certificate':
      return l10n.t('Certificate not trusted');
    case 'explained':
      return l10n.t('Not reachable');
    case 'other':
      return failure.code;
  }
}

const switchRole = () => l10n.t("Switch to a role that may, or have the action added to this role's policies.");

function adviceOn(action: string): string | undefined {
  switch (action) {
    case 's3:ListAllMyBuckets':
      return l10n.t('You can still open a bucket by its name.');
    case 's3:ListBucket':
      return l10n.t(
        "If the role may list one prefix only, open it as s3://bucket/prefix/; else have s3:ListBucket added to the role's policies.",
      );
    case 's3:GetObject':
      return sentences(
        l10n.t('Where the role may not list the bucket, S3 says the same of an object that does not exist.'),
        switchRole(),
      );
    default:
      return undefined;
  }
}

function adviceFor(action: string, { narrowedTo }: SessionFacts): string {
  return narrowedTo === undefined
    ? (adviceOn(action) ?? switchRole())
    : sentences(
        l10n.t(
          'This session is narrowed ({0}): the role itself may do more. Assume it again without narrowing if you need that.',
          narrowedTo,
        ),
        adviceOn(action),
      );
}

function quote(detail: string): string {
  return detail === '' ? '' : l10n.t('AWS: {0}', detail.endsWith('.') ? detail : `${detail}.`);
}

function hostOf({ endpoints, region }: SessionFacts): string {
  return endpoints.s3 ?? endpoints.all ?? l10n.t('S3 in {0}', region);
}
