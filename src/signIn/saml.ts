// What a SAML response says to AWS. Whether it is genuine is for AWS to judge: it knows the identity provider's key.
import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { SamlRole } from '../model/plan/source.js';
import { attributeOf, contentOf, parseXml, within, type XmlElement } from './samlXml.js';
import { decodeSamlText } from './samlText.js';
import { inWords } from './words.js';

/** AWS takes an assertion for five minutes after it was issued. */
const REDEEM_WITHIN_MS = 5 * 60_000;
const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes/';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html, and other partitions' */
const AWS_AUDIENCE = /^urn:amazon:webservices\b|^https:\/\/([\w-]+\.)*signin\.(aws\.|amazonaws)/;

export interface SamlAssertion {
  /** SAMLAssertion of AssumeRoleWithSAML. A secret for as long as it is valid. */
  readonly base64: string;
  /** At least one. */
  readonly roles: readonly SamlRole[];
  readonly sessionName: string | undefined;
  /** SessionDuration, in seconds. */
  readonly durationSeconds: number | undefined;
  /** Milliseconds since the epoch, as all times. */
  readonly notOnOrAfter: number | undefined;
  readonly issueInstant: number | undefined;
  readonly audience: string | undefined;
  readonly issuer: string | undefined;
  /** Names of the session tags. */
  readonly principalTags: readonly string[];
}

/**
 * Reads a SAML response (base64, a pasted form, or XML) as AssumeRoleWithSAML would, at `now` (milliseconds since the
 * epoch). Throws UserError when AWS would refuse it: not a response, a failed sign-in, expired, for another audience,
 * or without roles. No message holds the assertion.
 */
export function readAssertion(text: string, now: number = Date.now()): SamlAssertion {
  const { xml, base64 } = decodeSamlText(text);
  const assertion = findAssertion(responseIn(parseXml(xml)));
  checkAudience(assertion);
  checkTime(assertion, now);
  const attributes = attributesOf(assertion);
  const roles = (attributes.get('Role') ?? []).flatMap(parseRole);
  if (roles.length === 0) {
    throw new UserError(
      l10n.t(
        'The SAML assertion names no AWS role (attribute {0}). Ask those who run the identity provider to assign one to you.',
        `${ATTRIBUTES}Role`,
      ),
    );
  }
  const duration = Number(attributes.get('SessionDuration')?.[0]);
  return {
    base64,
    roles,
    sessionName: attributes.get('RoleSessionName')?.[0],
    durationSeconds: Number.isInteger(duration) && duration > 0 ? duration : undefined,
    notOnOrAfter: expiryOf(assertion),
    issueInstant: instantOf(assertion, 'IssueInstant'),
    audience: audiencesOf(assertion)[0],
    issuer: within([assertion], 'Issuer').map(contentOf)[0],
    principalTags: [...attributes.keys()].flatMap((name) => /^PrincipalTag:(.+)$/.exec(name)?.[1] ?? []),
  };
}

/** The role with that ARN. Throws UserError, naming those that there are. */
export function roleIn(assertion: SamlAssertion, roleArn: string): SamlRole {
  const role = assertion.roles.find((each) => each.roleArn === roleArn);
  if (role) return role;
  const others = assertion.roles.map((each) => each.roleArn).join(', ');
  throw new UserError(
    l10n.t(
      'The SAML assertion does not hold the role {0}. It holds {1}. Choose one of these, or have the identity provider assign the role to you.',
      roleArn,
      others,
    ),
  );
}

/** Whether genuine is for AWS to say; a sign-in at another provider than the configured one is none. Throws UserError. */
export function expectIssuer({ issuer }: Pick<SamlAssertion, 'issuer'>, expected: string | undefined): void {
  if (expected !== undefined && issuer !== expected) {
    throw new UserError(
      l10n.t(
        'The SAML assertion is of another identity provider, {0}, than the issuer of the role’s settings, {1}. Sign in there, or correct the setting.',
        issuer ?? l10n.t('which it does not name'),
        expected,
      ),
    );
  }
}

/**
 * Why a text is no answer of the provider at all, for whoever waits for one: not a SAML response, or another issuer's.
 * Undefined where it is one, whatever `readAssertion` will say of it.
 */
export function otherAnswer(text: string, expected: string | undefined): string | undefined {
  try {
    const response = responseIn(parseXml(decodeSamlText(text).xml));
    const issuers = [within([response], 'Assertion', 'Issuer'), within([response], 'Issuer')].flat().map(contentOf);
    if (issuers[0] !== undefined) {
      expectIssuer({ issuer: issuers[0] }, expected);
    }
    return undefined;
  } catch (error) {
    return error instanceof UserError ? error.message : l10n.t('This is not the answer to a sign-in.');
  }
}

