// package.json and the code say the same: the generated schema is fresh, and what is written by hand agrees.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productionPatterns } from '../../../src/model/session/production.js';
import { warnBefore } from '../../../src/model/session/warnBefore.js';
import { DEFAULT_DURATION_S, MAX_TOKEN_DURATION_S, MIN_DURATION_S } from '../../../src/model/session/sessionLimits.js';
import { EXTERNAL_ID, SESSION_NAME } from '../../../src/config/rules/fields.js';
import { checkMfaSession, MFA_SESSION_SETTING } from '../../../src/config/plan/mfaSession.js';
import { DEFAULT_SESSION_NAME, PLACEHOLDERS, SESSION_NAME_SETTING } from '../../../src/config/rules/sessionName.js';
import { MAX_POLICY_ARNS, MAX_POLICY_CHARACTERS } from '../../../src/config/rules/sessionPolicies.js';
import { MAX_TAG_KEY_LENGTH, MAX_TAG_VALUE_LENGTH, MAX_TAGS } from '../../../src/config/rules/sessionTags.js';
import { WEB_IDENTITY_PRESETS, type OpenIdPreset } from '../../../src/config/settings/openIdPresets.js';
import { ROLES_SETTING } from '../../../src/config/settings/settingRoles.js';
import { expand } from '../../../src/manifest/jsonSchema.js';
import type { SettingId } from '../../../src/editor/settings.js';
import { withRolesSchema } from '../../../src/manifest/packageJson.js';
import { readTexts } from '../../support/manifest.js';
import { ROOT } from '../../tools/environment.js';

const text = readFileSync(join(ROOT, 'package.json'), 'utf8');

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: readonly {
      readonly title: string;
      readonly order: number;
      readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }[];
  };
}
/** Exactly those that the code reads: one more or one less does not compile. */
const READ: Readonly<Record<SettingId, true>> = {
  'roleSessions.roles': true,
  'roleSessions.sessionName': true,
  'roleSessions.productionRoles': true,
  'roleSessions.confirmProduction': true,
  'roleSessions.followActiveEditor': true,
  'roleSessions.warnBeforeMinutes': true,
  'roleSessions.renewal': true,
  'roleSessions.mfaCommand': true,
  'roleSessions.mfaSessionDurationSeconds': true,
  'roleSessions.identityCenterSignIn': true,
  'roleSessions.terminals': true,
  'roleSessions.debug': true,
  'roleSessions.auditLog': true,
  'roleSessions.checkPolicies': true,
  'roleSessions.consoleCommand': true,
  'roleSessions.role': true,
};
const sections = (JSON.parse(text) as Manifest).contributes.configuration;
const settings = Object.fromEntries(sections.flatMap(({ properties }) => Object.entries(properties)));

describe('package.json', () => {
  it('has the schema that src/manifest makes: else run npm run manifest', () => {
    expect(withRolesSchema(text)).toBe(text);
  });

  it('gets that schema back in its place, and nothing else changes', () => {
    const damaged: unknown = JSON.parse(text, (key, value: unknown) => (key === ROLES_SETTING ? {} : value));
    expect(withRolesSchema(JSON.stringify(damaged))).toBe(text);
  });

  it('has the settings that the code reads, no more and no fewer', () => {
    expect(Object.keys(settings).sort()).toEqual(Object.keys(READ).sort());
  });

  it('has settings of the machine only, but for the one by which a folder asks the user: it must not choose an identity', () => {
    const others = Object.entries(settings).filter(([, { scope }]) => scope !== 'machine');
    expect(others.map(([id, { scope, type }]) => [id, scope, type])).toEqual([
      ['roleSessions.role', 'resource', 'string'],
    ]);
  });

  it('works in workspaces that nobody trusts, and takes no setting from them', () => {
    const { supported, restrictedConfigurations } = (JSON.parse(text) as Manifest).capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect([...restrictedConfigurations].sort()).toEqual(Object.keys(settings).sort());
  });

  it('has sections and settings in an order', () => {
    const counted = (found: readonly unknown[]): number[] => found.map((_, index) => index + 1);
    expect(sections.map(({ order }) => order)).toEqual(counted(sections));
    for (const properties of sections.map((section) => Object.values(section.properties))) {
      expect(properties.map(({ order }) => order)).toEqual(counted(properties));
    }
  });
});

