import { describe, expect, it } from 'vitest';
import {
  alternatives,
  malformedPolicy,
  notAsked,
  quoted,
  regionDisabled,
  serviceCode,
  throttled,
  tooPacked,
} from '../../../../src/aws/sts/failureText.js';

const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const coded = (code: string) => Object.assign(new Error('connect'), { code });

describe('the code of a service', () => {
  it.each<[unknown, string | undefined]>([
    [named('AccessDenied'), 'AccessDenied'],
    [named('ExpiredTokenException'), 'ExpiredToken'],
    [named('AnExceptionOfARule'), 'AnExceptionOfARule'],
    [named('Exception'), 'Exception'],
    [coded('ECONNREFUSED'), 'ECONNREFUSED'],
    [new Error('what'), undefined],
    ['AccessDenied', undefined],
  ])('of %s is %s', (error, code) => {
    expect(serviceCode(error)).toBe(code);
  });
});

describe('what AWS said', () => {
  it.each<[string, unknown, string]>([
    ['without a full stop', new Error('No'), 'AWS says: No.'],
    ['with one', new Error('No. Never.'), 'AWS says: No. Never.'],
    ['as a question', new Error('Who?'), 'AWS says: Who?'],
    ['aloud', new Error('No!'), 'AWS says: No!'],
    ['with a stop in its middle', new Error('sts.example'), 'AWS says: sts.example.'],
    ['not at all', new Error(''), ''],
    ['as no error', 'No', ''],
  ])('%s', (_, error, text) => {
    expect(quoted(error)).toBe(text);
  });

  it('is shown without the secret, wherever it stands', () => {
    expect(quoted(new Error('abc is bad: abc'), 'abc')).toBe('AWS says: [redacted] is bad: [redacted].');
    expect(quoted(new Error('abc'), '')).toBe('AWS says: abc.');
  });
});

describe('why STS could not be asked', () => {
  it.each<[string, unknown, string | undefined]>([
    [
      'unreachable',
      coded('ECONNREFUSED'),
      'STS at sts.example cannot be reached (ECONNREFUSED). Check the network, a proxy, and the endpoint_url of the profile.',
    ],
    [
      'no answer',
      named('TimeoutError'),
      'STS at sts.example did not answer in time. Check the network, a proxy, and the endpoint_url of the profile.',
    ],
    [
      'certificate',
      coded('CERT_HAS_EXPIRED'),
      "The TLS certificate of sts.example is not trusted (CERT_HAS_EXPIRED). Someone may be in between; a company's own certificate authority has to be made known to the editor, or with ca_bundle.",
    ],
    [
      'settings',
      named('EndpointError', 'No FIPS here'),
      'There is no address of STS for these settings: use_fips_endpoint, use_dualstack_endpoint, region and endpoint_url do not go together. AWS says: No FIPS here.',
    ],
    ['it answered', named('AccessDenied'), undefined],
  ])('%s', (_, error, text) => {
    expect(notAsked(error, 'sts.example')).toBe(text);
  });
});

it.each<[string, string]>([
  [
    tooPacked('Assuming x', 'AWS says: 112%.'),
    'The session policies and tags of Assuming x are too big together once AWS has packed them. Use a shorter policy, or fewer policy ARNs and tags. AWS says: 112%.',
  ],
  [
    malformedPolicy('Assuming x', 'AWS says: odd.'),
    'AWS did not accept the session policy of Assuming x. AWS says: odd.',
  ],
  [
    regionDisabled('eu-south-1', ''),
    'STS is not activated in eu-south-1 for this account. An administrator can activate it under Account settings in IAM.',
  ],
])('says what of the call was wrong: %s', (text, expected) => {
  expect(text).toBe(expected);
});

it.each<[unknown, string | undefined]>([
  [
    named('Throttling', 'Rate exceeded'),
    'STS asks to slow down. Wait a moment, then try again. AWS says: Rate exceeded.',
  ],
  [named('ThrottlingException'), 'STS asks to slow down. Wait a moment, then try again.'],
  [named('AccessDenied'), undefined],
])('says that STS asks to slow down where it does: %s', (error, text) => {
  expect(throttled(error)).toBe(text);
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a, or b'],
  [['a', 'b', 'c'], 'a, b, or c'],
])('the alternatives of %j are %j', (parts, text) => {
  expect(alternatives(parts)).toBe(text);
});
