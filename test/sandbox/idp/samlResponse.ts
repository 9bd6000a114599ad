// A SAML 2.0 response as AWS wants it:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
import { randomUUID } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { escapeMarkup } from './pages.js';
import { handOut, userOf, type Realm } from './realm.js';
import type { Signer } from './signer.js';
import type { AwsAttributes, IdpUser, SamlResponseOptions } from './types.js';

const RECIPIENT = 'https://signin.aws.amazon.com/saml';
const AUDIENCE = 'urn:amazon:webservices';
const ATTRIBUTE = 'https://aws.amazon.com/SAML/Attributes/';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const MINUTE_MS = 60_000;

const NAMESPACES = {
  'xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
  'xmlns:saml': 'urn:oasis:names:tc:SAML:2.0:assertion',
};

const tag = (name: string, attributes: Readonly<Record<string, string>>, ...children: readonly string[]): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
};

const attribute = (name: string, values: readonly string[]): string =>
  tag(
    'saml:Attribute',
    { Name: ATTRIBUTE + name },
    ...values.map((value) => tag('saml:AttributeValue', {}, escapeMarkup(value))),
  );

function attributeStatement(user: IdpUser, options: SamlResponseOptions): string {
  const attributes: AwsAttributes = { roles: [], ...user.saml, ...options };
  const { sessionDuration, principalTags = {}, transitiveTagKeys, sourceIdentity } = attributes;
  const roles = options.fault === 'noRoles' ? [] : attributes.roles;
  const pair = ({ roleArn, providerArn }: AwsAttributes['roles'][number]): string =>
    options.providerFirst === true ? `${providerArn},${roleArn}` : `${roleArn},${providerArn}`;
  return tag(
    'saml:AttributeStatement',
    {},
    attribute('RoleSessionName', [attributes.roleSessionName ?? user.email]),
    roles.length > 0 ? attribute('Role', roles.map(pair)) : '',
    sessionDuration === undefined ? '' : attribute('SessionDuration', [String(sessionDuration)]),
    ...Object.entries(principalTags).map(([key, value]) => attribute(`PrincipalTag:${key}`, [value])),
    transitiveTagKeys === undefined ? '' : attribute('TransitiveTagKeys', transitiveTagKeys),
    sourceIdentity === undefined ? '' : attribute('SourceIdentity', [sourceIdentity]),
  );
}

/** An assertion that is valid for five minutes from `issuedAt`. */
function assertion(user: IdpUser, options: SamlResponseOptions, issuer: string, issuedAt: number): string {
  const { fault } = options;
  const instant = (ms: number): string => new Date(ms).toISOString();
  const until = instant(issuedAt + 5 * MINUTE_MS);
  const recipient = fault === 'otherRecipient' ? 'https://sp.example.com/acs' : RECIPIENT;
  const audience = fault === 'otherAudience' ? 'https://sp.example.com' : AUDIENCE;
  return tag(
    'saml:Assertion',
    { 'xmlns:saml': NAMESPACES['xmlns:saml'], ID: `_${randomUUID()}`, IssueInstant: instant(issuedAt), Version: '2.0' },
    tag('saml:Issuer', {}, escapeMarkup(issuer)),
    tag(
      'saml:Subject',
      {},
      tag('saml:NameID', { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' }, escapeMarkup(user.sub)),
      tag(
        'saml:SubjectConfirmation',
        { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
        tag('saml:SubjectConfirmationData', { NotOnOrAfter: until, Recipient: recipient }),
      ),
    ),
    tag(
      'saml:Conditions',
      { NotBefore: instant(issuedAt - MINUTE_MS), NotOnOrAfter: until },
      tag('saml:AudienceRestriction', {}, tag('saml:Audience', {}, audience)),
    ),
    tag(
      'saml:AuthnStatement',
      { AuthnInstant: instant(issuedAt), SessionIndex: randomUUID() },
      tag(
        'saml:AuthnContext',
        {},
        tag('saml:AuthnContextClassRef', {}, 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'),
      ),
    ),
    attributeStatement(user, options),
  );
}

/** Enveloped signature of the assertion, RSA-SHA256 over exclusive canonical XML, after its Issuer. */
function sign(xml: string, signer: Signer): string {
  const signed = new SignedXml({
    privateKey: signer.privateKeyPem,
    publicCert: signer.certificatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
  });
  signed.addReference({
    xpath: "/*[local-name(.)='Assertion']",
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE_C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signed.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: "/*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: 'after' },
  });
  return signed.getSignedXml();
}

async function contentOf(realm: Realm, options: SamlResponseOptions, issuer: string, now: number): Promise<string> {
  const { fault } = options;
  if (fault === 'denied') return '';
  if (fault === 'encrypted') return tag('saml:EncryptedAssertion', {}, tag('EncryptedData', {}, 'AAAA'));
  const issuedAt = fault === 'expired' ? now - 15 * MINUTE_MS : now;
  const plain = assertion(userOf(realm, options.user), options, issuer, issuedAt);
  if (fault === 'unsigned') return plain;
  const signed = sign(plain, fault === 'unknownKey' ? await realm.stranger() : realm.signer);
  return fault === 'tampered' ? signed.replace('</saml:NameID>', '-admin</saml:NameID>') : signed;
}

const statusOf = (denied: boolean): string =>
  tag(
    'samlp:Status',
    {},
    denied
      ? tag(
          'samlp:StatusCode',
          { Value: `${STATUS}Responder` },
          tag('samlp:StatusCode', { Value: `${STATUS}RequestDenied` }),
        )
      : tag('samlp:StatusCode', { Value: `${STATUS}Success` }),
    denied ? tag('samlp:StatusMessage', {}, 'The user is not assigned to this application') : '',
  );

/** The response in base64, as a form posts it. */
export async function createSamlResponse(
  realm: Realm,
  entityId: string,
  options: SamlResponseOptions,
): Promise<string> {
  const { fault } = options;
  if (fault === 'empty') return '';
  const now = realm.clock.now();
  const issuer = fault === 'otherIssuer' ? 'https://idp.example.com/metadata' : entityId;
  const xml = tag(
    'samlp:Response',
    {
      ...NAMESPACES,
      ID: `_${randomUUID()}`,
      Version: '2.0',
      IssueInstant: new Date(now).toISOString(),
      Destination: RECIPIENT,
    },
    tag('saml:Issuer', {}, escapeMarkup(issuer)),
    statusOf(fault === 'denied'),
    await contentOf(realm, options, issuer, now),
  );
  return handOut(realm, Buffer.from(xml).toString('base64'));
}

/** What IAM's CreateSAMLProvider takes as SAMLMetadataDocument. */
export const samlMetadata = (entityId: string, signInUrl: string, certificateBase64: string): string =>
  `<?xml version="1.0"?>\n${tag(
    'md:EntityDescriptor',
    { 'xmlns:md': 'urn:oasis:names:tc:SAML:2.0:metadata', entityID: entityId },
    tag(
      'md:IDPSSODescriptor',
      { protocolSupportEnumeration: NAMESPACES['xmlns:samlp'] },
      tag(
        'md:KeyDescriptor',
        { use: 'signing' },
        tag(
          'ds:KeyInfo',
          { 'xmlns:ds': 'http://www.w3.org/2000/09/xmldsig#' },
          tag('ds:X509Data', {}, tag('ds:X509Certificate', {}, certificateBase64)),
        ),
      ),
      tag('md:SingleSignOnService', {
        Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
        Location: signInUrl,
      }),
    ),
  )}`;
