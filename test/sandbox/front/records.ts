import type { RequestRecord } from '../types.js';

const SECRETS = /^(X-Amz-(Signature|Security-Token|Credential)|TokenCode|SAMLAssertion|WebIdentityToken)$/i;

/** Parameters without what must not be kept. */
export const recordable = (pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> =>
  Object.fromEntries([...pairs].filter(([name]) => !SECRETS.test(name)));

/** The names of what `recordable` leaves out. */
export const withheldNames = (pairs: Iterable<readonly [string, string]>): readonly string[] =>
  [...pairs].flatMap(([name]) => (SECRETS.test(name) ? [name] : []));

/** What is known of a request so far; becomes a record as its response starts. */
export interface Draft {
  operation: string;
  callerArn: string | undefined;
  scope: RequestRecord['scope'];
  errorCode: string | undefined;
  bucket: string | undefined;
  key: string | undefined;
  parameters: Readonly<Record<string, string>>;
  withheld: readonly string[];
}

export const newDraft = (): Draft => ({
  operation: 'Unknown',
  callerArn: undefined,
  scope: undefined,
  errorCode: undefined,
  bucket: undefined,
  key: undefined,
  parameters: {},
  withheld: [],
});

export const toRecord = (draft: Draft, status: number): RequestRecord => ({ ...draft, status });
