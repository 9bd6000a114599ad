// What a test tells the identity provider and gets from it.

/** A person who can sign in, over OpenID Connect and over SAML. */
export interface IdpUser {
  /** OpenID Connect's `sub`; also names the user on the sign-in pages and SAML's NameID. */
  readonly sub: string;
  readonly email: string;
  /** Further claims of the ID token, such as `https://aws.amazon.com/tags`. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What SAML assertions about this user say to AWS. */
  readonly saml?: AwsAttributes;
}

interface SamlRole {
  readonly roleArn: string;
  /** ARN of the IAM SAML provider, AssumeRoleWithSAML's PrincipalArn. */
  readonly providerArn: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
export interface AwsAttributes {
  readonly roles: readonly SamlRole[];
  /** Default: the user's email. */
  readonly roleSessionName?: string;
  /** Seconds. */
  readonly sessionDuration?: number;
  readonly principalTags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
}

export interface OidcClient {
  readonly clientId: string;
  /** Absent for public clients, which must use PKCE. */
  readonly clientSecret?: string;
  /** Compared exactly, except that http://127.0.0.1, http://[::1] and http://localhost match on any port (RFC 8252). */
  readonly redirectUris: readonly string[];
}

/** A service provider that `/saml/sso?app=NAME` signs in to. */
export interface SamlApplication {
  readonly name: string;
  /** Where the browser posts SAMLResponse and RelayState. */
  readonly acsUrl: string;
}

/** What goes wrong in OpenID Connect sign-ins. */
export type OidcFault =
  /** The discovery document answers 503, is HTML, or names another issuer. */
  | 'discoveryDown'
  | 'discoveryNotJson'
  | 'discoveryIssuer'
  /** The redirect carries another `state`, another `iss`, or no `iss`. */
  | 'state'
  | 'responseIssuer'
  | 'noResponseIssuer'
  /** The token endpoint answers `invalid_grant`, or without an ID token. */
  | 'tokenError'
  | 'noIdToken'
  /** The ID token's claims. */
  | 'nonce'
  | 'issuer'
  | 'noIssuer'
  | 'audience'
  | 'expired'
  /** The ID token's signature: broken, or by a key that the JWKS does not list. */
  | 'signature'
  | 'unknownKey';

/** What is wrong with a SAML response. */
export type SamlFault =
  | 'expired'
  | 'otherAudience'
  | 'otherRecipient'
  | 'otherIssuer'
  /** Changed after it was signed. */
  | 'tampered'
  | 'unsigned'
  /** Signed by a key that the metadata does not list. */
  | 'unknownKey'
  | 'noRoles'
  /** An EncryptedAssertion. */
  | 'encrypted'
  /** No assertion: the status says that the user may not sign in. */
  | 'denied'
  /** SAMLResponse is an empty string. */
  | 'empty';

export interface SamlResponseOptions extends Partial<AwsAttributes> {
  /** `sub` of a user. */
  readonly user: string;
  readonly fault?: SamlFault | undefined;
  /** Writes Role values as "provider,role", which AWS takes as well. */
  readonly providerFirst?: boolean;
}

export interface IdTokenOptions {
  /** `sub` of a user. */
  readonly user: string;
  /** `aud`. */
  readonly clientId: string;
  readonly nonce?: string | undefined;
  /** Seconds, default 3600. */
  readonly lifetime?: number;
  readonly fault?: OidcFault | undefined;
}

/** A running identity provider. */
export interface IdentityProvider {
  /** OpenID Connect issuer and base of every URL: "http://127.0.0.1:PORT", or https with `tls`. */
  readonly issuer: string;
  /** SAML entity id, "…/saml/metadata"; the metadata is there as well. */
  readonly entityId: string;
  readonly samlMetadata: string;
  /** Self-signed: signs assertions, is the JWKS's x5c, and serves TLS for localhost and 127.0.0.1. */
  readonly certificatePem: string;
  readonly jwks: { readonly keys: readonly object[] };
  /** Faults of sign-ins in the browser, until set to undefined. */
  readonly faults: { oidc?: OidcFault | undefined; saml?: SamlFault | undefined };
  addUser(user: IdpUser): void;
  addClient(client: OidcClient): void;
  addApplication(application: SamlApplication): void;
  /** The sign-in page of a SAML application, RelayState included if given. */
  samlSignInUrl(application: string, relayState?: string): string;
  /** An ID token without a browser, for token files and commands. */
  idToken(options: IdTokenOptions): Promise<string>;
  /** A response without a browser, base64 as a form would post it. */
  samlResponse(options: SamlResponseOptions): Promise<string>;
  /** Assertions, tokens and codes that were given out, one way or the other: secrets that must turn up nowhere. */
  issued(): readonly string[];
  stop(): Promise<void>;
}
