import type { Demand } from '../iam/authorize.js';
import type { Directory } from '../iam/directory.js';
import type { Caller, Keyring } from '../iam/principal.js';
import { AwsError } from '../types.js';

/** One STS request, its signature verified. */
export interface StsCall {
  /** Form or query parameters: "RoleArn", "PolicyArns.member.1.arn"… */
  readonly parameters: ReadonlyMap<string, string>;
  /** Condition keys of the request itself: aws:SourceIp and its like. */
  readonly context: Readonly<Record<string, string>>;
  readonly directory: Directory;
  readonly keyring: Keyring;
  readonly now: number;
  /** Seconds that a session lasts whatever is asked for; undefined where nothing is out of order. */
  readonly sessionSeconds: number | undefined;
  /** Whether it came to sts.amazonaws.com, which does not know the actions that are regional. */
  readonly global: boolean;
}

export interface SignedCall extends StsCall {
  readonly caller: Caller;
}

/** An action's answer: the XML inside `<ActionResult>`. Throws AwsError. */
export type StsAction =
  | {
      readonly signed: true;
      /** Whether the global endpoint has no such action. */
      readonly regional?: true;
      readonly run: (call: SignedCall) => string | Promise<string>;
    }
  | { readonly signed: false; readonly regional?: never; readonly run: (call: StsCall) => string | Promise<string> };

/** "Tags.member.1.Key", "Tags.member.2.Key"… → the values in order. */
export function members(parameters: ReadonlyMap<string, string>, list: string, field?: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = parameters.get([list, 'member', String(index), ...(field === undefined ? [] : [field])].join('.'));
    if (value === undefined) return values;
    values.push(value);
  }
}

/** "aws", "aws-cn"… */
export const partitionOf = (arn: string): string => arn.split(':')[1] ?? '';

export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

export const validationError = (message: string): AwsError => new AwsError(400, 'ValidationError', message);

export const accessDenied = (message: string): AwsError => new AwsError(403, 'AccessDenied', message);

/** What a federated caller's token or assertion is refused with. */
export const invalidIdentityToken = (message: string): AwsError => new AwsError(400, 'InvalidIdentityToken', message);

export const expiredToken = (message: string): AwsError => new AwsError(400, 'ExpiredTokenException', message);

/** The caller's own asking for `action`, in the words of STS. */
export const demandOf = (
  call: SignedCall,
  demand: Pick<Demand, 'action' | 'resource' | 'context' | 'guard'>,
): Demand => ({
  ...demand,
  context: [call.context, ...demand.context],
  principal: call.caller.principal,
  resourceText: demand.resource === '*' ? undefined : demand.resource,
  now: call.now,
});
