// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
import { expiredToken, invalidIdentityToken } from '../call.js';
import { awsAttribute, type Assertion } from './assertion.js';

const REDEEM_MS = 5 * 60_000;

/** Sign-in endpoints, regional ones included. */
const ENDPOINT =
  /^https:\/\/(?:[a-z0-9-]+\.)?signin\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/saml(?:\/acs\/[\w-]+)?$/;
const AUDIENCE = /^urn:amazon:webservices(?::[a-z0-9-]+)?$/;

const NAME = /^[a-zA-Z_0-9+=,.@-]{2,64}$/;

/** Throws AwsError: InvalidIdentityToken, ExpiredTokenException. */
export function checkTimes(assertion: Assertion, now: number): void {
  const { issuedAt, notBefore, notOnOrAfter, recipientUntil } = assertion;
  if (issuedAt === undefined) throw invalidIdentityToken('Assertion must contain an IssueInstant');
  if (now > issuedAt + REDEEM_MS) throw expiredToken('Token must be redeemed within 5 minutes of issuance');
  if (now >= Math.min(notOnOrAfter ?? Infinity, recipientUntil ?? Infinity)) throw expiredToken('Response has expired');
  if (now < (notBefore ?? 0)) throw invalidIdentityToken('Response is not yet valid');
}

/** Throws AwsError InvalidIdentityToken unless the assertion is meant for AWS. */
export function checkAudience({ audiences, recipient, recipientUntil }: Assertion): void {
  if (recipient === undefined || recipientUntil === undefined) {
    // AWS's own spelling.
    throw invalidIdentityToken('Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter');
  }
  if (!ENDPOINT.test(recipient)) throw invalidIdentityToken('Response does not contain the required recipient.');
  if (!audiences.some((audience) => AUDIENCE.test(audience) || ENDPOINT.test(audience))) {
    throw invalidIdentityToken('Response does not contain the required audience.');
  }
}

/** Throws AwsError InvalidIdentityToken unless the assertion offers the role; role and provider stand in either order. */
export function checkRole(assertion: Assertion, roleArn: string, providerArn: string): void {
  const pairs = awsAttribute(assertion, 'Role').map((value) => value.split(',').map((arn) => arn.trim()));
  if (pairs.some((pair) => pair.length === 2 && pair.includes(roleArn) && pair.includes(providerArn))) return;
  throw invalidIdentityToken("SAML Assertion doesn't contain the requested Role and Metadata in the attributes");
}

/** RoleSessionName. Throws AwsError InvalidIdentityToken. */
export function sessionNameOf(assertion: Assertion): string {
  const [name] = awsAttribute(assertion, 'RoleSessionName');
  if (name === undefined) throw invalidIdentityToken('RoleSessionName is required in AuthnResponse');
  if (!NAME.test(name)) {
    throw invalidIdentityToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  }
  return name;
}

/** Throws AwsError InvalidIdentityToken. */
export function checkSourceIdentity(value: string | undefined): void {
  if (value === undefined || NAME.test(value)) return;
  throw invalidIdentityToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"');
}
