// The editor's check of settings.json and ours of a role say the same; where they cannot, the difference has a name.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DURATION_S, MIN_DURATION_S } from '../../../src/model/session/sessionLimits.js';
import { EXTERNAL_ID, MFA_SERIAL, SESSION_NAME, type TextRule } from '../../../src/config/rules/fields.js';
import { MAX_POLICY_ARNS } from '../../../src/config/rules/sessionPolicies.js';
import { MAX_TAG_KEY_LENGTH, MAX_TAG_VALUE_LENGTH, MAX_TAGS } from '../../../src/config/rules/sessionTags.js';
import { WEB_IDENTITY_PRESETS } from '../../../src/config/settings/openIdPresets.js';
import { ROLE_SHAPE } from '../../../src/config/settings/settingRoles.js';
import { SAML_SHAPE } from '../../../src/config/settings/settingSaml.js';
import { WEB_IDENTITY_SHAPE } from '../../../src/config/settings/settingWebIdentity.js';
import { editorProblems, verdicts } from './verdicts.js';

const arn = 'arn:aws:iam::123456789012:role/dev';
const named = { name: 'dev' };
const signIn = { issuer: 'https://idp.example.com', clientId: 'x' };
const policyArn = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const letters = (count: number): string => 'a'.repeat(count);
const tags = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));

/** A text at and beyond its limits, and with a character more than it may have. */
const limitsOf = (field: string, { min, max }: TextRule): Cases => [
  [true, { arn, [field]: letters(min) }],
  [true, { arn, [field]: letters(max) }],
  [false, { arn, [field]: letters(min - 1) }],
  [false, { arn, [field]: letters(max + 1) }],
  [false, { arn, [field]: `${letters(min)}!` }],
  [false, { arn, [field]: `${letters(min)}\n` }],
];

type Cases = readonly (readonly [accepted: boolean, role: unknown])[];

async function expectVerdict(accepted: boolean, role: unknown): Promise<void> {
  expect(await verdicts(role)).toMatchObject({ editor: accepted, ours: accepted });
}

