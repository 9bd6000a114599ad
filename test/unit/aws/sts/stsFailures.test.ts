import { describe, expect, it } from 'vitest';
import { explainCallerIdentity, explainHop, type FailedHop } from '../../../../src/aws/sts/stsFailures.js';
import type { FederationTokenHop, SessionTokenHop } from '../../../../src/model/plan/plan.js';
import { hop, plan } from '../../../support/samples.js';

const failed = {
  plan: plan(),
  hop: hop(),
  caller: 'arn:aws:iam::123456789012:user/mynewuser',
  endpoint: 'sts.us-west-2',
  chained: false,
};
const TOKEN: SessionTokenHop = {
  kind: 'session-token',
  mfaSerial: 'arn:aws:iam::1:mfa/me',
  durationSeconds: 200_000,
};
const FEDERATION: FederationTokenHop = {
  kind: 'federation-token',
  name: 'anna',
  durationSeconds: undefined,
  policy: '{}',
  policyArns: [],
  tags: { team: 'red' },
};
const long = hop({ durationSeconds: 7200 });
const afterToken = { plan: plan({ hops: [TOKEN, long] }), hop: long };
const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const coded = (code: string) => Object.assign(new Error('connect'), { code });

type Case = [string, unknown, Partial<FailedHop>, RegExp];

