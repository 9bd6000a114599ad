import type { Traits } from '../traits.js';
import { attribute, child, children, textOf } from './element.js';
import { ASSERTION, ATTRIBUTES, BEARER, NAME_ID_FORMAT } from './names.js';

/** Times are in milliseconds since the epoch; undefined where the assertion sets none. */
export interface Assertion {
  readonly issuer: string;
  readonly issuedAt: number | undefined;
  readonly subject: string;
  /** "persistent", "transient", or a format that SAML does not name. */
  readonly subjectType: string;
  /** Where the bearer may present it. */
  readonly recipient: string | undefined;
  readonly recipientUntil: number | undefined;
  readonly notBefore: number | undefined;
  readonly notOnOrAfter: number | undefined;
  readonly audiences: readonly string[];
  /** When the sessions made with it end at the latest. */
  readonly sessionNotOnOrAfter: number | undefined;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

function time(element: Element | undefined, name: string): number | undefined {
  const ms = Date.parse(attribute(element, name) ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

function attributesOf(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const statement of children(assertion, ASSERTION, 'AttributeStatement')) {
    for (const entry of children(statement, ASSERTION, 'Attribute')) {
      const name = attribute(entry, 'Name') ?? '';
      const more = children(entry, ASSERTION, 'AttributeValue').map(textOf);
      values.set(name, [...(values.get(name) ?? []), ...more]);
    }
  }
  return values;
}

export function readAssertion(assertion: Element): Assertion {
  const subject = child(assertion, ASSERTION, 'Subject');
  const nameId = child(subject, ASSERTION, 'NameID');
  const bearer = children(subject, ASSERTION, 'SubjectConfirmation').find(
    (confirmation) => attribute(confirmation, 'Method') === BEARER,
  );
  const confirmation = child(bearer, ASSERTION, 'SubjectConfirmationData');
  const conditions = child(assertion, ASSERTION, 'Conditions');
  const restrictions = children(conditions, ASSERTION, 'AudienceRestriction');
  return {
    issuer: textOf(child(assertion, ASSERTION, 'Issuer')),
    issuedAt: time(assertion, 'IssueInstant'),
    subject: textOf(nameId),
    subjectType: (attribute(nameId, 'Format') ?? '').replace(NAME_ID_FORMAT, ''),
    recipient: attribute(confirmation, 'Recipient'),
    recipientUntil: time(confirmation, 'NotOnOrAfter'),
    notBefore: time(conditions, 'NotBefore'),
    notOnOrAfter: time(conditions, 'NotOnOrAfter'),
    audiences: restrictions.flatMap((restriction) => children(restriction, ASSERTION, 'Audience').map(textOf)),
    sessionNotOnOrAfter: time(child(assertion, ASSERTION, 'AuthnStatement'), 'SessionNotOnOrAfter'),
    attributes: attributesOf(assertion),
  };
}

/** Values of one of AWS's attributes, by the end of its name. */
export const awsAttribute = (assertion: Assertion, name: string): readonly string[] =>
  assertion.attributes.get(ATTRIBUTES + name) ?? [];

/** PrincipalTag:KEY, TransitiveTagKeys and SourceIdentity. */
export function assertedTraits(assertion: Assertion): Traits {
  const prefix = `${ATTRIBUTES}PrincipalTag:`;
  const tags = [...assertion.attributes]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, values]) => ({ key: name.slice(prefix.length), value: values[0] ?? '' }));
  const [sourceIdentity] = awsAttribute(assertion, 'SourceIdentity');
  return { tags, transitiveKeys: awsAttribute(assertion, 'TransitiveTagKeys'), sourceIdentity };
}
