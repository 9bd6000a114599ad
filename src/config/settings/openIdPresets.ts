// Identity providers by name, with what their documentation asks of a client on this computer.
import * as l10n from '../../base/l10n.js';

export interface OpenIdPreset {
  readonly kind: 'openIdConnect';
  readonly id: string;
  readonly name: string;
  /** With {placeholders} where every customer has an own one. */
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly extraParameters: Readonly<Record<string, string>>;
  readonly needsSecret: boolean;
  /** How the redirect names this computer: http://HOST[:PORT]/callback. */
  readonly redirectHost: '127.0.0.1' | 'localhost';
  /** Whether the provider takes any port of it, or only a registered one. */
  readonly anyPort: boolean;
  readonly note: () => string;
}

/** Providers of OAuth 2.0 access tokens: AssumeRoleWithWebIdentity takes those with a ProviderId. */
interface AccessTokenProvider {
  readonly kind: 'accessToken';
  readonly id: string;
  readonly name: string;
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
  readonly providerId: string;
  readonly note: () => string;
}

export type WebIdentityPreset = OpenIdPreset | AccessTokenProvider;

const openId = (
  preset: Pick<OpenIdPreset, 'id' | 'name' | 'issuer' | 'note'> & Partial<OpenIdPreset>,
): OpenIdPreset => ({
  kind: 'openIdConnect',
  scopes: ['openid', 'email'],
  extraParameters: {},
  needsSecret: false,
  redirectHost: '127.0.0.1',
  anyPort: false,
  ...preset,
});

export const WEB_IDENTITY_PRESETS: readonly WebIdentityPreset[] = [
  openId({
    id: 'google',
    name: 'Google',
    issuer: 'https://accounts.google.com',
    extraParameters: { access_type: 'offline' },
    needsSecret: true,
    anyPort: true,
    note: () =>
      l10n.t(
        'Create an OAuth client of type "Desktop app"; Google gives it a client secret that is not confidential but wanted. IAM knows Google without an OpenID Connect provider: the role trusts accounts.google.com.',
      ),
  }),
  openId({
    id: 'cognito',
    name: 'Amazon Cognito user pool',
    issuer: 'https://cognito-idp.{region}.amazonaws.com/{userPoolId}',
    redirectHost: 'localhost',
    note: () =>
      l10n.t(
        'Give the user pool a domain, and the app client the authorization code grant, the scope openid and the callback URL http://localhost:PORT/callback.',
      ),
  }),
  {
    kind: 'accessToken',
    id: 'amazon',
    name: 'Login with Amazon',
    providerId: 'www.amazon.com',
    note: () =>
      l10n.t(
        'Login with Amazon gives OAuth 2.0 access tokens, no ID tokens: have a command or a file give the access token.',
      ),
  },
  {
    kind: 'accessToken',
    id: 'facebook',
    name: 'Facebook',
    providerId: 'graph.facebook.com',
    note: () =>
      l10n.t(
        "Facebook's OpenID Connect has no sign-in for programs on a computer: have a command or a file give the access token.",
      ),
  },
  openId({
    id: 'entra',
    name: 'Microsoft Entra ID',
    issuer: 'https://login.microsoftonline.com/{tenantId}/v2.0',
    scopes: ['openid', 'profile', 'email'],
    redirectHost: 'localhost',
    anyPort: true,
    note: () => l10n.t('Register http://localhost/callback as a redirect URI of "Mobile and desktop applications".'),
  }),
  openId({
    id: 'okta',
    name: 'Okta',
    issuer: 'https://{domain}',
    note: () =>
      l10n.t(
        'Create a native application with the sign-in redirect URI http://127.0.0.1:PORT/callback. A custom authorization server has the issuer https://{domain}/oauth2/default.',
      ),
  }),
  openId({
    id: 'auth0',
    name: 'Auth0',
    issuer: 'https://{domain}/',
    note: () =>
      l10n.t(
        'Create a native application with the callback URL http://127.0.0.1:PORT/callback. The issuer ends with a slash.',
      ),
  }),
  openId({
    id: 'gitlab',
    name: 'GitLab',
    issuer: 'https://{host}',
    note: () =>
      l10n.t(
        'Create an application that is not confidential, with the redirect URI http://127.0.0.1:PORT/callback and the scopes openid and email. The host of GitLab.com is gitlab.com.',
      ),
  }),
];

/** The names in braces, in order: what to ask the user for. */
export const placeholdersOf = (issuer: string): string[] =>
  [...issuer.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

/** The issuer with its placeholders filled in; those without a value stay. */
export const fillIssuer = (issuer: string, values: Readonly<Record<string, string>>): string =>
  issuer.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name]?.trim() ?? placeholder);
