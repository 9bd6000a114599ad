// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { providerName, type OpenIdConnectProvider } from '../iam/identityProviders.js';
import { leaf } from '../xml.js';
import { accountOf, expiredToken, invalidIdentityToken, type StsAction, type StsCall } from './call.js';
import { assumeFederated } from './federatedRole.js';
import { audiencesOf, claimedTraits } from './oidc/claims.js';
import { issuerKeys, noVerificationKey } from './oidc/keys.js';
import { checkRoleArn } from './role.js';
import { checkSourceIdentity } from './saml/check.js';
import { pick, validate } from './validation.js';

const CONSTRAINTS = pick('RoleArn', 'RoleSessionName', 'WebIdentityToken', 'ProviderId', 'DurationSeconds', 'Policy');
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly payload: JWTPayload;
}

/** What the token says, not yet verified. Throws AwsError InvalidIdentityToken. */
function readClaims(token: string): Claims {
  let payload: JWTPayload;
  try {
    payload = decodeJwt(token);
  } catch (cause) {
    const message = 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
    throw Object.assign(invalidIdentityToken(message), { cause });
  }
  const { iss, sub, aud, exp, iat } = payload;
  const missing = Object.entries({ iss, sub, aud, exp, iat }).find(([, value]) => value === undefined);
  if (missing || iss === undefined || sub === undefined || exp === undefined) {
    throw invalidIdentityToken(`Missing a required claim: ${missing?.[0] ?? ''}`);
  }
  return { issuer: iss, subject: sub, audiences: audiencesOf(payload), expiresAt: exp, payload };
}

/** Throws AwsError: InvalidIdentityToken, IDPCommunicationError. */
async function verifySignature(token: string, issuer: string, now: number): Promise<void> {
  const keys = await issuerKeys(issuer);
  try {
    await jwtVerify(token, keys, { issuer, algorithms: ALGORITHMS, currentDate: new Date(now) });
  } catch (cause) {
    const error =
      cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys
        ? noVerificationKey()
        : invalidIdentityToken('The web identity token that was passed could not be validated.');
    throw Object.assign(error, { cause });
  }
}

/** The audience that the provider knows as a client of its own. Throws AwsError InvalidIdentityToken. */
function knownAudience(claims: Claims, provider: OpenIdConnectProvider): string {
  const audience = claims.audiences.find((candidate) => provider.clientIds.includes(candidate));
  if (audience === undefined) throw invalidIdentityToken('Incorrect token audience');
  return audience;
}

/** Throws AwsError ExpiredTokenException. */
function checkExpiry({ expiresAt }: Claims, nowMs: number): void {
  const now = Math.floor(nowMs / 1000);
  if (now < expiresAt) return;
  throw expiredToken(`Token expired: current date/time ${now} must be before the expiration date/time ${expiresAt}`);
}

async function run(call: StsCall): Promise<string> {
  const { parameters, directory, now } = call;
  validate(parameters, CONSTRAINTS);
  const roleArn = parameters.get('RoleArn') ?? '';
  checkRoleArn(roleArn);
  const token = parameters.get('WebIdentityToken') ?? '';
  const claims = readClaims(token);
  const { issuer, subject, payload } = claims;
  const provider = directory.providers.openIdConnect(accountOf(roleArn), issuer);
  if (!provider) throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  const audience = knownAudience(claims, provider);
  checkExpiry(claims, now);
  await verifySignature(token, issuer, now);
  const traits = claimedTraits(payload);
  checkSourceIdentity(traits.sourceIdentity);
  const prefix = providerName(issuer);
  const context = { [`${prefix}:aud`]: audience, [`${prefix}:sub`]: subject };
  const result = assumeFederated(call, roleArn, {
    action: 'sts:AssumeRoleWithWebIdentity',
    providerArn: provider.arn,
    sessionName: parameters.get('RoleSessionName') ?? '',
    traits,
    trustContext: {
      ...context,
      ...(typeof payload['email'] === 'string' && { [`${prefix}:email`]: payload['email'] }),
    },
    sessionContext: context,
  });
  return result + leaf('SubjectFromWebIdentityToken', subject) + leaf('Audience', audience) + leaf('Provider', issuer);
}

export const assumeRoleWithWebIdentity: StsAction = { signed: false, run };
