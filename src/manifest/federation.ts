// How a role of the setting names its identity provider.
import {
  ASSERTION_PATH,
  DEFAULT_ASSERTION_PATH,
  DEFAULT_ASSERTION_PORT,
  ORIGIN,
  SAML_SHAPE,
} from '../config/settings/settingSaml.js';
import { SIGN_IN_FIELDS, TOKEN_ORIGINS, WEB_IDENTITY_SHAPE } from '../config/settings/settingWebIdentity.js';
import { WEB_IDENTITY_PRESETS } from '../config/settings/openIdPresets.js';
import type { JsonSchema } from './jsonSchema.js';
import { objectOf, patternOf, without } from './parts.js';
import type { RULES } from './rules.js';
import { snippets } from './snippets.js';

type Part = JsonSchema<keyof typeof RULES>;

export const SAML: Part = {
  ...objectOf('setting.roles.saml', SAML_SHAPE.fields, {
    signInUrl: { $ref: '#/$defs/signInUrl', examples: ['https://idp.example.com/sso/saml?providerId=aws'] },
    port: { $ref: '#/$defs/port', default: DEFAULT_ASSERTION_PORT },
    path: { pattern: patternOf(ASSERTION_PATH), default: DEFAULT_ASSERTION_PATH },
    origin: { pattern: patternOf(ORIGIN), examples: ['https://login.example.com'] },
    issuer: { $ref: '#/$defs/notBlank', examples: ['https://idp.example.com/metadata'] },
    command: { $ref: '#/$defs/notBlank', examples: ['saml-cli assertion --account corp'] },
    principalArn: { $ref: '#/$defs/samlProviderArn' },
  }),
  dependencies: { port: ['signInUrl'], path: ['signInUrl'], origin: ['signInUrl'], command: without(['signInUrl']) },
  defaultSnippets: snippets('setting.roles.saml', {
    signIn: { signInUrl: 'https://${1:idp.example.com/sso/aws}', port: DEFAULT_ASSERTION_PORT },
    command: { command: '${1:command}' },
    paste: {},
  }),
};

const providers = WEB_IDENTITY_PRESETS.map(({ id }) => id);

export const WEB_IDENTITY: Part = {
  ...objectOf('setting.roles.webIdentity', WEB_IDENTITY_SHAPE.fields, {
    provider: {
      enum: providers,
      enumDescriptions: providers.map((id) => `%setting.roles.webIdentity.provider.${id}%`),
    },
    issuer: {
      $ref: '#/$defs/signInUrl',
      examples: ['https://accounts.google.com', 'https://login.microsoftonline.com/TENANT/v2.0'],
    },
    clientId: { $ref: '#/$defs/notBlank' },
    clientSecret: { default: false },
    scopes: {
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      contains: { const: 'openid' },
      default: ['openid'],
      examples: [['openid', 'email']],
    },
    redirectPort: { $ref: '#/$defs/port' },
    tokenFile: {
      pattern: '^(/|~(?:[/\\\\]|$)|[A-Za-z]:[/\\\\])',
      patternErrorMessage: '%setting.roles.webIdentity.tokenFile.patternError%',
      examples: ['~/.cache/oidc/token'],
    },
    command: { $ref: '#/$defs/notBlank', examples: ['gcloud auth print-identity-token'] },
  }),
  // The first is what the editor asks for where there is none of them.
  anyOf: [{ required: ['provider', 'clientId'] }, ...TOKEN_ORIGINS.map((origin) => ({ required: [origin] }))],
  dependencies: {
    tokenFile: without(['command', 'issuer', ...SIGN_IN_FIELDS]),
    command: without(['issuer', ...SIGN_IN_FIELDS]),
    issuer: ['clientId'],
  },
  defaultSnippets: snippets('setting.roles.webIdentity', {
    signIn: { issuer: 'https://${1:idp.example.com}', clientId: '${2:client}' },
    google: { provider: 'google', clientId: '${1:client}.apps.googleusercontent.com' },
    tokenFile: { tokenFile: '${1:~/token}' },
    command: { command: '${1:command}' },
  }),
};