describe('the schema and the code', () => {
  it.each<readonly [boolean, unknown]>([
    [true, { arn }],
    [false, {}],
    [false, { name: 'dev' }],
    [false, 'dev'],
    [false, null],
    [false, []],
    [false, { arn, ARN: arn }],
    [true, { arn: 'arn:aws-cn:iam::123456789012:role/a/path/dev' }],
    [true, { arn: `arn:aws:iam::123456789012:role/${letters(510)}/${letters(64)}` }],
    [false, { arn: `arn:aws:iam::123456789012:role/${letters(511)}/dev` }],
    [false, { arn: `arn:aws:iam::123456789012:role/${letters(65)}` }],
    [false, { arn: '' }],
    [false, { arn: ` ${arn}` }],
    [false, { arn: `${arn}\n` }],
    [false, { arn: 'arn:aws-moon:iam::123456789012:role/dev' }],
    [false, { arn: 'arn:aws:iam:us-east-1:123456789012:role/dev' }],
    [false, { arn: 'arn:aws:iam::12345678901:role/dev' }],
    [false, { arn: 'arn:aws:iam::123456789012:user/dev' }],
    [false, { arn: 'arn:aws:sts::123456789012:assumed-role/dev/ana' }],
    [true, { arn, name: 'my role' }],
    [false, { arn, name: '' }],
    [false, { arn, name: ' ' }],
  ])('%j: name and ARN', (accepted, role) => expectVerdict(accepted, role));

  it.each(limitsOf('externalId', EXTERNAL_ID))('%j %j: external IDs', (accepted, role) =>
    expectVerdict(accepted, role),
  );
  it.each(limitsOf('mfaSerial', MFA_SERIAL))('%j %j: MFA devices', (accepted, role) => expectVerdict(accepted, role));
  it.each([...limitsOf('sessionName', SESSION_NAME), ...limitsOf('sourceIdentity', SESSION_NAME)])(
    '%j %j: session names',
    (accepted, role) => expectVerdict(accepted, role),
  );

  it.each<readonly [boolean, string]>([
    [true, '${user}'],
    [true, '${user} at ${host}: ${profile}'],
    [true, '$${user}{}'],
    [true, '${user}${'],
    [false, '${name}'],
    [false, '${user}${name}'],
    [false, '${user${user}}'],
    [false, '${}'],
    [false, 'user}'],
  ])('%s %j: patterns of session names', (accepted, sessionName) => expectVerdict(accepted, { arn, sessionName }));

  it.each<readonly [boolean, unknown]>([
    [true, MIN_DURATION_S],
    [true, MAX_DURATION_S],
    [false, MIN_DURATION_S - 1],
    [false, MAX_DURATION_S + 1],
    [false, MIN_DURATION_S + 0.5],
    [false, String(MIN_DURATION_S)],
  ])('%s %j: durations', (accepted, durationSeconds) => expectVerdict(accepted, { arn, durationSeconds }));

  it.each<readonly [boolean, string]>([
    [true, 'us-east-1'],
    [true, 'somewhere'],
    [true, letters(63)],
    [true, ''],
    [false, letters(64)],
    [false, '-us'],
    [false, 'us-'],
    [false, '1'],
    [false, 'us_east_1'],
  ])('%s %j: regions', (accepted, region) => expectVerdict(accepted, { arn, region }));

  it.each<readonly [boolean, unknown]>([
    [true, {}],
    [true, tags(MAX_TAGS)],
    [false, tags(MAX_TAGS + 1)],
    [true, { [letters(MAX_TAG_KEY_LENGTH)]: letters(MAX_TAG_VALUE_LENGTH) }],
    [false, { [letters(MAX_TAG_KEY_LENGTH + 1)]: '' }],
    [false, { team: letters(MAX_TAG_VALUE_LENGTH + 1) }],
    [false, { '': 'x' }],
    [true, { 'Größe 2': 'ü / @' }],
    [false, { team: 'a!' }],
    [false, { 'a!': 'team' }],
    [false, { 'aWs:team': 'x' }],
    [true, { 'aws-team': 'x' }],
    [false, { team: 1 }],
    [false, ['team']],
  ])('%s %j: session tags', (accepted, sessionTags) => expectVerdict(accepted, { arn, sessionTags }));

  it.each<readonly [boolean, object]>([
    [true, { sessionTags: tags(2), transitiveTagKeys: ['key1'] }],
    [false, { transitiveTagKeys: ['key1'] }],
    [false, { sessionTags: tags(2), transitiveTagKeys: [''] }],
    [false, { sessionTags: tags(2), transitiveTagKeys: [1] }],
  ])('%s %j: transitive tags', (accepted, role) => expectVerdict(accepted, { arn, ...role }));

  it.each<readonly [boolean, object]>([
    [true, { policy: { Statement: [{}] } }],
    [true, { policy: { Version: '2012-10-17', Statement: {} } }],
    [false, { policy: {} }],
    [false, { policy: { Statement: [] } }],
    [false, { policy: { Statement: 'x' } }],
    [false, { policy: [] }],
    [true, { policy: '{"Statement":{}}' }],
    [true, { policyArns: [policyArn('ReadOnlyAccess'), 'arn:aws:iam::123456789012:policy/mine/own'] }],
    [true, { policyArns: Array.from({ length: MAX_POLICY_ARNS }, (_, index) => policyArn(`p${index}`)) }],
    [false, { policyArns: Array.from({ length: MAX_POLICY_ARNS + 1 }, (_, index) => policyArn(`p${index}`)) }],
    [true, { policyArns: [policyArn(letters(128))] }],
    [false, { policyArns: [policyArn(letters(129))] }],
    [false, { policyArns: [policyArn('')] }],
    [false, { policyArns: ['arn:aws-moon:iam::aws:policy/p'] }],
  ])('%s %j: session policies', (accepted, role) => expectVerdict(accepted, { arn, ...role }));

  it.each<readonly [boolean, object]>([
    [true, {}],
    [true, { signInUrl: 'https://idp.example.com/sso?id=aws' }],
    [true, { signInUrl: 'http://127.0.0.1:8080/sso' }],
    [true, { signInUrl: 'http://[::1]' }],
    [true, { signInUrl: 'http://localhost?id=aws' }],
    [false, { signInUrl: 'http://idp.example.com/sso' }],
    [false, { signInUrl: 'http://localhost.example.com/' }],
    [false, { signInUrl: 'https://idp.example.com/a b' }],
    [false, { signInUrl: '' }],
    [true, { signInUrl: 'https://x', port: 1, path: '/' }],
    [true, { signInUrl: 'https://x', port: 65_535, path: '/saml/acs' }],
    [true, { signInUrl: 'https://x', origin: 'https://y', issuer: 'urn:corp' }],
    [false, { signInUrl: 'https://x', origin: 'https://y/' }],
    [false, { origin: 'https://y' }],
    [false, { issuer: ' ' }],
    [false, { signInUrl: 'https://x', port: 0 }],
    [false, { signInUrl: 'https://x', port: 65_536 }],
    [false, { signInUrl: 'https://x', path: 'acs' }],
    [false, { signInUrl: 'https://x', path: '/acs?x' }],
    [false, { port: 1 }],
    [false, { path: '/' }],
    [false, { signInUrl: 'https://x', command: 'x' }],
    [true, { command: 'x' }],
    [false, { command: ' ' }],
    [true, { principalArn: 'arn:aws:iam::123456789012:saml-provider/corp.x-y' }],
    [false, { principalArn: 'arn:aws:iam::123456789012:oidc-provider/corp' }],
    [false, { principalArn: 'arn:aws-moon:iam::123456789012:saml-provider/corp' }],
    [false, { url: 'https://x' }],
  ])('%s %j: SAML', (accepted, saml) => expectVerdict(accepted, { ...named, saml }));

  it.each<readonly [boolean, object]>([
    [false, {}],
    [true, signIn],
    [true, { ...signIn, clientSecret: true, scopes: ['openid', 'email'], redirectPort: 1 }],
    [false, { ...signIn, issuer: 'http://idp.example.com' }],
    [false, { ...signIn, clientId: ' ' }],
    [false, { issuer: signIn.issuer }],
    [false, { clientId: 'x' }],
    [false, { ...signIn, clientSecret: 'x' }],
    [false, { ...signIn, scopes: ['email'] }],
    [false, { ...signIn, scopes: [] }],
    [false, { ...signIn, redirectPort: 65_536 }],
    [true, { provider: 'google', clientId: 'x' }],
    [false, { provider: 'google' }],
    [false, { provider: 'nobody', clientId: 'x' }],
    [true, { tokenFile: '/run/token' }],
    [true, { tokenFile: '~/token' }],
    [false, { tokenFile: 'token' }],
    [false, { tokenFile: '~ana/token' }],
    [false, { tokenFile: '' }],
    [true, { command: 'x' }],
    [false, { command: '' }],
    [false, { command: 'x', tokenFile: '/x' }],
    [false, { command: 'x', issuer: 'https://x' }],
    [false, { tokenFile: '/x', clientId: 'x' }],
    [true, { provider: 'facebook', tokenFile: '/x' }],
  ])('%s %j: web identities', (accepted, webIdentity) => expectVerdict(accepted, { arn, webIdentity }));

  it.each(WEB_IDENTITY_PRESETS.map(({ id }) => id))('know the provider %s', (provider) =>
    expectVerdict(true, { arn, webIdentity: { provider, command: 'x' } }),
  );

  it.each(Object.keys(ROLE_SHAPE.fields))('%s goes with an identity provider or not, for both', async (field) => {
    const value = { name: 'dev', arn, durationSeconds: 900, region: 'us-east-1', sessionTags: {}, policyArns: [] };
    const sample = { policy: { Statement: {} }, transitiveTagKeys: [], saml: {}, webIdentity: { command: 'x' } };
    const given = { [field]: { ...value, ...sample }[field] ?? 'sample.name' };
    for (const provider of [{ saml: {} }, { webIdentity: { command: 'x' } }]) {
      const { editor, ours, problems } = await verdicts({ arn, name: 'dev', ...given, ...provider });
      expect([provider, editor, problems]).toEqual([provider, ours, problems]);
    }
  });
});

