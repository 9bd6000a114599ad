import type { STSClientConfig } from '@aws-sdk/client-sts';
import { errorCode } from '../../base/errors.js';

type RetryStrategy = Extract<NonNullable<STSClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;

const ATTEMPTS = 3;
const PAUSE_MS = 100;
/** With these a service refuses a signature, before it looks at what is signed. */
const SIGNATURE_REFUSED: ReadonlySet<string | undefined> = new Set([
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);
/** System calls that come before anything is sent. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/**
 * For a call that carries a code which is good once: the SDK would repeat it also where STS has used the code already,
 * and be refused for that. It is repeated only where the code has certainly not been looked at.
 */
export const UNLESS_USED: RetryStrategy = {
  acquireInitialRetryToken: () => attemptAfter(0),
  refreshRetryTokenForRetry: (token, { error }) => {
    const failed = token.getRetryCount() + 1;
    return failed < ATTEMPTS && isUnused(error)
      ? attemptAfter(failed)
      : Promise.reject(new Error('The code may have been used'));
  },
  recordSuccess: () => undefined,
};

function attemptAfter(failed: number): ReturnType<RetryStrategy['acquireInitialRetryToken']> {
  return Promise.resolve({
    getRetryCount: () => failed,
    getRetryDelay: () => failed * PAUSE_MS,
  });
}

/** Whether the call never left this machine, or was turned down for the time in its signature, which is put right now. */
function isUnused(error: unknown): boolean {
  return (
    wasNotSent(error) || (metadataOf(error).clockSkewCorrected === true && SIGNATURE_REFUSED.has(errorCode(error)))
  );
}

function wasNotSent(error: unknown): boolean {
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every(wasNotSent);
  }
  return error instanceof Error && BEFORE_SENDING.has(Reflect.get(error, 'syscall'));
}

/** Whether nobody can say what became of the code: the call was sent, and STS neither did nor refused what it asks. */
export function mayHaveUsedCode(error: unknown): boolean {
  const { httpStatusCode } = metadataOf(error);
  const isRefused = typeof httpStatusCode === 'number' && httpStatusCode >= 400 && httpStatusCode < 500;
  return !isRefused && !wasNotSent(error);
}

/**
 * Whether it was the code that was refused: the same AccessDenied may be the trust policy's. Only STS's sentence tells
 * them apart, so that one it does not say is told as what it may be, instead of asked again.
 */
export function refusesCode(error: unknown): boolean {
  return (
    errorCode(error) === 'AccessDenied' &&
    error instanceof Error &&
    /MultiFactorAuthentication failed/i.test(error.message)
  );
}

interface Metadata {
  readonly httpStatusCode?: unknown;
  readonly clockSkewCorrected?: unknown;
}

function metadataOf(error: unknown): Metadata {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : undefined;
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}
