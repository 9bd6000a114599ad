import * as l10n from '../../base/l10n.js';
import type { AssertionOrigin, Source } from './source.js';

/** Whose credentials a plan starts with, for people. */
export function sourceName(source: Source): string {
  switch (source.kind) {
    case 'static-keys':
      return l10n.t('profile {0}', source.profile);
    case 'environment':
      return l10n.t('environment variables');
    case 'instance-metadata':
      return l10n.t('EC2 instance metadata');
    case 'container':
      return l10n.t('container credentials');
    case 'process':
      return l10n.t('credential_process of profile {0}', source.profile);
    case 'identity-center':
      return l10n.t('IAM Identity Center ({0})', source.session ?? new URL(source.startUrl).hostname);
    case 'login':
      return l10n.t('aws login of profile {0}', source.profile);
    case 'web-identity':
      return webIdentityName(source.token);
    case 'saml':
      return samlName(source.assertion);
    case 'brought':
      return l10n.t('brought from {0}', source.from);
  }
}

function samlName(assertion: AssertionOrigin): string {
  switch (assertion.kind) {
    case 'browser':
      return l10n.t('SAML sign-in at {0}', new URL(assertion.signInUrl).host);
    case 'command':
      return l10n.t('SAML assertion of a command');
    case 'paste':
      return l10n.t('pasted SAML assertion');
  }
}

function webIdentityName(token: Extract<Source, { kind: 'web-identity' }>['token']): string {
  switch (token.kind) {
    case 'file':
      return l10n.t('web identity token file');
    case 'command':
      return l10n.t('web identity token of a command');
    case 'sign-in':
      return l10n.t('sign-in at {0}', new URL(token.issuer).host);
  }
}