describe('the editor says', () => {
  it.each<readonly [problem: string, role: unknown]>([
    ['Missing property "arn".', {}],
    ['Property externalId is not allowed.', { name: 'dev', saml: {}, externalId: 'ab' }],
    ['Property issuer is not allowed.', { arn, webIdentity: { command: 'x', ...signIn, clientId: undefined } }],
    ['Missing property "clientId".', { arn, webIdentity: { provider: 'google' } }],
    ['Missing property "provider".', { arn, webIdentity: { clientId: 'x' } }],
    ['%setting.roles.sessionTags.reservedKey%', { arn, sessionTags: { 'aws:team': 'data' } }],
    ['%setting.roles.sessionTags.patternError%', { arn, sessionTags: { 'team!': 'data' } }],
    ['Object is missing property signInUrl required by property port.', { ...named, saml: { port: 1 } }],
  ])('%s', async (problem, role) => {
    expect(await editorProblems([role])).toContain(problem);
  });
});

describe('every field has its type, for both', () => {
  const shapes: readonly (readonly [string, Readonly<Record<string, string>>, (fields: object) => object])[] = [
    ['role', ROLE_SHAPE.fields, (fields) => ({ arn, ...fields })],
    ['saml', SAML_SHAPE.fields, (fields) => ({ ...named, saml: fields })],
    ['webIdentity', WEB_IDENTITY_SHAPE.fields, (fields) => ({ arn, webIdentity: { ...signIn, ...fields } })],
  ];
  const values: Readonly<Record<string, unknown>> = { string: 'x', number: 900, boolean: true, object: {}, list: [] };
  const wrong = shapes.flatMap(([name, fields, within]) =>
    Object.entries(fields).flatMap(([field, type]) =>
      Object.entries({ ...values, null: null })
        .filter(([other]) => other !== type && !(type === 'policy' && /object|string/.test(other)))
        .map(([other, value]) => [`${name}.${field}`, other, within({ [field]: value })] as const),
    ),
  );

  it.each(wrong)('%s is no %s', (_field, _type, role) => expectVerdict(false, role));
});

