import type { RequestRecord } from '../types.js';

const SECRETS = /^(X-Amz-(Signature|Security-Token|Credential)|TokenCode|SAMLAssertion|WebIdentityToken)$/i;

/** Parameters without what must not be kept. */
export const recordable = (pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> =>
  Object.fromEntries([...pairs].filter(([name]) => !SECRETS.test(name)));

/** What is known of a request so far; becomes a record as its response starts. */
export interface Draft {
  operation: string;
  callerArn: string | undefined;
  errorCode: string | undefined;
  bucket: string | undefined;
  key: string | undefined;
  parameters: Readonly<Record<string, string>>;
}

export const newDraft = (): Draft => ({
  operation: 'Unknown',
  callerArn: undefined,
  errorCode: undefined,
  bucket: undefined,
  key: undefined,
  parameters: {},
});

export const toRecord = (draft: Draft, status: number): RequestRecord => ({ ...draft, status });
