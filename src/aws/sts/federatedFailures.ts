// Why AssumeRoleWithWebIdentity and AssumeRoleWithSAML fail, by the codes under "Errors" of both actions in the STS API
// reference.
import { malformedPolicy, notAsked, quoted, regionDisabled, serviceCode, throttled, tooPacked } from './failureText.js';
import { jwtFacts } from './jwt.js';
import type { WebIdentitySource } from '../../model/source.js';

export interface FailedWebIdentity {
  readonly source: WebIdentitySource;
  /** The token that was sent; only its issuer, audience and end are told. */
  readonly token: string;
  readonly endpoint: string;
  readonly region: string;
}

/** What failed and what to do, for a failed AssumeRoleWithWebIdentity. Never holds the token or its subject. */
export function explainWebIdentity(error: unknown, failed: FailedWebIdentity): string {
  const { source, token, endpoint } = failed;
  const code = serviceCode(error);
  const said = quoted(error, token);
  const text = (reason: string) => `${reason}${tokenText(token)}${said}`;
  switch (code) {
    case 'ExpiredToken':
      return text(`The web identity token has expired. ${renewal(source)}`);
    case 'InvalidIdentityToken':
      return text(
        'AWS does not accept the web identity token. Either the account of the role has no OpenID Connect provider in IAM for its issuer, the provider does not list its audience, or the signature cannot be checked.',
      );
    case 'IDPRejectedClaim':
      return text(`The identity provider says that the token is no longer good. ${renewal(source)}`);
    case 'IDPCommunicationError':
      return text(
        'AWS could not reach the identity provider to check the token. Its keys have to be on the internet; try again later.',
      );
    case 'AccessDenied':
      return text(
        `The token may not assume ${source.role.arn}. Either the role does not exist, or its trust policy does not allow sts:AssumeRoleWithWebIdentity for this issuer, audience and subject.`,
      );
    default:
      return common(
        error,
        { ...failed, role: source.role.arn, durationSeconds: source.durationSeconds },
        said,
        endpoint,
      );
  }
}

function renewal({ token }: WebIdentitySource): string {
  switch (token.kind) {
    case 'file':
      return `Whatever writes ${token.file} has to renew it.`;
    case 'command':
      return 'The command has to print a new one.';
    case 'sign-in':
      return 'Sign in again.';
  }
}

function tokenText(token: string): string {
  const facts = jwtFacts(token);
  if (facts === undefined) {
    return '';
  }
  const { issuer, audience, expiresAt } = facts;
  const over = expiresAt !== undefined && expiresAt <= Date.now();
  const end = over ? ` and was good until ${new Date(expiresAt).toISOString().replace('.000', '')}` : '';
  return ` The token is from ${issuer ?? 'no issuer'} for the audience ${audience.map((each) => `“${each}”`).join(', ') || '(none)'}${end}.`;
}

export interface FailedSaml {
  /** ARN. */
  readonly role: string;
  /** ARN of the SAML provider in IAM. */
  readonly principalArn: string;
  readonly durationSeconds: number | undefined;
  readonly endpoint: string;
  readonly region: string;
}

/** What failed and what to do, for a failed AssumeRoleWithSAML. */
export function explainSaml(error: unknown, failed: FailedSaml): string {
  const { role, principalArn, endpoint } = failed;
  const said = quoted(error);
  switch (serviceCode(error)) {
    case 'ExpiredToken':
      return `The SAML assertion is too old: AWS takes it for five minutes. Sign in at the identity provider again.${said}`;
    case 'InvalidIdentityToken':
      return `AWS does not accept the SAML assertion. Either it is not for AWS (its audience or recipient is another), its signature is not by the certificate in the metadata of ${principalArn}, or it was changed on the way.${said}`;
    case 'IDPRejectedClaim':
      return `AWS refused what the SAML assertion says: it may have been used before, or not be good yet.${said}`;
    case 'AccessDenied':
      return `The assertion may not assume ${role}. Either the assertion does not name the role together with ${principalArn}, the role does not exist, or its trust policy does not allow sts:AssumeRoleWithSAML for that provider.${said}`;
    default:
      return common(error, failed, said, endpoint);
  }
}

interface FailedFederated {
  readonly role: string;
  readonly durationSeconds: number | undefined;
  readonly region: string;
}

function common(error: unknown, failed: FailedFederated, said: string, endpoint: string): string {
  const { role, durationSeconds, region } = failed;
  const code = serviceCode(error);
  const what = `Assuming ${role}`;
  const transport = notAsked(error, endpoint);
  if (transport !== undefined) {
    return transport;
  }
  switch (code) {
    case 'RegionDisabled':
      return regionDisabled(region, said);
    case 'MalformedPolicyDocument':
      return malformedPolicy(what, said);
    case 'PackedPolicyTooLarge':
      return tooPacked(what, said);
    case 'ValidationError':
      return durationSeconds !== undefined && durationSeconds > 3600
        ? `A session of ${durationSeconds} seconds was asked for ${role}. That is probably over the role's maximum session duration. Lower the duration.${said}`
        : `AWS did not accept the request for ${role}.${said}`;
    default:
      return throttled(error) ?? `${what} failed with ${code ?? 'an error'}.${said}`;
  }
}
