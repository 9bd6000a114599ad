// The schema of roleSessions.roles, which `npm run manifest` writes into package.json.
import { sourceFields } from '../config/settings/settingFederated.js';
import { ROLE_SHAPE } from '../config/settings/settingRoles.js';
import { decidedByAssertion } from '../config/settings/settingSaml.js';
import { decidedByToken } from '../config/settings/settingWebIdentity.js';
import { SAML, WEB_IDENTITY } from './federation.js';
import { expand, type JsonSchema, type SchemaDocument } from './jsonSchema.js';
import { objectOf, without } from './parts.js';
import { RULES } from './rules.js';
import { ROLE_SNIPPETS, snippets } from './snippets.js';

type Definition = keyof typeof RULES | 'policy' | 'saml' | 'webIdentity' | 'role';

const POLICY: JsonSchema<never> = {
  required: ['Statement'],
  properties: {
    Version: { type: 'string', enum: ['2012-10-17', '2008-10-17'], default: '2012-10-17' },
    Statement: { type: ['array', 'object'], minItems: 1 },
  },
  defaultSnippets: snippets('setting.roles.policy', {
    policy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['${1:s3:GetObject}'], Resource: '${2:*}' }],
    },
  }),
};

const ROLE: JsonSchema<Definition> = {
  ...objectOf<Definition, keyof typeof ROLE_SHAPE.fields>('setting.roles', ROLE_SHAPE.fields, {
    arn: { $ref: '#/$defs/roleArn' },
    name: { $ref: '#/$defs/notBlank' },
    sourceProfile: { $ref: '#/$defs/notBlank', default: 'default' },
    sessionName: { $ref: '#/$defs/sessionName' },
    durationSeconds: { $ref: '#/$defs/duration' },
    externalId: { $ref: '#/$defs/externalId' },
    mfaSerial: { $ref: '#/$defs/mfaSerial' },
    region: { $ref: '#/$defs/region' },
    sessionTags: { $ref: '#/$defs/sessionTags' },
    transitiveTagKeys: { $ref: '#/$defs/transitiveTagKeys' },
    sourceIdentity: { $ref: '#/$defs/sourceIdentity' },
    policy: { $ref: '#/$defs/policy' },
    policyArns: { $ref: '#/$defs/policyArns' },
    saml: { $ref: '#/$defs/saml' },
    webIdentity: { $ref: '#/$defs/webIdentity' },
  }),
  defaultSnippets: ROLE_SNIPPETS,
  anyOf: [{ required: ['arn'] }, { required: ['name', 'saml'] }],
  dependencies: {
    transitiveTagKeys: ['sessionTags'],
    saml: without(['webIdentity', ...Object.keys(sourceFields()), ...Object.keys(decidedByAssertion())]),
    webIdentity: without([...Object.keys(sourceFields()), ...Object.keys(decidedByToken())]),
  },
};

const DOCUMENT: SchemaDocument<Definition> = {
  type: 'array',
  default: [],
  markdownDescription: '%setting.roles.description%',
  uniqueItems: true,
  items: { $ref: '#/$defs/role' },
  examples: [
    [
      {
        name: 'dev',
        arn: 'arn:aws:iam::123456789012:role/Developer',
        sourceProfile: 'default',
        region: 'eu-west-1',
      },
    ],
  ],
  $defs: { ...RULES, policy: POLICY, saml: SAML, webIdentity: WEB_IDENTITY, role: ROLE },
};

/** As it stands in package.json. Only the machine's own settings count: a workspace must not choose an identity. */
export const ROLES_SETTING_SCHEMA = { scope: 'machine', order: 1, ...expand(DOCUMENT) } as const;