function responseIn(document: XmlElement): XmlElement {
  const [response] = within([document], 'Response');
  if (!response) {
    throw new UserError(
      within([document], 'Assertion').length > 0
        ? l10n.t(
            'This is only the assertion of a SAML response. AWS takes the whole response: copy the value of SAMLResponse.',
          )
        : l10n.t('This is XML, but not a SAML response. Copy the value of SAMLResponse.'),
    );
  }
  return response;
}

function findAssertion(response: XmlElement): XmlElement {
  const [assertion] = within([response], 'Assertion');
  if (assertion) return assertion;
  if (within([response], 'EncryptedAssertion').length > 0) {
    throw new UserError(
      l10n.t(
        'The SAML assertion is encrypted, so the editor cannot read its roles. Have the identity provider send it unencrypted.',
      ),
    );
  }
  throw new UserError(l10n.t('The identity provider did not sign you in: {0}.', statusOf(response)));
}

/** The provider's message, or the innermost status code's name. */
function statusOf(response: XmlElement): string {
  const status = within([response], 'Status');
  const [message] = within(status, 'StatusMessage').map(contentOf);
  if (message !== undefined && message !== '') return message.replace(/\.$/, '');
  const codes = [...within(status, 'StatusCode', 'StatusCode'), ...within(status, 'StatusCode')];
  const code = codes[0] && attributeOf(codes[0], 'Value');
  return code === undefined
    ? l10n.t('its response holds no assertion')
    : l10n.t('its status is {0}', code.replace(/^.*:/, ''));
}

const audiencesOf = (assertion: XmlElement): string[] =>
  within([assertion], 'Conditions', 'AudienceRestriction', 'Audience').map(contentOf);

function checkAudience(assertion: XmlElement): void {
  const audiences = audiencesOf(assertion);
  if (audiences.length === 0 || audiences.some((audience) => AWS_AUDIENCE.test(audience))) return;
  throw new UserError(
    l10n.t(
      "The SAML assertion is for another audience, {0}, instead of urn:amazon:webservices. Sign in to the identity provider's application for AWS.",
      audiences.join(', '),
    ),
  );
}

function instantOf(element: XmlElement, name: string): number | undefined {
  const time = Date.parse(attributeOf(element, name) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** The earlier of the conditions' and the subject confirmation's end. */
function expiryOf(assertion: XmlElement): number | undefined {
  const ends = [
    ...within([assertion], 'Conditions'),
    ...within([assertion], 'Subject', 'SubjectConfirmation', 'SubjectConfirmationData'),
  ].flatMap((element) => instantOf(element, 'NotOnOrAfter') ?? []);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function checkTime(assertion: XmlElement, now: number): void {
  const issued = instantOf(assertion, 'IssueInstant');
  const end = Math.min(expiryOf(assertion) ?? Infinity, issued === undefined ? Infinity : issued + REDEEM_WITHIN_MS);
  if (now < end) return;
  throw new UserError(
    l10n.t(
      "The SAML assertion expired {0} ago, at {1} (AWS takes one within five minutes of its issue). Sign in again; if you just did, check this computer's clock.",
      inWords(now - end),
      new Date(end).toISOString().replace(/\.\d+/, ''),
    ),
  );
}

/** Values of AWS's attributes, by what follows their common prefix. */
function attributesOf(assertion: XmlElement): ReadonlyMap<string, readonly string[]> {
  const entries = within([assertion], 'AttributeStatement', 'Attribute').flatMap((attribute): [string, string[]][] => {
    const name = attributeOf(attribute, 'Name');
    if (name?.startsWith(ATTRIBUTES) !== true) return [];
    return [[name.slice(ATTRIBUTES.length), within([attribute], 'AttributeValue').map(contentOf)]];
  });
  const attributes = new Map<string, string[]>();
  for (const [name, values] of entries) attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
  return attributes;
}

/** "role ARN,provider ARN" in either order; role names may have commas of their own. */
function parseRole(value: string): SamlRole[] {
  const arns = value.split(/,(?=\s*arn:)/).map((arn) => arn.trim());
  const roleArn = arns.find((arn) => /^arn:[^:]*:iam::\d{12}:role\//.test(arn));
  const principalArn = arns.find((arn) => /^arn:[^:]*:iam::\d{12}:saml-provider\//.test(arn));
  return roleArn === undefined || principalArn === undefined ? [] : [{ roleArn, principalArn }];
}
