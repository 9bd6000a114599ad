import type { AssertionOrigin, Source } from './source.js';

/** Whose credentials a plan starts with, for people. */
export function sourceName(source: Source): string {
  switch (source.kind) {
    case 'static-keys':
      return `profile ${source.profile}`;
    case 'environment':
      return 'environment variables';
    case 'instance-metadata':
      return 'EC2 instance metadata';
    case 'container':
      return 'container credentials';
    case 'process':
      return `credential_process of profile ${source.profile}`;
    case 'identity-center':
      return `IAM Identity Center (${source.session ?? new URL(source.startUrl).hostname})`;
    case 'login':
      return `aws login of profile ${source.profile}`;
    case 'web-identity':
      return webIdentityName(source.token);
    case 'saml':
      return samlName(source.assertion);
  }
}

function samlName(assertion: AssertionOrigin): string {
  switch (assertion.kind) {
    case 'browser':
      return `SAML sign-in at ${new URL(assertion.signInUrl).host}`;
    case 'command':
      return 'SAML assertion of a command';
    case 'paste':
      return 'pasted SAML assertion';
  }
}

function webIdentityName(token: Extract<Source, { kind: 'web-identity' }>['token']): string {
  switch (token.kind) {
    case 'file':
      return 'web identity token file';
    case 'command':
      return 'web identity token of a command';
    case 'sign-in':
      return `sign-in at ${new URL(token.issuer).host}`;
  }
}
