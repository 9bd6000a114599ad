// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
import { createHash } from 'node:crypto';
import type { SamlProvider } from '../iam/identityProviders.js';
import { leaf } from '../xml.js';
import { invalidIdentityToken, validationError, type StsAction, type StsCall } from './call.js';
import { assumeFederated } from './federatedRole.js';
import { optionalLeaf } from './issue.js';
import { checkRoleArn } from './role.js';
import { assertedTraits, readAssertion, type Assertion } from './saml/assertion.js';
import { checkAudience, checkRole, checkSourceIdentity, checkTimes, sessionNameOf } from './saml/check.js';
import { child, parseXml, textOf } from './saml/element.js';
import { ASSERTION, PROTOCOL } from './saml/names.js';
import { signedAssertion } from './saml/signature.js';
import { pick, validate } from './validation.js';

const CONSTRAINTS = pick('RoleArn', 'PrincipalArn', 'SAMLAssertion', 'DurationSeconds', 'Policy');

function responseOf(xml: string): Element {
  try {
    const response = parseXml(xml);
    if (response.namespaceURI === PROTOCOL && response.localName === 'Response') return response;
  } catch {
    // Falls through: AWS words XML that is none as base64 that is none.
  }
  throw invalidIdentityToken('Invalid base64 SAMLResponse');
}

/** The assertion, once its signature is verified and it is found to be the provider's. Throws AwsError. */
function verifiedAssertion(text: string, provider: SamlProvider): Assertion {
  const xml = Buffer.from(text, 'base64').toString('utf8');
  const response = responseOf(xml);
  const claimed = child(child(response, ASSERTION, 'Assertion'), ASSERTION, 'Issuer');
  const unknownIssuer = invalidIdentityToken('Issuer not present in specified provider');
  // Said before the signature is looked at: a stranger's assertion has a stranger's signature too.
  if (claimed && textOf(claimed) !== provider.entityId) throw unknownIssuer;
  const signed = signedAssertion(xml, response, provider.certificatePem);
  if (!signed) throw invalidIdentityToken('Response signature invalid');
  const assertion = readAssertion(signed);
  if (assertion.issuer !== provider.entityId) throw unknownIssuer;
  return assertion;
}

const nameQualifier = (issuer: string, { accountId, name }: SamlProvider): string =>
  createHash('sha1').update(`${issuer}${accountId}/${name}`).digest('base64');

/** What the caller may rely on in policies. */
function contexts(assertion: Assertion, provider: SamlProvider) {
  const session = {
    'SAML:sub': assertion.subject,
    'SAML:sub_type': assertion.subjectType,
    'SAML:namequalifier': nameQualifier(assertion.issuer, provider),
  };
  const trust = {
    ...session,
    'SAML:aud': assertion.recipient ?? '',
    'SAML:iss': assertion.issuer,
    'SAML:doc': `${provider.accountId}/${provider.name}`,
  };
  return { session, trust };
}

function run(call: StsCall): string {
  const { parameters, directory, now } = call;
  validate(parameters, CONSTRAINTS);
  const roleArn = parameters.get('RoleArn') ?? '';
  const providerArn = parameters.get('PrincipalArn') ?? '';
  checkRoleArn(roleArn);
  if (!/^arn:aws[\w-]*:iam::\d{12}:saml-provider\/.+$/.test(providerArn))
    throw validationError(`${providerArn} is invalid`);
  const provider = directory.providers.saml(providerArn);
  if (!provider) throw invalidIdentityToken("Specified provider doesn't exist");
  const assertion = verifiedAssertion(parameters.get('SAMLAssertion') ?? '', provider);
  checkTimes(assertion, now);
  checkAudience(assertion);
  checkRole(assertion, roleArn, providerArn);
  const traits = assertedTraits(assertion);
  checkSourceIdentity(traits.sourceIdentity);
  const { session, trust } = contexts(assertion, provider);
  const { sessionNotOnOrAfter: notAfter } = assertion;
  const result = assumeFederated(call, roleArn, {
    action: 'sts:AssumeRoleWithSAML',
    providerArn,
    sessionName: sessionNameOf(assertion),
    traits,
    trustContext: trust,
    sessionContext: session,
    ...(notAfter !== undefined && { notAfter }),
  });
  return (
    result +
    leaf('Subject', assertion.subject) +
    optionalLeaf('SubjectType', assertion.subjectType || undefined) +
    leaf('Issuer', assertion.issuer) +
    leaf('Audience', assertion.recipient ?? '') +
    leaf('NameQualifier', session['SAML:namequalifier'])
  );
}

export const assumeRoleWithSaml: StsAction = { signed: false, run };
