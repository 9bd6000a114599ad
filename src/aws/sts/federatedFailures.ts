// Why AssumeRoleWithWebIdentity and AssumeRoleWithSAML fail, by the codes under "Errors" of both actions in the STS API
// reference.
import * as l10n from '../../base/l10n.js';
import { DEFAULT_DURATION_S } from '../../model/session/sessionLimits.js';
import { sentences } from '../../base/words.js';
import { malformedPolicy, notAsked, quoted, regionDisabled, serviceCode, throttled, tooPacked } from './failureText.js';
import { jwtFacts } from './jwt.js';
import type { WebIdentitySource } from '../../model/plan/source.js';

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
  const text = (...reason: readonly string[]) => sentences(...reason, tokenText(token), said);
  switch (code) {
    case 'ExpiredToken':
      return text(l10n.t('The web identity token has expired.'), renewal(source));
    case 'InvalidIdentityToken':
      return text(
        l10n.t(
          'AWS does not accept the web identity token. Either the account of the role has no OpenID Connect provider in IAM for its issuer, the provider does not list its audience, or the signature cannot be checked.',
        ),
      );
    case 'IDPRejectedClaim':
      return text(l10n.t('The identity provider says that the token is no longer good.'), renewal(source));
    case 'IDPCommunicationError':
      return text(
        l10n.t(
          'AWS could not reach the identity provider to check the token. Its keys have to be on the internet; try again later.',
        ),
      );
    case 'AccessDenied':
      return text(
        l10n.t(
          'The token may not assume {0}. Either the role does not exist, or its trust policy does not allow sts:AssumeRoleWithWebIdentity for this issuer, audience and subject.',
          source.role.arn,
        ),
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
      return l10n.t('Whatever writes {0} has to renew it.', token.file);
    case 'command':
      return l10n.t('The command has to print a new one.');
    case 'sign-in':
      return l10n.t('Sign in again.');
  }
}

function tokenText(token: string): string | undefined {
  const facts = jwtFacts(token);
  if (facts === undefined) {
    return undefined;
  }
  const { issuer = l10n.t('no issuer'), expiresAt } = facts;
  const audience = facts.audience.map((each) => `“${each}”`).join(', ') || l10n.t('(none)');
  return expiresAt !== undefined && expiresAt <= Date.now()
    ? l10n.t(
        'The token is from {0} for the audience {1} and was good until {2}.',
        issuer,
        audience,
        new Date(expiresAt).toISOString().replace('.000', ''),
      )
    : l10n.t('The token is from {0} for the audience {1}.', issuer, audience);
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
      return sentences(
        l10n.t('The SAML assertion is too old: AWS takes it for five minutes. Sign in at the identity provider again.'),
        said,
      );
    case 'InvalidIdentityToken':
      return sentences(
        l10n.t(
          'AWS does not accept the SAML assertion. Either it is not for AWS (its audience or recipient is another), its signature is not by the certificate in the metadata of {0}, or it was changed on the way.',
          principalArn,
        ),
        said,
      );
    case 'IDPRejectedClaim':
      return sentences(
        l10n.t('AWS refused what the SAML assertion says: it may have been used before, or not be good yet.'),
        said,
      );
    case 'AccessDenied':
      return sentences(
        l10n.t(
          'The assertion may not assume {0}. Either the assertion does not name the role together with {1}, the role does not exist, or its trust policy does not allow sts:AssumeRoleWithSAML for that provider.',
          role,
          principalArn,
        ),
        said,
      );
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
  const what = l10n.t('Assuming {0}', role);
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
      return durationSeconds !== undefined && durationSeconds > DEFAULT_DURATION_S
        ? sentences(
            l10n.t(
              "A session of {0} seconds was asked for {1}. That is probably over the role's maximum session duration. Lower the duration.",
              durationSeconds,
              role,
            ),
            said,
          )
        : sentences(l10n.t('AWS did not accept the request for {0}.', role), said);
    default:
      return throttled(error) ?? sentences(l10n.t('{0} failed with {1}.', what, code ?? l10n.t('an error')), said);
  }
}
