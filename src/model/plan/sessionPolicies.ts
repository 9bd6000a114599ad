/** Session policies: they take away, never add (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session). */
export interface SessionPolicies {
  /** JSON text. */
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}
