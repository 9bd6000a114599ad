// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
import { deflateRawSync } from 'node:zlib';
import type { Tag } from '../iam/principal.js';
import { AwsError } from '../types.js';

/** AWS does not publish its packed format. Deflated, what people usually pass fills a similar share of this. */
const PACKED_BYTES = 1024;

/**
 * The share (percent) of the packed limit that session policies, policy ARNs and tags take up; undefined for none.
 * Throws AwsError PackedPolicyTooLarge.
 */
export function packedSize(policies: readonly string[], tags: readonly Tag[]): number | undefined {
  if (policies.length === 0 && tags.length === 0) return undefined;
  const text = JSON.stringify([policies, tags.flatMap(({ key, value }) => [key, value])]);
  const percent = Math.ceil((deflateRawSync(text).length / PACKED_BYTES) * 100);
  if (percent <= 100) return percent;
  const message =
    policies.length === 0
      ? `Packed size of session tags consumes ${percent}% of allotted space.`
      : `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`;
  throw new AwsError(400, 'PackedPolicyTooLarge', message);
}
