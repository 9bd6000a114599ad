import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../idp/browser.js';
import { startIdentityProvider, type IdentityProvider, type SamlFault } from '../idp/index.js';

const ROLE = {
  roleArn: 'arn:aws:iam::123456789012:role/saml',
  providerArn: 'arn:aws:iam::123456789012:saml-provider/c',
};
const OTHER = { ...ROLE, roleArn: 'arn:aws:iam::210987654321:role/other' };

let idp: IdentityProvider;
/** The site that SAML responses are posted to. */
let site: Server;
let posted: URLSearchParams | undefined;

beforeAll(async () => {
  idp = await startIdentityProvider();
  site = createServer((request, response) => {
    void text(request).then((body) => {
      posted = new URLSearchParams(body);
      response.end('Welcome');
    });
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  idp.addApplication({ name: 'aws', acsUrl: `http://127.0.0.1:${(site.address() as AddressInfo).port}/saml` });
  idp.addUser({
    sub: 'ada',
    email: 'ada@example.com',
    saml: {
      roles: [ROLE, OTHER],
      sessionDuration: 7200,
      principalTags: { team: 'R&D <1>' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ada',
    },
  });
});
beforeEach(() => {
  idp.faults.saml = undefined;
  posted = undefined;
});
afterAll(async () => {
  site.close();
  await idp.stop();
});

const xmlOf = (base64: string): string => Buffer.from(base64, 'base64').toString();
const response = async (fault?: SamlFault): Promise<string> => xmlOf(await idp.samlResponse({ user: 'ada', fault }));

/** What a verifier may trust: the assertion as it was signed, if the provider's certificate signed it. */
function signedPart(xml: string): string | undefined {
  const signature = new DOMParser().parseFromString(xml).getElementsByTagName('ds:Signature').item(0);
  if (!signature) return undefined;
  const verifier = new SignedXml({ publicCert: idp.certificatePem, getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature);
  try {
    return verifier.checkSignature(xml) ? verifier.getSignedReferences()[0] : undefined;
  } catch {
    return undefined;
  }
}

const attributeOf = (xml: string, name: string): string[] => {
  const attributes = new DOMParser().parseFromString(xml).getElementsByTagName('saml:Attribute');
  return Array.from(attributes)
    .filter((attribute) => attribute.getAttribute('Name') === `https://aws.amazon.com/SAML/Attributes/${name}`)
    .flatMap((attribute) => Array.from(attribute.getElementsByTagName('saml:AttributeValue')))
    .map((value) => value.textContent);
};

describe('an assertion', () => {
  it('is signed and says what AWS wants to know', async () => {
    const assertion = signedPart(await response())!;
    expect(assertion).toMatch(/^<saml:Assertion /);
    expect(attributeOf(assertion, 'Role')).toEqual(
      [ROLE, OTHER].map(({ roleArn, providerArn }) => `${roleArn},${providerArn}`),
    );
    expect(attributeOf(assertion, 'RoleSessionName')).toEqual(['ada@example.com']);
    expect(attributeOf(assertion, 'SessionDuration')).toEqual(['7200']);
    expect(attributeOf(assertion, 'PrincipalTag:team')).toEqual(['R&D <1>']);
    expect(attributeOf(assertion, 'TransitiveTagKeys')).toEqual(['team']);
    expect(attributeOf(assertion, 'SourceIdentity')).toEqual(['ada']);
    expect(assertion).toContain('<saml:Audience>urn:amazon:webservices</saml:Audience>');
    expect(assertion).toContain('Recipient="https://signin.aws.amazon.com/saml"');
    expect(assertion).toContain(`<saml:Issuer>${idp.entityId}</saml:Issuer>`);
  });

  it('takes what the test says over what the user has', async () => {
    const xml = xmlOf(
      await idp.samlResponse({ user: 'ada', roles: [OTHER], roleSessionName: 'x', providerFirst: true }),
    );
    expect(attributeOf(xml, 'Role')).toEqual([`${OTHER.providerArn},${OTHER.roleArn}`]);
    expect(attributeOf(xml, 'RoleSessionName')).toEqual(['x']);
  });

  it.each<SamlFault>(['tampered', 'unsigned', 'unknownKey'])('does not verify when %s', async (fault) => {
    expect(signedPart(await response(fault))).toBeUndefined();
  });

  it.each<[SamlFault, RegExp]>([
    ['otherAudience', /<saml:Audience>https:\/\/sp\.example\.com</],
    ['otherRecipient', /Recipient="https:\/\/sp\.example\.com\/acs"/],
    ['otherIssuer', /<saml:Issuer>https:\/\/idp\.example\.com\/metadata</],
  ])('%s is signed all the same', async (fault, pattern) => {
    expect(signedPart(await response(fault))).toMatch(pattern);
  });

  it('is over when expired', async () => {
    const until = /Conditions NotBefore="[^"]*" NotOnOrAfter="([^"]*)"/.exec(
      signedPart(await response('expired'))!,
    )![1]!;
    expect(Date.parse(until)).toBeLessThan(Date.now());
  });

  it('may lack roles, be encrypted, denied or empty', async () => {
    expect(attributeOf(signedPart(await response('noRoles'))!, 'Role')).toEqual([]);
    expect(await response('encrypted')).toContain('EncryptedAssertion');
    expect(await response('denied')).toMatch(/status:RequestDenied.*The user is not assigned/);
    expect(await response('empty')).toBe('');
  });
});

describe('a sign-in', () => {
  it('posts the response and the relay state to the application', async () => {
    const ended = await signIn(idp.samlSignInUrl('aws', 'a "relay" & state'), { user: 'ada' });
    expect(await ended.text()).toBe('Welcome');
    expect(posted?.get('RelayState')).toBe('a "relay" & state');
    expect(signedPart(xmlOf(posted!.get('SAMLResponse')!))).toContain('ada@example.com');
  });

  it('posts what is wrong on demand', async () => {
    idp.faults.saml = 'unsigned';
    await signIn(idp.samlSignInUrl('aws'));
    expect(signedPart(xmlOf(posted!.get('SAMLResponse')!))).toBeUndefined();
  });

  it('posts nothing when the user leaves, or for an unknown application', async () => {
    expect(await (await signIn(idp.samlSignInUrl('aws'), { decision: 'deny' })).text()).toContain('did not sign in');
    expect((await signIn(idp.samlSignInUrl('unknown'))).status).toBe(400);
    expect(posted).toBeUndefined();
  });
});

describe('the certificate', () => {
  it('is in the metadata and names this machine', async () => {
    const certificate = new X509Certificate(idp.certificatePem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(true);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    const metadata = await (await fetch(idp.entityId)).text();
    expect(metadata).toBe(idp.samlMetadata);
    expect(metadata).toContain(certificate.raw.toString('base64'));
  });

  it('serves TLS to those who trust it, and only to them', async () => {
    const secure = await startIdentityProvider({ tls: true });
    const connect = (ca: string | undefined): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        get(`${secure.issuer}/jwks`, { ca }, ({ statusCode }) => resolve(statusCode)).once('error', reject);
      });
    await expect(connect(secure.certificatePem)).resolves.toBe(200);
    await expect(connect(idp.certificatePem)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    await secure.stop();
  });
});