describe('why a role was not assumed', () => {
  it.each<Case>([
    [
      'refused',
      named('AccessDenied', 'Nope'),
      {},
      /^arn:aws:iam::123456789012:user\/mynewuser may not assume arn:aws:iam::123456789012:role\/sts-s3-read-only-role\. Either the role does not exist, its trust policy does not allow that caller \(asked without an external ID and without MFA\), or the caller has no permission for sts:AssumeRole on it\. AWS says: Nope\.$/,
    ],
    [
      'refused with MFA',
      named('AccessDenied'),
      { hop: hop({ mfaSerial: 'arn:aws:iam::1:mfa/me' }) },
      /Either the code of arn:aws:iam::1:mfa\/me was wrong, expired or already used, .* \(asked without an external ID\)/,
    ],
    [
      'refused with an external ID',
      named('AccessDenied'),
      { hop: hop({ externalId: 'x-1' }) },
      /\(asked with this external ID and without MFA\)/,
    ],
    [
      'refused with both',
      named('AccessDenied'),
      { hop: hop({ externalId: 'x-1', mfaSerial: 'arn:aws:iam::1:mfa/me' }) },
      /\(asked with this external ID\)/,
    ],
    ...['InvalidClientTokenId', 'UnrecognizedClientException'].map((code): Case => [
      `unknown key: ${code}`,
      named(code),
      {},
      /^AWS does not know the access key of profile ststestprofile: /,
    ]),
    ...['SignatureDoesNotMatch', 'IncompleteSignatureException'].map((code): Case => [
      `wrong secret: ${code}`,
      named(code),
      {},
      /^The signature made with .* the secret access key is wrong, or this machine's clock is\.$/,
    ]),
    ['expired source', named('ExpiredToken'), {}, /temporary keys of profile ststestprofile have expired/],
    [
      'over the role’s maximum',
      named('ValidationError'),
      { hop: hop({ durationSeconds: 7200 }) },
      /7200 seconds .* the role's maximum session duration/,
    ],
    [
      'over the chaining limit',
      named('ValidationError'),
      { hop: hop({ durationSeconds: 7200 }), chained: true },
      /one hour, the limit for a role assumed from another role \(role chaining\)/,
    ],
    [
      'over the chaining limit by the second role',
      named('ValidationError'),
      { plan: plan({ hops: [hop({}, 'first'), long] }), hop: long, chained: true },
      /one hour, the limit for a role assumed from another role \(role chaining\)/,
    ],
    [
      'an hour',
      named('ValidationError'),
      { hop: hop({ durationSeconds: 3600 }) },
      /^AWS did not accept the request for arn/,
    ],
    ['no error', 'Oh', {}, /^Assuming arn:aws:iam::123456789012:role\/sts-s3-read-only-role failed with an error\.$/],
    ['otherwise invalid', named('ValidationError', 'odd'), {}, /did not accept the request .* AWS says: odd\./],
    ['region', named('RegionDisabledException'), {}, /not activated in us-west-2/],
    ['throttled', named('ThrottlingException'), {}, /slow down/],
    ['refused connection', coded('ECONNREFUSED'), {}, /STS at sts\.us-west-2 cannot be reached \(ECONNREFUSED\)/],
    ['timed out', named('TimeoutError'), {}, /did not answer in time/],
    ['certificate', coded('SELF_SIGNED_CERT_IN_CHAIN'), {}, /certificate of sts\.us-west-2 is not trusted/],
    [
      'refused with tags and a source identity',
      named('AccessDenied'),
      { hop: hop({ tags: { team: 'red' }, sourceIdentity: 'anna' }) },
      /both allow sts:TagSession \(session tags were sent\), or .* both allow sts:SetSourceIdentity \(a source identity was sent\)/,
    ],
    [
      'over the limit with keys of GetSessionToken',
      named('ValidationError'),
      { ...afterToken, chained: true },
      /one hour, the limit for a role assumed with the keys of GetSessionToken \(role chaining\)/,
    ],
    [
      'packed too large',
      named('PackedPolicyTooLargeException', 'Packed policy consumes 112% of allotted space'),
      {},
      /policies and tags of Assuming .* are too big together .* AWS says: Packed policy consumes 112%/,
    ],
    [
      'malformed policy',
      named('MalformedPolicyDocumentException'),
      {},
      /did not accept the session policy of Assuming/,
    ],
    [
      'session token refused',
      named('AccessDenied'),
      { hop: TOKEN },
      /may not call GetSessionToken\. Either the code of arn:aws:iam::1:mfa\/me was wrong, expired or already used, or the caller has no permission for sts:GetSessionToken\./,
    ],
    [
      'session token of temporary keys',
      named('AccessDenied'),
      { hop: TOKEN, chained: true },
      /only for the long-term access keys of a user, and these keys are temporary/,
    ],
    [
      'session token too long',
      named('ValidationError'),
      { hop: TOKEN },
      /900 to 129600 seconds \(200000 seconds were asked for\), and codes of the device/,
    ],
    [
      'federation refused',
      named('AccessDenied'),
      { hop: FEDERATION },
      /may not call GetFederationToken\. Either the caller has no permission for sts:GetFederationToken, or it has none for sts:TagSession/,
    ],
    [
      'session token without MFA refused',
      named('AccessDenied'),
      { hop: { ...TOKEN, mfaSerial: undefined } },
      /Either the caller has no permission for sts:GetSessionToken\.$/,
    ],
    [
      'federation without tags refused',
      named('AccessDenied'),
      { hop: { ...FEDERATION, tags: {} } },
      /Either the caller has no permission for sts:GetFederationToken\.$/,
    ],
    [
      'session token without a duration',
      named('ValidationError'),
      { hop: { ...TOKEN, durationSeconds: undefined } },
      /^AWS did not accept the request for GetSessionToken\. AWS takes 900 to 129600 seconds, and codes of the device that it knows\.$/,
    ],
    [
      'session token without MFA',
      named('ValidationError'),
      { hop: { ...TOKEN, mfaSerial: undefined } },
      /AWS takes 900 to 129600 seconds \(200000 seconds were asked for\)\.$/,
    ],
    [
      'federation without a duration',
      named('ValidationError'),
      { hop: FEDERATION },
      /^AWS did not accept the request for GetFederationToken for “anna”\. AWS takes 900 to 129600 seconds\.$/,
    ],
    [
      'federation too long',
      named('ValidationError'),
      { hop: { ...FEDERATION, durationSeconds: 1 } },
      /AWS takes 900 to 129600 seconds \(1 seconds were asked for\)\.$/,
    ],
    [
      'federation of temporary keys',
      named('AccessDenied'),
      { hop: FEDERATION, chained: true },
      /GetFederationToken: AWS gives it only for the long-term/,
    ],
    [
      'settings',
      named('EndpointError', 'FIPS and custom endpoint are not supported'),
      {},
      /do not go together\. AWS says: FIPS/,
    ],
    ['unheard of', named('Teapot', 'short and stout'), {}, /failed with Teapot\. AWS says: short and stout\./],
  ])('%s', (_, error, overrides, text) => {
    expect(explainHop(error, { ...failed, ...overrides })).toMatch(text);
  });
});

describe('why credentials are not good', () => {
  it.each([
    ['expired', named('ExpiredTokenException'), /credentials of profile x have expired/],
    [
      'unknown',
      named('InvalidClientTokenId', 'Who?'),
      /did not accept .* of profile x \(InvalidClientTokenId\)\. AWS says: Who\?/,
    ],
    ['of no code', new Error(''), /^AWS did not accept the credentials of profile x \(error\)\.$/],
    ['not asked', coded('ENOTFOUND'), /STS at sts\.us-west-2 cannot be reached/],
  ])('%s', (_, error, text) => {
    expect(explainCallerIdentity(error, 'profile x', 'sts.us-west-2')).toMatch(text);
  });
});
