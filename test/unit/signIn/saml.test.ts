import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { readAssertion, roleIn } from '../../../src/signIn/saml.js';
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
const toBase64 = (xml: string): string => Buffer.from(xml).toString('base64');

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

describe('what users paste', () => {
  it.each<[string, (base64: string) => string]>([
    ['base64 in lines', (base64) => `\r\n${base64.replace(/.{76}/g, '$&\r\n')}\n`],
    ['percent-encoded base64', (base64) => encodeURIComponent(base64)],
    ['form data', (base64) => `RelayState=x&SAMLResponse=${encodeURIComponent(base64)}&other=y`],
    ['form data as a browser shows it', (base64) => `SAMLResponse: ${base64}`],
    ['XML', toXml],
    ['XML with a declaration', (base64) => `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(base64)}`],
    ['the form', (base64) => `<html><form><INPUT value="${base64}" type='hidden' name='SAMLResponse'/></form></html>`],
    [
      'a form that writes references',
      (base64) => `<input name="SAMLResponse" value="${base64.replace(/\+/g, '&#x2b;')}">`,
    ],
  ])('%s is read', (_, write) => {
    expect(readAssertion(write(good)).roles).toHaveLength(2);
    expect(toXml(readAssertion(write(good)).base64)).toContain(toXml(good));
  });

  it.each([
    ['nothing', '', /the text is empty/],
    ['blanks', ' \r\n\t', /the text is empty/],
    ['an empty field', 'SAMLResponse=&RelayState=x', /the text is empty/],
    ['a sentence', 'Please sign in first!', /not a SAML response in base64\. Copy the value/],
    ['other base64', toBase64('hello'), /not a SAML response in base64/],
    ['broken percent-encoding', 'PHNhbWw%', /not a SAML response in base64/],
    ['another document', toBase64('<html></html>'), /XML, but not a SAML response/],
    ['text that only starts as XML', '<Response><Assertion>', /XML is damaged/],
    ['an assertion alone', '<saml:Assertion xmlns:saml="x"></saml:Assertion>', /only the assertion of a SAML response/],
    ['a text that is nothing but tags', '<input'.repeat(300_000), /has \d+ characters; AWS takes 100000/],
    ['an endless text', 'A'.repeat(2_000_001), /not a SAML response in base64/],
    ['an endless document', toBase64(`<a>${'x'.repeat(80_000)}</a>`), /has \d+ characters; AWS takes 100000/],
  ])('%s is refused', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('a cut-off response is refused', () => {
    expect(refusal(good.slice(0, good.length / 2))).toMatch(/XML is damaged/);
  });

  it('a document type is refused, so that no entity can grow or reach out', () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
    expect(refusal(bomb + toXml(good).replace('ada@', '&b;&c;@'))).toMatch(/has a document type/);
  });
});

describe('what AWS would refuse', () => {
  it.each<[SamlFault, RegExp]>([
    ['empty', /the text is empty/],
    ['denied', /did not sign you in: The user is not assigned to this application\.$/],
    ['encrypted', /is encrypted/],
    ['noRoles', /names no AWS role .*Ask those who run the identity provider/],
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

  it('a value that names no role and provider is no role', () => {
    expect(refusal(toXml(good).replaceAll(`,${PROVIDER}`, ''))).toMatch(/names no AWS role/);
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
