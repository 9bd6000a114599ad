import { describe, expect, it } from 'vitest';
import { explainHop } from '../../../src/aws/stsFailures.js';
import { hop, plan } from '../../support/samples.js';

const failed = {
  plan: plan(),
  hop: hop(),
  caller: 'arn:aws:iam::123456789012:user/mynewuser',
  endpoint: 'sts.us-west-2',
  chained: false,
};
const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const coded = (code: string) => Object.assign(new Error('connect'), { code });

describe('why a role was not assumed', () => {
  it.each([
    [
      'refused',
      named('AccessDenied', 'Nope'),
      {},
      /mynewuser may not assume arn:aws:iam::123456789012:role\/sts-s3-read-only-role\. Either the role does not exist, its trust policy .* or .* no permission for sts:AssumeRole on it\. AWS says: Nope\./,
    ],
    [
      'refused with MFA',
      named('AccessDenied'),
      { hop: hop({ mfaSerial: 'arn:aws:iam::1:mfa/me' }) },
      /the code of arn:aws:iam::1:mfa\/me was wrong, expired or already used/,
    ],
    [
      'refused with an external ID',
      named('AccessDenied'),
      { hop: hop({ externalId: 'x-1' }) },
      /asked with this external ID/,
    ],
    ['unknown key', named('InvalidClientTokenId'), {}, /does not know the access key of profile ststestprofile/],
    ['wrong secret', named('SignatureDoesNotMatch'), {}, /secret access key is wrong, or this machine's clock is/],
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
      /one hour, the limit for .*role chaining/,
    ],
    ['otherwise invalid', named('ValidationError', 'odd'), {}, /did not accept the request .* AWS says: odd\./],
    ['region', named('RegionDisabledException'), {}, /not activated in us-west-2/],
    ['throttled', named('ThrottlingException'), {}, /slow down/],
    ['refused connection', coded('ECONNREFUSED'), {}, /STS at sts\.us-west-2 cannot be reached \(ECONNREFUSED\)/],
    ['timed out', named('TimeoutError'), {}, /did not answer in time/],
    ['certificate', coded('SELF_SIGNED_CERT_IN_CHAIN'), {}, /certificate of sts\.us-west-2 is not trusted/],
    ['unheard of', named('Teapot', 'short and stout'), {}, /failed with Teapot\. AWS says: short and stout\./],
  ])('%s', (_, error, overrides, text) => {
    expect(explainHop(error, { ...failed, ...overrides })).toMatch(text);
  });
});
