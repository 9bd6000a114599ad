import type { NamedPrincipal } from './judge.js';
import type { PolicyDocument } from './policy.js';

/** An identity as policies see it, resolved anew for each request: a policy that changes takes effect at once. */
export interface Principal extends NamedPrincipal {
  readonly kind: 'root' | 'user' | 'assumedRole' | 'federatedUser';
  /** As GetCallerIdentity answers it. */
  readonly arn: string;
  /** "AIDA…", or "AROA…:session". */
  readonly userId: string;
  readonly identityPolicies: readonly PolicyDocument[];
  /** What its permissions may be at most. */
  readonly boundary?: PolicyDocument | undefined;
  /** undefined when the session was made without any: then they do not narrow it. */
  readonly sessionPolicies: readonly PolicyDocument[] | undefined;
  /** Of a session that was narrowed in place, a policy a layer: each of them has to allow. */
  readonly scopePolicies?: readonly PolicyDocument[];
  /** Condition keys that come with the principal: aws:username, aws:PrincipalTag/… */
  readonly context: Readonly<Record<string, string>>;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How a session was made, and what it hands on to the sessions made from it. */
export interface Lineage {
  readonly kind: 'role' | 'sessionToken' | 'federationToken';
  readonly transitiveTags: readonly Tag[];
  readonly sourceIdentity: string | undefined;
}

/** What a session was narrowed to in place: a policy a layer, and their texts. */
export interface Scope {
  readonly policies: readonly PolicyDocument[];
  readonly texts: readonly string[];
}

/** One access key and whom it stands for. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** undefined for a long-term key. */
  readonly sessionToken: string | undefined;
  /** Milliseconds since the epoch; undefined for a long-term key. */
  readonly expiresAt: number | undefined;
  /** At a time (milliseconds since the epoch); undefined once the user or role is gone. */
  readonly principal: (now: number) => Principal | undefined;
  /** Of what STS issued. */
  readonly lineage?: Lineage;
  /** Of what GetScopedCredentials issued. */
  readonly scope?: Scope;
}

export type Keyring = Map<string, Credential>;

export interface Caller {
  readonly principal: Principal;
  readonly credential: Credential;
}
