import { createHash } from 'node:crypto';
import type { Plan, SessionTokenHop } from '../../model/plan/plan.js';
import { errorCode, UserError } from '../../base/errors.js';
import { partitionOfRegion } from '../../model/partition.js';
import type { SourceKeys } from '../../model/session/credentials.js';

/**
 * See `SessionTokens`. A token is good in every region of a partition. The access key ID tells the source's keys apart, also after they were
 * rotated.
 */
export function sessionTokenKey({ endpoints, region }: Plan, hop: SessionTokenHop, keys: SourceKeys): string {
  const exact = [keys.accessKeyId, hop.mfaSerial, endpoints.sts ?? endpoints.all ?? partitionOfRegion(region) ?? 'aws'];
  return createHash('sha256').update(JSON.stringify(exact)).digest('hex').slice(0, 32);
}

/** The codes with which STS refuses a token as such, whatever was asked with it (STS API reference, Common Errors). */
const REFUSED_TOKENS: ReadonlySet<string | undefined> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
]);

export function refusesToken(error: unknown): boolean {
  return error instanceof UserError && REFUSED_TOKENS.has(errorCode(error.cause));
}
