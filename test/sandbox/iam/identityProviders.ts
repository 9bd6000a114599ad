// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
import type { IamAdmin } from '../types.js';

export interface SamlProvider {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly entityId: string;
  readonly certificatePem: string;
}

export interface OpenIdConnectProvider {
  readonly arn: string;
  readonly accountId: string;
  /** The issuer, without a slash at its end. */
  readonly url: string;
  readonly clientIds: readonly string[];
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** "https://host/path" → "host/path": the name in its ARN, and the prefix of its condition keys. */
export const providerName = (url: string): string => withoutSlash(url).replace(/^https?:\/\//, '');

/** Whose word accounts take for who somebody is. */
export class IdentityProviders {
  private readonly samlProviders = new Map<string, SamlProvider>();
  private readonly openIdConnectProviders = new Map<string, OpenIdConnectProvider>();

  addSaml(options: Parameters<IamAdmin['createSamlProvider']>[0]): string {
    const { partition = 'aws', ...provider } = options;
    const arn = `arn:${partition}:iam::${provider.accountId}:saml-provider/${provider.name}`;
    this.samlProviders.set(arn, { ...provider, arn });
    return arn;
  }

  addOpenIdConnect(options: Parameters<IamAdmin['createOpenIdConnectProvider']>[0]): string {
    const { partition = 'aws', accountId, url, clientIds } = options;
    const arn = `arn:${partition}:iam::${accountId}:oidc-provider/${providerName(url)}`;
    this.openIdConnectProviders.set(arn, { arn, accountId, url: withoutSlash(url), clientIds });
    return arn;
  }

  /** The ARNs of an account's. */
  arns(kind: 'saml' | 'openIdConnect', accountId: string): string[] {
    const all = kind === 'saml' ? this.samlProviders : this.openIdConnectProviders;
    return [...all.values()].filter((provider) => provider.accountId === accountId).map(({ arn }) => arn);
  }

  saml(arn: string): SamlProvider | undefined {
    return this.samlProviders.get(arn);
  }

  openIdConnect(accountId: string, issuer: string): OpenIdConnectProvider | undefined {
    const url = withoutSlash(issuer);
    return [...this.openIdConnectProviders.values()].find(
      (provider) => provider.accountId === accountId && provider.url === url,
    );
  }
}
