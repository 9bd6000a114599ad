/** What the user lets an extension do; `refused` is an answer, too, so that it is not asked again. */
export type Allowance = 'all' | 'read-only' | 'refused';

/** A session as one answer is about it: the same asked for, reached in the same way, and as the same identity. */
export interface AskedFor {
  /** Of the session. */
  readonly id: string;
  readonly arn: string;
}

/** What was said to one role that is production. */
export interface ProductionAnswer extends AskedFor {
  /** For people. */
  readonly title: string;
  readonly allowance: Allowance;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What the user has said to one extension. Holds no secret. */
export interface ExtensionAccess {
  /** Its id, in lower case. */
  readonly extension: string;
  /** For people. */
  readonly name: string;
  /** To all roles that are not production; to those that are, this at most. */
  readonly allowance: Allowance;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly production: readonly ProductionAnswer[];
}

export type AccessDecision =
  | { readonly kind: 'allowed'; readonly allowance: Exclude<Allowance, 'refused'> }
  | { readonly kind: 'refused' }
  /** The user has not said. */
  | { readonly kind: 'ask'; readonly about: 'extension' | 'production' };

export function decideAccess(
  access: ExtensionAccess | undefined,
  wanted: AskedFor,
  isProduction: boolean,
): AccessDecision {
  if (access === undefined) {
    return { kind: 'ask', about: 'extension' };
  }
  if (access.allowance === 'refused') {
    return { kind: 'refused' };
  }
  if (!isProduction) {
    return { kind: 'allowed', allowance: access.allowance };
  }
  const answer = access.production.find((one) => isSameAsked(one, wanted));
  if (answer === undefined) {
    return { kind: 'ask', about: 'production' };
  }
  if (answer.allowance === 'refused') {
    return { kind: 'refused' };
  }
  const isLess = access.allowance === 'read-only' || answer.allowance === 'read-only';
  return { kind: 'allowed', allowance: isLess ? 'read-only' : 'all' };
}

export function isSameAsked(one: AskedFor, other: AskedFor): boolean {
  return one.id === other.id && one.arn === other.arn;
}
