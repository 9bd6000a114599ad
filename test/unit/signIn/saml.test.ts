import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { expectIssuer, readAssertion, roleIn } from '../../../src/signIn/saml.js';
import {
  startIdentityProvider,
  type IdentityProvider,
  type SamlFault,
  type SamlResponseOptions,
} from '../../sandbox/idp/index.js';

const PROVIDER = 'arn:aws:iam::123456789012:saml-provider/corp';
const READER = 'arn:aws:iam::123456789012:role/team/reader';
const WRITER = 'arn:aws:iam::210987654321:role/writer,second+class';
const ROLES = [READER, WRITER].map((roleArn) => ({ roleArn, providerArn: PROVIDER }));

let idp: IdentityProvider;
/** A good response, in base64. */
let good: string;

const response = (changes: Partial<SamlResponseOptions> = {}) => idp.samlResponse({ user: 'ada', ...changes });
const toXml = (base64: string): string => Buffer.from(base64, 'base64').toString();

beforeAll(async () => {
  idp = await startIdentityProvider();
  idp.addUser({
    sub: 'ada',
    email: 'ada@example.com',
    saml: { roles: ROLES, sessionDuration: 7200, principalTags: { team: 'blue', 'cost center': '1' } },
  });
  good = await response();
});
afterAll(() => idp.stop());

/** The good response with something else in its XML. */
function altered(...replacements: readonly (readonly [string | RegExp, string])[]): string {
  return replacements.reduce((xml, [from, to]) => {
    const changed = xml.replace(from, to);
    expect(changed, `${String(from)} stands in the response`).not.toBe(xml);
    return changed;
  }, toXml(good));
}

/** The message of a UserError that does not give the assertion away. */
function refusal(text: string, now?: number): string {
  try {
    readAssertion(text, now);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as UserError;
    expect(message).not.toMatch(/[\w+/]{60}/);
    expect(message).not.toContain('<saml');
    return message;
  }
  throw new Error('The assertion was accepted');
}

