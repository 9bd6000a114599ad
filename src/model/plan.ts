import type { Place, RoleArn } from './role.js';

/** Where AWS is reached: base URLs that the configuration names instead of AWS's own hosts, else which of those. */
export interface Endpoints {
  /** For every service without an entry of its own. */
  readonly all?: string;
  readonly sts?: string;
  readonly s3?: string;
  readonly sso?: string;
  readonly ssoOidc?: string;
  readonly signin?: string;
  /** `use_fips_endpoint`. */
  readonly fips?: true;
  /** `use_dualstack_endpoint`. */
  readonly dualstack?: true;
  /** `sts_regional_endpoints = legacy`, in the regions that it concerns: sts.amazonaws.com. */
  readonly globalSts?: true;
  /** `ca_bundle`: absolute path of a PEM file with the certificate authorities to trust instead of the system's. */
  readonly caBundle?: string;
}

/** Long-term or temporary keys written in a profile. The plan names them; only execution reads their values. */
export interface StaticKeysSource {
  readonly kind: 'static-keys';
  readonly profile: string;
  readonly accessKeyId: string;
  /** Whether the keys are temporary themselves: every role assumed from them is chained. */
  readonly temporary: boolean;
  readonly place: Place;
}

/** `credential_source = Environment`: AWS_ACCESS_KEY_ID and its like of the editor's own environment. */
export interface EnvironmentSource {
  readonly kind: 'environment';
  readonly place: Place;
}

/** `credential_source = Ec2InstanceMetadata`: the role of the EC2 instance that the editor (or its remote) runs on. */
export interface InstanceMetadataSource {
  readonly kind: 'instance-metadata';
  /** AWS_EC2_METADATA_SERVICE_ENDPOINT or its profile key; undefined for http://169.254.169.254. */
  readonly endpoint: string | undefined;
  /** Whether IMDSv1 may answer where IMDSv2 does not. */
  readonly v1Allowed: boolean;
  readonly place: Place;
}

/** `credential_source = EcsContainer`: AWS_CONTAINER_CREDENTIALS_*. */
export interface ContainerSource {
  readonly kind: 'container';
  readonly place: Place;
}

/** `credential_process`. The command line may hold secrets: only execution reads it. */
export interface ProcessSource {
  readonly kind: 'process';
  readonly profile: string;
  /** The program alone, for people. */
  readonly program: string;
  readonly place: Place;
}

/** IAM Identity Center: `sso_session` or the legacy keys of a profile. */
export interface IdentityCenterSource {
  readonly kind: 'identity-center';
  readonly profile: string;
  /** Name of the `[sso-session NAME]` section; undefined for the legacy keys, which have no refresh. */
  readonly session: string | undefined;
  readonly startUrl: string;
  readonly region: string;
  /** `sso_registration_scopes`; the CLI's default is sso:account:access. */
  readonly scopes: readonly string[];
  readonly accountId: string;
  /** The permission set's name. */
  readonly roleName: string;
  readonly place: Place;
}

/** `login_session`: what `aws login` left in its cache. */
export interface LoginSource {
  readonly kind: 'login';
  readonly profile: string;
  readonly loginSession: string;
  readonly place: Place;
}

/** Session policies: they take away, never add (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session). */
export interface SessionPolicies {
  /** JSON text. */
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

/** Where an OpenID Connect token comes from. */
export type TokenOrigin =
  | { readonly kind: 'file'; readonly file: string }
  /** A command of the user's settings that prints the token. */
  | { readonly kind: 'command'; readonly command: string }
  | {
      readonly kind: 'sign-in';
      readonly issuer: string;
      readonly clientId: string;
      /** Whether the provider wants a client secret as well; it is asked for once and kept in SecretStorage. */
      readonly usesClientSecret: boolean;
      readonly scopes: readonly string[];
      /** Of the loopback redirect; undefined takes a free one. */
      readonly redirectPort: number | undefined;
      /** How the redirect names this computer, for providers that register only one name; default 127.0.0.1. */
      readonly redirectHost?: '127.0.0.1' | 'localhost';
      /** Further ones of the authorization request, for providers that want them. */
      readonly extraParameters?: Readonly<Record<string, string>>;
    };

/** AssumeRoleWithWebIdentity. */
export interface WebIdentitySource extends SessionPolicies {
  readonly kind: 'web-identity';
  readonly role: RoleArn;
  readonly sessionName: string;
  /** Seconds. */
  readonly durationSeconds: number | undefined;
  readonly token: TokenOrigin;
  /** ProviderId of the call: only for OAuth 2.0 access tokens of www.amazon.com and graph.facebook.com. */
  readonly providerId?: string;
  readonly place: Place;
}

/** Where a SAML assertion comes from. */
export type AssertionOrigin =
  /** A command of the user's settings that prints the assertion, base64. */
  | { readonly kind: 'command'; readonly command: string }
  /** Pasted, or taken from the clipboard. */
  | { readonly kind: 'paste' }
  /** The identity provider posts it to http://127.0.0.1:port/path. */
  | { readonly kind: 'browser'; readonly signInUrl: string; readonly port: number; readonly path: string };

/** AssumeRoleWithSAML. */
export interface SamlSource extends SessionPolicies {
  readonly kind: 'saml';
  /** Undefined leaves the choice to the user, among the assertion's roles. */
  readonly role: RoleArn | undefined;
  /** Of the SAML provider in IAM; undefined takes the assertion's. */
  readonly principalArn: string | undefined;
  /** Seconds; undefined leaves it to the assertion's SessionDuration, else to STS. */
  readonly durationSeconds: number | undefined;
  readonly assertion: AssertionOrigin;
  readonly place: Place;
}

export type Source =
  | StaticKeysSource
  | EnvironmentSource
  | InstanceMetadataSource
  | ContainerSource
  | ProcessSource
  | IdentityCenterSource
  | LoginSource
  | WebIdentitySource
  | SamlSource;

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

export type Hop = AssumeRoleHop | SessionTokenHop | FederationTokenHop;

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
