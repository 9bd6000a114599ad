import type { SessionFacts } from '../../model/session.js';
import type { S3Failure } from './failures.js';
import { identityName } from '../../model/identity.js';

/** A failure in words: what failed for whom, and what to do. For messages, nodes and tooltips. */
export function explainS3(failure: S3Failure, session: SessionFacts): string {
  const who = identityName(session.identity);
  switch (failure.kind) {
    case 'denied':
      return `${who} may not ${failure.action} on ${failure.resource}.${quote(failure.detail)} ${adviceFor(failure.action, session)}`;
    case 'no-bucket':
      return `There is no bucket "${failure.bucket}". It may have been deleted, or its name is misspelt.`;
    case 'no-object':
      return `There is no object "${failure.key}" in bucket "${failure.bucket}". It may have been deleted; refresh its folder.`;
    case 'wrong-region':
      return `Bucket "${failure.bucket}" is in ${failure.region ?? 'another region'} and could not be reached there. Check the role's endpoint.`;
    case 'expired':
      return `The session of ${who} has expired. Assume the role again.`;
    case 'rejected-keys':
      return `AWS did not accept the credentials of ${who}: ${failure.code}. Assume the role again.`;
    case 'clock':
      return "This machine's clock differs too much from AWS's. Set it right, then assume the role again.";
    case 'changed':
      return 'The object was changed by someone else meanwhile. Refresh its folder and try again.';
    case 'archived':
      return `Object "${failure.key}" is in an archive storage class and must be restored before it can be read.`;
    case 'throttled':
      return 'S3 asked to slow down (throttling). Wait a little and try again.';
    case 'interrupted':
      return `The connection to ${hostOf(session)} broke off. Try again.`;
    case 'unreachable':
      return `${hostOf(session)} cannot be reached (${failure.detail}). Check the network, a proxy, and the role's endpoint.`;
    case 'timeout':
      return `${hostOf(session)} did not answer in time. Check the network and try again.`;
    case 'untrusted-certificate':
      return `The certificate of ${hostOf(session)} is not trusted (${failure.detail}). Check the endpoint, or your company's certificate authority.`;
    case 'explained':
      return failure.message;
    case 'other':
      return `The request to ${hostOf(session)} failed: ${failure.code}.${quote(failure.detail)}`;
  }
}

/** A few words for a label beside the node. */
export function failureLabel(failure: S3Failure): string {
  switch (failure.kind) {
    case 'denied':
      return `Access denied: ${failure.action}`;
    case 'no-bucket':
      return 'No such bucket';
    case 'no-object':
      return 'No such object';
    case 'wrong-region':
      return 'Wrong region';
    case 'expired':
      return 'Session expired';
    case 'rejected-keys':
      return 'Credentials not accepted';
    case 'clock':
      return 'Clock differs from AWS';
    case 'changed':
      return 'Changed meanwhile';
    case 'archived':
      return 'Archived object';
    case 'throttled':
      return 'Slow down (throttled)';
    case 'interrupted':
      return 'Connection broke off';
    case 'unreachable':
      return 'Not reachable';
    case 'timeout':
      return 'No answer in time';
    case 'untrusted-certificate':
      return 'Certificate not trusted';
    case 'explained':
      return 'Not reachable';
    case 'other':
      return failure.code;
  }
}

const DEFAULT_ADVICE = "Switch to a role that may, or have the action added to this role's policies.";

const DENIAL_ADVICE: Readonly<Record<string, string>> = {
  's3:ListAllMyBuckets': 'You can still open a bucket by its name.',
  's3:ListBucket':
    "If the role may list one prefix only, open it as s3://bucket/prefix/; else have s3:ListBucket added to the role's policies.",
  's3:GetObject': `Where the role may not list the bucket, S3 says the same of an object that does not exist. ${DEFAULT_ADVICE}`,
};

function adviceFor(action: string, { narrowedTo }: SessionFacts): string {
  return narrowedTo === undefined
    ? (DENIAL_ADVICE[action] ?? DEFAULT_ADVICE)
    : `This session is narrowed (${narrowedTo}): the role itself may do more. Assume it again without narrowing if you need that. ${DENIAL_ADVICE[action] ?? ''}`.trim();
}

function quote(detail: string): string {
  return detail === '' ? '' : ` AWS: ${detail.endsWith('.') ? detail : `${detail}.`}`;
}

function hostOf({ endpoints, region }: SessionFacts): string {
  return endpoints.s3 ?? endpoints.all ?? `S3 in ${region}`;
}
