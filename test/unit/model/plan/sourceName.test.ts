import { expect, it } from 'vitest';
import { sourceName } from '../../../../src/model/plan/sourceName.js';
import type { Source } from '../../../../src/model/plan/source.js';
import { SAML, SOURCES, WEB_IDENTITY } from '../sources.js';

const signIn = {
  kind: 'sign-in',
  issuer: 'https://accounts.example.com:8443/realm',
  clientId: 'editor',
  usesClientSecret: false,
  scopes: ['openid'],
  redirectPort: undefined,
} as const;
const browser = { kind: 'browser', signInUrl: 'https://sso.example.com/aws?x', port: 8123, path: '/saml' } as const;

it.each<[string, Source]>([
  ['profile ststestprofile', SOURCES['static-keys']],
  ['environment variables', SOURCES.environment],
  ['EC2 instance metadata', SOURCES['instance-metadata']],
  ['container credentials', SOURCES.container],
  ['credential_process of profile dev', SOURCES.process],
  ['IAM Identity Center (corp)', SOURCES['identity-center']],
  ['IAM Identity Center (corp.awsapps.com)', { ...SOURCES['identity-center'], session: undefined }],
  ['aws login of profile dev', SOURCES.login],
  ['web identity token file', WEB_IDENTITY],
  ['web identity token of a command', { ...WEB_IDENTITY, token: { kind: 'command', command: 'x --secret' } }],
  ['sign-in at accounts.example.com:8443', { ...WEB_IDENTITY, token: signIn }],
  ['pasted SAML assertion', SAML],
  ['SAML assertion of a command', { ...SAML, assertion: { kind: 'command', command: 'x --secret' } }],
  ['SAML sign-in at sso.example.com', { ...SAML, assertion: browser }],
  ['brought from laptop', SOURCES.brought],
])('"%s"', (name, source) => {
  expect(sourceName(source)).toBe(name);
});
