import type { Place } from '../../base/place.js';
import type { RoleArn } from './roleArn.js';
import type { SessionPolicies } from './sessionPolicies.js';
import type { Source } from './source.js';

/** Where AWS is reached: base URLs that the configuration names instead of AWS's own hosts, else which of those. */
export interface Endpoints {
  /** For every service without an entry of its own. */
  readonly all?: string;
  readonly sts?: string;
  readonly s3?: string;
  readonly iam?: string;
  readonly accessAnalyzer?: string;
  readonly sso?: string;
  readonly ssoOidc?: string;
  readonly signin?: string;
  /** `use_fips_endpoint`. */
  readonly fips?: true;
  /** `use_dualstack_endpoint`. */
  readonly dualstack?: true;
  /** `sts_regional_endpoints = legacy`, in the regions that it concerns: sts.amazonaws.com. */
  readonly globalSts?: true;
  /** Why a service without an address of its own cannot be reached, where it cannot: a sentence. */
  readonly refusal?: string;
  /** `ca_bundle`: absolute path of a PEM file with the certificate authorities to trust instead of the system's. */
  readonly caBundle?: string;
}

/** One AssumeRole call. */
export interface AssumeRoleHop extends SessionPolicies {
  readonly kind: 'assume-role';
  readonly role: RoleArn;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly mfaSerial: string | undefined;
  /** Seconds; undefined leaves it to STS, which gives 3600. */
  readonly durationSeconds: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
  /** Of the role's own definition, which further down a chain is another than the one that is wanted. */
  readonly place?: Place;
}

/** GetSessionToken: the same user for a while, with MFA said once. */
export interface SessionTokenHop {
  readonly kind: 'session-token';
  readonly mfaSerial: string | undefined;
  /** Seconds, 900 to 129600. */
  readonly durationSeconds: number | undefined;
}

/** GetFederationToken: the user's permissions cut down to a policy, under a name. */
export interface FederationTokenHop extends SessionPolicies {
  readonly kind: 'federation-token';
  /** 2 to 32 characters. */
  readonly name: string;
  /** Seconds, 900 to 129600. */
  readonly durationSeconds: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** GetScopedCredentials: the session before it as the same identity, with fewer permissions, less time, or both. */
export interface ScopedCredentialsHop {
  readonly kind: 'scoped-credentials';
  /** JSON text; undefined leaves the permissions as they are. */
  readonly policy: string | undefined;
  /** Seconds, 1 to 129600; undefined: until the session before it ends. */
  readonly durationSeconds: number | undefined;
  /** For CloudTrail, in at most 256 characters of ASCII. */
  readonly description: string;
  /** For people, in a word or two: "read-only". */
  readonly narrowedTo: string;
}

/** A call that makes an identity. */
export type IdentityHop = AssumeRoleHop | SessionTokenHop | FederationTokenHop;

export type Hop = IdentityHop | ScopedCredentialsHop;

/** How an identity is reached: leaf credentials, then STS hop by hop. Holds no secret, so it may be shown. */
export interface Plan {
  /** Of the configured role, or of what was asked for instead. */
  readonly roleId: string;
  readonly name: string;
  readonly source: Source;
  /** Empty where the source is the identity itself. */
  readonly hops: readonly Hop[];
  readonly region: string;
  readonly endpoints: Endpoints;
  /** In a word or two, where the session was narrowed on request: "read-only". */
  readonly narrowedTo: string | undefined;
}