describe('texts that nobody thought of are judged alike', () => {
  const pieces = (...parts: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((found) => found.join(''));

  it.each<readonly [string, fc.Arbitrary<string>, (text: string) => unknown]>([
    [
      'session names',
      pieces('${', '}', 'user', '${host}', 'a', ' ', '$', '\n', '-'),
      (sessionName) => ({ arn, sessionName }),
    ],
    [
      'ARNs',
      pieces('arn:', 'aws:', 'aws-cn:', 'iam:', ':', '123456789012', 'role/', 'x', '/', ' ', 'user/').map((text) =>
        text.length % 2 === 0 ? `arn:aws:iam::123456789012:role/${text}` : text,
      ),
      (text) => ({ arn: text, name: 'dev' }),
    ],
    ['regions', pieces('-', 'us', '1', 'A', '_', '\n', ''), (region) => ({ arn, region })],
    ['tag keys', pieces('aws:', 'AWS', ':', 'ü', ' ', '!', '\n', 'x'), (key) => ({ arn, sessionTags: { [key]: 'x' } })],
    ['tag values', pieces('aws:', ':', 'ü', ' ', '!', '\n', '\\'), (value) => ({ arn, sessionTags: { team: value } })],
    ['paths', pieces('/', '?', '#', 'x', ' ', '%'), (path) => ({ ...named, saml: { signInUrl: 'https://x', path } })],
    ['token files', pieces('/', '~', 'x', '.', ' '), (tokenFile) => ({ arn, webIdentity: { tokenFile } })],
    ['external IDs', pieces('a', '/', ':', '!', 'ü', '\n'), (externalId) => ({ arn, externalId })],
  ])('%s', async (_name, texts, roleOf) => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { editor, ours, problems } = await verdicts(roleOf(text));
        expect([text, editor, problems]).toEqual([text, ours, problems]);
      }),
      { numRuns: 300 },
    );
  });
});