describe('an assertion', () => {
  it('tells what AWS will make of it', () => {
    const xml = toXml(good);
    const time = (name: string): number => Date.parse(new RegExp(`Conditions[^>]* ${name}="([^"]*)"`).exec(xml)![1]!);
    expect(readAssertion(good)).toEqual({
      base64: good,
      roles: [READER, WRITER].map((roleArn) => ({ roleArn, principalArn: PROVIDER })),
      sessionName: 'ada@example.com',
      durationSeconds: 7200,
      notOnOrAfter: time('NotOnOrAfter'),
      issueInstant: time('NotBefore') + 60_000,
      audience: 'urn:amazon:webservices',
      issuer: idp.entityId,
      principalTags: ['team', 'cost center'],
    });
  });

  it('may say less, and name the provider first', async () => {
    const text = await response({ providerFirst: true, roles: ROLES.slice(1), roleSessionName: "a&'<b" });
    expect(readAssertion(text)).toMatchObject({
      roles: [{ roleArn: WRITER, principalArn: PROVIDER }],
      sessionName: "a&'<b",
    });
  });

  it('may use other prefixes, or none', () => {
    const other = toXml(good).replaceAll('saml:', 'saml2:').replaceAll('samlp:', '');
    expect(readAssertion(other).roles.map(({ roleArn }) => roleArn)).toEqual([READER, WRITER]);
  });

  it.each<[string, string | RegExp, string, number | undefined]>([
    ['is not there', /<saml:Attribute Name="[^"]*SessionDuration">.*?<\/saml:Attribute>/, '', undefined],
    ['is empty', '>7200<', '><', undefined],
    ['is no number', '>7200<', '>two hours<', undefined],
    ['is no whole number', '>7200<', '>7200.5<', undefined],
    ['stands between blanks', '>7200<', '>\n 7200 <', 7200],
  ])('whose SessionDuration %s', (_, from, to, durationSeconds) => {
    expect(readAssertion(altered([from, to])).durationSeconds).toBe(durationSeconds);
  });

  it('may say nothing of who made it, for whom, and who the user is', () => {
    const bare = altered(
      [/<saml:AudienceRestriction>.*?<\/saml:AudienceRestriction>/, ''],
      [/(<saml:Assertion [^>]*>)<saml:Issuer>.*?<\/saml:Issuer>/, '$1'],
      [/<saml:Attribute Name="[^"]*RoleSessionName">.*?<\/saml:Attribute>/, ''],
    );
    expect(readAssertion(bare)).toMatchObject({ audience: undefined, issuer: undefined, sessionName: undefined });
  });

  it('may have an attribute twice, and others that are not AWS’s', () => {
    const attribute = (name: string, value: string): string =>
      `<saml:Attribute${name}><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
    const role = `${WRITER},${PROVIDER}`;
    const more = [
      attribute(' Name="https://aws.amazon.com/SAML/Attributes/Role"', role),
      attribute(' Name="https://idp.example.com/Role"', role),
      attribute(' Name="https://aws.amazon.com/SAML/Attributes/PrincipalTag:"', 'x'),
      attribute(' Name="https://aws.amazon.com/SAML/Attributes/My-PrincipalTag:x"', 'x'),
      attribute('', role),
    ];
    const { roles, principalTags } = readAssertion(
      altered(['</saml:AttributeStatement>', `${more.join('')}</saml:AttributeStatement>`]),
    );
    expect(roles.map(({ roleArn }) => roleArn)).toEqual([READER, WRITER, WRITER]);
    expect(principalTags).toEqual(['team', 'cost center']);
  });

  it('is for AWS when one of its audiences is', () => {
    const other = '<saml:Audience>https://sp.example.com</saml:Audience>';
    expect(readAssertion(altered(['<saml:Audience>', `${other}<saml:Audience>`])).roles).toHaveLength(2);
  });

  it('is not for AWS when none of its audiences is', () => {
    const [one, other] = ['https://sp.example.com', 'urn:other'];
    const both = altered([
      'urn:amazon:webservices</saml:Audience>',
      `${one}</saml:Audience><saml:Audience>${other}</saml:Audience>`,
    ]);
    expect(refusal(both)).toContain(`for another audience, ${one}, ${other}, instead of urn:amazon:webservices.`);
  });

  it.each([
    'urn:amazon:webservicesX',
    'x-urn:amazon:webservices',
    'http://signin.aws.amazon.com/saml',
    'https://signin.example.com/saml',
    'https://evil.com/signin.aws.amazon.com',
    'https://signinXaws.amazon.com/saml',
    'x https://signin.aws.amazon.com/saml',
  ])('is not for AWS as %s', (audience) => {
    expect(refusal(altered(['urn:amazon:webservices', audience]))).toMatch(/for another audience/);
  });

  it.each([
    'https://signin.aws.amazon.com/saml',
    'https://eu-west-1.signin.aws.amazon.com/platform/saml/acs-1',
    'urn:amazon:webservices:govcloud',
    'https://signin.amazonaws.cn/saml',
    'https://signin.amazonaws-us-gov.com/saml',
  ])('may be for AWS as %s', (audience) => {
    expect(readAssertion(toXml(good).replace('urn:amazon:webservices', audience)).audience).toBe(audience);
  });
});

describe('what is no response with an assertion', () => {
  it.each([
    ['nothing', '', /the text is empty/],
    ['another document', '<html></html>', /XML, but not a SAML response/],
    ['a text that only starts as XML', '<Response><Assertion>', /XML is damaged/],
    ['an assertion alone', '<saml:Assertion xmlns:saml="x"></saml:Assertion>', /only the assertion of a SAML response/],
  ])('%s is refused', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('a cut-off response is refused', () => {
    expect(refusal(good.slice(0, good.length / 2))).toMatch(/XML is damaged/);
  });
});

describe('what AWS would refuse', () => {
  it.each<[SamlFault, RegExp]>([
    ['empty', /the text is empty/],
    ['denied', /did not sign you in: The user is not assigned to this application\.$/],
    ['encrypted', /is encrypted/],
    [
      'noRoles',
      /names no AWS role \(attribute https:\/\/aws\.amazon\.com\/SAML\/Attributes\/Role\)\. Ask those who run/,
    ],
    ['expired', /expired 10 minutes ago, at \d{4}-.*Sign in again/],
    ['otherAudience', /for another audience, https:\/\/sp\.example\.com, instead of urn:amazon:webservices/],
  ])('%s is refused here already', async (fault, message) => {
    expect(refusal(await response({ fault }))).toMatch(message);
  });

  it.each<SamlFault>(['tampered', 'unsigned', 'unknownKey', 'otherIssuer'])('%s is left to AWS', async (fault) => {
    expect(readAssertion(await response({ fault })).roles).toHaveLength(2);
  });

  it('a status without a message is told by its name', async () => {
    const xml = toXml(await response({ fault: 'denied' })).replace(
      /<samlp:StatusMessage>.*<\/samlp:StatusMessage>/,
      '',
    );
    expect(refusal(xml)).toMatch(/did not sign you in: its status is RequestDenied\.$/);
  });

  it('a status is told by the code within the code, or by the only one', async () => {
    const denied = toXml(await response({ fault: 'denied' })).replace(
      /<samlp:StatusMessage>.*<\/samlp:StatusMessage>/,
      '',
    );
    const outer = denied.replace(/(<samlp:StatusCode [^>]*>)<samlp:StatusCode .*?<\/samlp:StatusCode>/, '$1');
    expect(refusal(outer)).toMatch(/did not sign you in: its status is Responder\.$/);
    const empty = toXml(await response({ fault: 'denied' })).replace(/(<samlp:StatusMessage>)[^<]*/, '$1');
    expect(refusal(empty)).toMatch(/its status is RequestDenied\.$/);
    const none = denied.replace(/<samlp:Status>.*<\/samlp:Status>/, '');
    expect(refusal(none)).toMatch(/did not sign you in: its response holds no assertion\.$/);
  });

  it('sentences of the provider are told with one full stop at the end', async () => {
    const xml = toXml(await response({ fault: 'denied' })).replace(
      '</samlp:StatusMessage>',
      '. Ask ada.</samlp:StatusMessage>',
    );
    expect(refusal(xml)).toMatch(/did not sign you in: The user is not assigned to this application\. Ask ada\.$/);
  });

  it.each([
    ['no provider', (pair: string) => pair.replace(`,${PROVIDER}`, '')],
    ['no role', () => PROVIDER],
    ['a user', (pair: string) => pair.replace(':role/', ':user/')],
    ['an account of 11 digits', (pair: string) => pair.replace(/(iam::\d{11})\d(:role)/, '$1$2')],
    ['an account of 13 digits', (pair: string) => pair.replace(':role/', '0:role/')],
    ['another service', (pair: string) => pair.replace(':iam::', ':sts::')],
    ['a role behind something else', (pair: string) => `x-${pair}`],
    ['a provider of OpenID Connect', (pair: string) => pair.replace(':saml-provider/', ':oidc-provider/')],
    ['a provider behind something else', (pair: string) => pair.replace(',arn', ',xarn')],
    ['a provider without an account', (pair: string) => pair.replace(/iam::\d*:saml/, 'iam:::saml')],
  ])('a value with %s is no role', (_, write) => {
    const none = toXml(good).replace(/(?<=AttributeValue>)arn:[^<]*/g, write);
    expect(none).not.toBe(toXml(good));
    expect(refusal(none)).toMatch(/names no AWS role/);
  });

  it.each([
    ['blanks', (pair: string) => pair.replace(',arn', ' ,\n  arn')],
    ['another partition', (pair: string) => pair.replaceAll('arn:aws:', 'arn:aws-cn:')],
  ])('a value with %s is a role', (_, write) => {
    const { roles } = readAssertion(toXml(good).replace(/(?<=AttributeValue>)arn:[^<]*/g, write));
    const partition = write(READER).startsWith('arn:aws-cn:') ? 'arn:aws-cn:' : 'arn:aws:';
    expect(roles[0]).toEqual({
      roleArn: READER.replace('arn:aws:', partition),
      principalArn: PROVIDER.replace('arn:aws:', partition),
    });
  });

  const MINUTE = 60_000;
  it.each<[string, number, RegExp | undefined]>([
    ['a moment before five minutes', 5 * MINUTE - 1, undefined],
    ['after five minutes', 5 * MINUTE + 1000, /expired 1 second ago/],
    ['after hours', 185 * MINUTE, /expired 3 hours ago/],
  ])('%s from its issue', (_, age, message) => {
    const now = readAssertion(good).issueInstant! + age;
    if (message) expect(refusal(good, now)).toMatch(message);
    else expect(readAssertion(good, now).roles).toHaveLength(2);
  });

  it('an assertion that lasts an hour is still only taken for five minutes', () => {
    const { issueInstant, notOnOrAfter } = readAssertion(good);
    const end = new Date(issueInstant! + 60 * MINUTE).toISOString();
    const long = toXml(good).replaceAll(
      `NotOnOrAfter="${new Date(notOnOrAfter!).toISOString()}"`,
      `NotOnOrAfter="${end}"`,
    );
    expect(readAssertion(long).notOnOrAfter).toBe(Date.parse(end));
    expect(refusal(long, issueInstant! + 6 * MINUTE)).toMatch(/expired 60 seconds ago.*within five minutes/);
  });

  it.each([
    ['conditions', /(<saml:Conditions [^>]*NotOnOrAfter=")[^"]*/],
    ['subject confirmation', /(<saml:SubjectConfirmationData NotOnOrAfter=")[^"]*/],
  ])('an assertion that its %s end after a minute is taken for a minute', (_, place) => {
    const { issueInstant } = readAssertion(good);
    const end = issueInstant! + MINUTE;
    const short = altered([place, `$1${new Date(end).toISOString()}`]);
    expect(readAssertion(short, end - 1).notOnOrAfter).toBe(end);
    expect(refusal(short, end)).toContain(`expired 1 second ago, at ${new Date(end).toISOString().slice(0, 19)}Z (`);
    expect(refusal(short, end + 2 * MINUTE)).toMatch(/expired 2 minutes ago/);
  });

  it('times that are not there, or none, end nothing', () => {
    const timeless = altered(
      [/(<saml:Conditions [^>]*) NotOnOrAfter="[^"]*"/, '$1'],
      [/<saml:SubjectConfirmationData NotOnOrAfter="[^"]*"/, '<saml:SubjectConfirmationData NotOnOrAfter="soon"'],
    );
    const { notOnOrAfter, issueInstant } = readAssertion(timeless);
    expect(notOnOrAfter).toBeUndefined();
    expect(refusal(timeless, issueInstant! + 5 * MINUTE)).toMatch(/expired/);
    const unissued = timeless.replace(/(<saml:Assertion [^>]*) IssueInstant="[^"]*"/, '$1');
    expect(readAssertion(unissued, issueInstant! + 500 * MINUTE).issueInstant).toBeUndefined();
  });
});

describe('the role', () => {
  it('is found with its provider', () => {
    expect(roleIn(readAssertion(good), WRITER)).toEqual({ roleArn: WRITER, principalArn: PROVIDER });
  });

  it('that is not there is refused, with those that are', () => {
    const missing = () => roleIn(readAssertion(good), 'arn:aws:iam::123456789012:role/admin');
    expect(missing).toThrow(UserError);
    expect(missing).toThrow(
      `does not hold the role arn:aws:iam::123456789012:role/admin. It holds ${READER}, ${WRITER}.`,
    );
  });
});

describe('the issuer', () => {
  it('may be any where none is set, else that one alone', () => {
    const assertion = readAssertion(good);
    expectIssuer(assertion, undefined);
    expectIssuer(assertion, assertion.issuer);
    const refused = () => expectIssuer(assertion, 'https://corp.example.com');
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(
      `of another identity provider, ${assertion.issuer}, than the issuer of the role’s settings, https://corp.example.com.`,
    );
    expect(() => expectIssuer({ ...assertion, issuer: undefined }, 'https://corp.example.com')).toThrow(
      'which it does not name',
    );
  });
});