describe('settings that are written by hand', () => {
  it('have the defaults of the code', () => {
    expect(settings[SESSION_NAME_SETTING]).toMatchObject({
      default: DEFAULT_SESSION_NAME,
      minLength: SESSION_NAME.min,
    });
    expect(checkMfaSession(settings[MFA_SESSION_SETTING]?.['default'])).toEqual(checkMfaSession(undefined));
    const written = (id: SettingId): unknown => settings[id]?.['default'];
    expect(productionPatterns(written('roleSessions.productionRoles'))).toEqual(productionPatterns(undefined));
    expect(warnBefore(written('roleSessions.warnBeforeMinutes'))).toEqual(warnBefore(undefined));
  });

  it('have the limits of the code', () => {
    expect(settings[MFA_SESSION_SETTING]).toMatchObject({
      type: 'integer',
      anyOf: [{ const: 0 }, { minimum: MIN_DURATION_S, maximum: MAX_TOKEN_DURATION_S }],
    });
  });
});

describe('the texts tell the limits of the code', () => {
  const texts = readTexts();
  const placeholders = PLACEHOLDERS.map((name) => `\${${name}}`);
  const idsOf = (fits: (preset: OpenIdPreset) => boolean) =>
    WEB_IDENTITY_PRESETS.flatMap((each) =>
      each.kind === 'openIdConnect' && fits(each) ? [`\`${each.id}\``] : [],
    ).join(' and ');

  it.each<readonly [key: string, ...facts: readonly (number | string)[]]>([
    ['setting.roles.sessionName.description', ...placeholders, `${SESSION_NAME.max} characters`],
    ['setting.roles.sessionName.patternError', ...placeholders, `${SESSION_NAME.min} to ${SESSION_NAME.max} `],
    ['setting.roles.sessionName.patternError', SESSION_NAME.allowedInWords()],
    ['setting.roles.sourceIdentity.patternError', SESSION_NAME.allowedInWords()],
    ['setting.roles.externalId.patternError', EXTERNAL_ID.allowedInWords()],
    ['setting.roles.sessionTags.description', `At most ${MAX_TAGS};`, `keys to ${MAX_TAG_KEY_LENGTH} characters`],
    ['setting.roles.sessionTags.description', `values to ${MAX_TAG_VALUE_LENGTH}`],
    ['setting.roles.policy.description', `${MAX_POLICY_CHARACTERS} characters without spaces`],
    ['setting.roles.policyArns.description', `at most ${MAX_POLICY_ARNS}:`],
    ['setting.sessionName.description', ...placeholders, `cut to ${SESSION_NAME.max} characters`],
    ['setting.mfaSessionDurationSeconds.description', `(${MIN_DURATION_S} to ${MAX_TOKEN_DURATION_S})`],
    ['setting.roles.durationSeconds.description', `Default: ${DEFAULT_DURATION_S};`],
    [
      'setting.roles.webIdentity.clientSecret.description',
      `Default: \`true\` for ${idsOf((each) => each.needsSecret)},`,
    ],
    [
      'setting.roles.webIdentity.redirectPort.description',
      `for ${idsOf((each) => each.redirectHost === 'localhost')})`,
    ],
  ])('%s', (key, ...facts) => {
    for (const fact of facts) expect(texts[key]).toContain(String(fact));
  });
});

describe('a schema with definitions', () => {
  it('is made whole, and what stands beside a reference goes before', () => {
    const whole = expand({
      type: 'array',
      items: { $ref: '#/$defs/list', maxItems: 2 },
      $defs: { port: { minimum: 1 }, list: { maxItems: 9, items: { $ref: '#/$defs/port', default: 80 } } },
    });
    expect(whole).toEqual({ type: 'array', items: { maxItems: 2, items: { minimum: 1, default: 80 } } });
  });
});
