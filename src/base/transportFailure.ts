import { errorCode } from './errors.js';

/** Why a call to AWS failed before AWS could say anything about it. */
export type TransportFailure =
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'untrusted-certificate'; readonly detail: string };

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);
const TIMED_OUT = new Set(['TimeoutError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'RequestTimeout']);
const CERTIFICATE = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Sorts what sockets and TLS report, by code; undefined where the failure is of another kind. */
export function transportFailure(error: unknown): TransportFailure | undefined {
  const codes = [errorCode(error), socketCode(error)].filter((code) => code !== undefined);
  for (const code of codes) {
    if (UNREACHABLE.has(code)) {
      return { kind: 'unreachable', detail: code };
    }
    if (TIMED_OUT.has(code)) {
      return { kind: 'timeout' };
    }
    if (CERTIFICATE.has(code)) {
      return { kind: 'untrusted-certificate', detail: code };
    }
  }
  return undefined;
}

function socketCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Codes by which AWS asks to slow down. */
export function isThrottled(code: string | undefined): boolean {
  return (
    code !== undefined && ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'SlowDown'].includes(code)
  );
}
