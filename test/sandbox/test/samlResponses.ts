// SAML responses as identity providers other than the sandbox's write them, and as attackers do.
import { SignedXml } from 'xml-crypto';
import { createSigner, type Signer } from '../idp/signer.js';

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes/';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

export interface Wishes {
  readonly issuer: string;
  readonly issuedAt: number;
  readonly id?: string;
  readonly subject?: string;
  readonly format?: string;
  readonly audience?: string;
  readonly recipient?: string;
  /** Milliseconds since the epoch: Conditions. */
  readonly notBefore?: number;
  readonly notOnOrAfter?: number;
  /** Milliseconds since the epoch: SubjectConfirmationData; null leaves it out. */
  readonly recipientUntil?: number | null;
  readonly sessionNotOnOrAfter?: number;
  /** By the end of their names. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const iso = (ms: number): string => new Date(ms).toISOString();

export function assertionXml(wishes: Wishes): string {
  const { issuedAt } = wishes;
  const later = issuedAt + 3_600_000;
  const until = wishes.recipientUntil === null ? '' : ` NotOnOrAfter="${iso(wishes.recipientUntil ?? later)}"`;
  const session = wishes.sessionNotOnOrAfter;
  const attributes = Object.entries(wishes.attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${ATTRIBUTES}${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
  );
  return [
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${wishes.id ?? '_assertion'}" IssueInstant="${iso(issuedAt)}" Version="2.0">`,
    `<saml:Issuer>${wishes.issuer}</saml:Issuer>`,
    `<saml:Subject><saml:NameID Format="${wishes.format ?? 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'}">${wishes.subject ?? 'anna'}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData Recipient="${wishes.recipient ?? 'https://signin.aws.amazon.com/saml'}"${until}/></saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="${iso(wishes.notBefore ?? issuedAt)}" NotOnOrAfter="${iso(wishes.notOnOrAfter ?? later)}"><saml:AudienceRestriction><saml:Audience>${wishes.audience ?? 'urn:amazon:webservices'}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${iso(issuedAt)}"${session === undefined ? '' : ` SessionNotOnOrAfter="${iso(session)}"`}/>`,
    `<saml:AttributeStatement>${attributes.join('')}</saml:AttributeStatement></saml:Assertion>`,
  ].join('');
}

export const responseXml = (...content: readonly string[]): string =>
  `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" Version="2.0">${content.join('')}</samlp:Response>`;

/** Signs the document's element of this name, the signature enveloped in it. */
export function signXml(xml: string, signer: Signer, element: 'Response' | 'Assertion'): string {
  const xpath = `//*[local-name(.)='${element}']`;
  const signed = new SignedXml({
    privateKey: signer.privateKeyPem,
    publicCert: signer.certificatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
  });
  signed.addReference({
    xpath,
    transforms: [ENVELOPED, EXCLUSIVE_C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signed.computeSignature(xml, { location: { reference: xpath, action: 'prepend' } });
  return signed.getSignedXml();
}

export const encode = (xml: string): string => Buffer.from(xml).toString('base64');

export { createSigner, type Signer };
