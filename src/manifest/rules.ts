// What AWS accepts of single values: the rules of the configuration, by the names that the schema refers to them with.
import { ROLE_ARN } from '../config/rules/arn.js';
import { MAX_DURATION_S, MIN_DURATION_S } from '../model/session/sessionLimits.js';
import { EXTERNAL_ID, MFA_SERIAL, REGION, SESSION_NAME } from '../config/rules/fields.js';
import { PLACEHOLDERS } from '../config/rules/sessionName.js';
import { MAX_POLICY_ARNS, POLICY_ARN } from '../config/rules/sessionPolicies.js';
import {
  MAX_TAG_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  MAX_TAGS,
  RESERVED_TAG_KEY,
  TAG_TEXT,
} from '../config/rules/sessionTags.js';
import { SAML_PROVIDER_ARN } from '../config/settings/settingSaml.js';
import { MAX_PORT, MIN_PORT } from '../base/loopback.js';
import { patternOf, textShape } from './parts.js';
import { snippets } from './snippets.js';

/** As expandSessionName: a name that AWS accepts, or text with placeholders, all of which stand for something. */
function sessionNamePattern(): string {
  const known = `(?:${PLACEHOLDERS.join('|')})\\}`;
  const name = patternOf(SESSION_NAME.allowed).replace('^', `^(?=.{${SESSION_NAME.min},${SESSION_NAME.max}}$)`);
  return `${name}|^(?![\\s\\S]*\\$\\{(?!${known})[^}]*\\})[\\s\\S]*\\$\\{${known}`;
}

const NOT_BLANK = { pattern: '\\S', patternErrorMessage: '%setting.notBlank.patternError%' } as const;

const TAG_PATTERN = {
  pattern: patternOf(TAG_TEXT),
  patternErrorMessage: '%setting.roles.sessionTags.patternError%',
} as const;

const sessionTagKey = {
  minLength: 1,
  maxLength: MAX_TAG_KEY_LENGTH,
  ...TAG_PATTERN,
  errorMessage: '%setting.roles.sessionTags.reservedKey%',
  not: { pattern: patternOf(RESERVED_TAG_KEY) },
} as const;

export const RULES = {
  notBlank: NOT_BLANK,
  port: { minimum: MIN_PORT, maximum: MAX_PORT },
  /** As isSignInUrl. */
  signInUrl: {
    format: 'uri',
    pattern: '^(https://|http://(127(\\.\\d{1,3}){3}|localhost|\\[::1\\])([:/?#]|$))\\S*$',
    patternErrorMessage: '%setting.signInUrl.patternError%',
  },
  roleArn: {
    pattern: patternOf(ROLE_ARN),
    patternErrorMessage: '%setting.roles.arn.patternError%',
    examples: ['arn:aws:iam::123456789012:role/NAME'],
  },
  policyArns: {
    uniqueItems: true,
    maxItems: MAX_POLICY_ARNS,
    items: {
      type: 'string',
      pattern: patternOf(POLICY_ARN),
      patternErrorMessage: '%setting.roles.policyArns.item.patternError%',
      examples: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
    },
    examples: [['arn:aws:iam::aws:policy/ReadOnlyAccess']],
  },
  samlProviderArn: {
    pattern: patternOf(SAML_PROVIDER_ARN),
    patternErrorMessage: '%setting.roles.saml.principalArn.patternError%',
  },
  sessionName: {
    pattern: sessionNamePattern(),
    patternErrorMessage: '%setting.roles.sessionName.patternError%',
    examples: ['${user}', '${user}@${host}', 'vscode-${profile}'],
  },
  duration: { minimum: MIN_DURATION_S, maximum: MAX_DURATION_S, examples: [900, 3600, 14_400, 43_200] },
  externalId: { ...textShape(EXTERNAL_ID), patternErrorMessage: '%setting.roles.externalId.patternError%' },
  mfaSerial: {
    ...textShape(MFA_SERIAL),
    patternErrorMessage: '%setting.roles.mfaSerial.patternError%',
    examples: ['arn:aws:iam::123456789012:mfa/USER'],
  },
  sourceIdentity: {
    ...textShape(SESSION_NAME),
    patternErrorMessage: '%setting.roles.sourceIdentity.patternError%',
    examples: ['user@example.com'],
  },
  /** Empty is as if it were not there. */
  region: {
    pattern: `^$|${patternOf(REGION)}`,
    patternErrorMessage: '%setting.roles.region.patternError%',
    examples: ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-southeast-1', 'ap-northeast-1'],
  },
  sessionTags: {
    maxProperties: MAX_TAGS,
    propertyNames: sessionTagKey,
    additionalProperties: {
      type: 'string',
      maxLength: MAX_TAG_VALUE_LENGTH,
      ...TAG_PATTERN,
    },
    examples: [{ team: 'data', costCenter: '4711' }],
    defaultSnippets: snippets('setting.roles.sessionTags', { tags: { '${1:team}': '${2:data}' } }),
  },
  transitiveTagKeys: {
    uniqueItems: true,
    maxItems: MAX_TAGS,
    items: { type: 'string', minLength: 1, maxLength: MAX_TAG_KEY_LENGTH },
    examples: [['team']],
  },
} as const;
