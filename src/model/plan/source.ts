import type { Place } from '../../base/place.js';
import type { RoleArn } from './roleArn.js';
import type { SessionPolicies } from './sessionPolicies.js';

/** A role that a SAML assertion offers, with the SAML provider in IAM that vouches for it. */
export interface SamlRole {
  readonly roleArn: string;
  /** ARN of that provider: AssumeRoleWithSAML's PrincipalArn. */
  readonly principalArn: string;
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
  /** AWS_METADATA_SERVICE_TIMEOUT or its profile key: how long each try waits to connect, then for the answer; default 1. */
  readonly timeoutSeconds?: number;
  /** AWS_METADATA_SERVICE_NUM_ATTEMPTS or its profile key; default 1. */
  readonly attempts?: number;
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
  | {
      readonly kind: 'browser';
      readonly signInUrl: string;
      readonly port: number;
      readonly path: string;
      /** Of the page that posts it, where that is another than the sign-in page's. */
      readonly origin?: string;
    };

/** AssumeRoleWithSAML. */
export interface SamlSource extends SessionPolicies {
  readonly kind: 'saml';
  /** Undefined leaves the choice to the user, among the assertion's roles. */
  readonly role: RoleArn | undefined;
  /** Of the SAML provider in IAM; undefined takes the assertion's. */
  readonly principalArn: string | undefined;
  /** The identity provider's entity ID, which the assertion has to be of; undefined takes any that AWS trusts. */
  readonly issuer?: string;
  /** What the user chose before of an assertion's roles, where the configuration leaves it to them. */
  readonly chosen?: SamlRole;
  /** Seconds; undefined leaves it to the assertion's SessionDuration, else to STS. */
  readonly durationSeconds: number | undefined;
  readonly assertion: AssertionOrigin;
  readonly place: Place;
}

/** Credentials that a window of another machine has put here: nothing gives them again. */
interface BroughtSource {
  readonly kind: 'brought';
  /** The machine's name, for people. */
  readonly from: string;
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
  | SamlSource
  | BroughtSource;
