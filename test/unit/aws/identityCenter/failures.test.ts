import { describe, expect, it } from 'vitest';
import { identityCenterFailure, saidOf } from '../../../../src/aws/identityCenter/failures.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import type { Endpoints } from '../../../../src/model/plan/plan.js';
import { accessTo, PORTAL } from './service.js';

const access = (endpoints: Endpoints = {}) => accessTo({ endpoint: '' }, { path: '/' }, { endpoints });
const named = (name: string, message = 'Said so', more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more);

describe('a failure', () => {
  it.each([new UserError('known'), new Cancelled()])('that is known stays what it is: %s', (error) => {
    expect(identityCenterFailure(error, access())).toBe(error);
  });

  it('after the user has cancelled is that', () => {
    const cancelled = { ...access(), signal: AbortSignal.abort() };
    expect(identityCenterFailure(new UserError('known'), cancelled)).toBeInstanceOf(Cancelled);
  });

  it('keeps what it came from for the log', () => {
    const error = named('AccessDeniedException');
    const failure = identityCenterFailure(error, access());
    expect(failure).toBeInstanceOf(UserError);
    expect(failure.cause).toBe(error);
  });

  it.each([
    [
      'InvalidRequestException',
      'IAM Identity Center in eu-west-1 does not accept the start URL https://corp.awsapps.com/start. Check sso_start_url and sso_region. AWS says: Said so.',
    ],
    [
      'InvalidRequestRegionException',
      'The start URL https://corp.awsapps.com/start belongs to another region than eu-west-1: correct sso_region. AWS says: Said so.',
    ],
    [
      'InvalidScopeException',
      'IAM Identity Center does not know one of the scopes a, b. Check sso_registration_scopes. AWS says: Said so.',
    ],
    ['AccessDeniedException', 'Signing in to corp was denied in the browser. Sign in again to allow it.'],
    [
      'ExpiredTokenException',
      'The sign-in to corp was not confirmed in time. Start again, and confirm it in the browser.',
    ],
    [
      'InvalidGrantException',
      'IAM Identity Center no longer accepts this sign-in to corp. Start again. AWS says: Said so.',
    ],
    [
      'InvalidClientException',
      'IAM Identity Center no longer knows this editor. It registers anew with the next sign-in to corp: start again. AWS says: Said so.',
    ],
    [
      'TooManyRequestsException',
      'IAM Identity Center asks to slow down. Wait a moment, then try again. AWS says: Said so.',
    ],
    ['OtherException', 'Signing in to corp failed with OtherException. AWS says: Said so.'],
    ['Error', 'Signing in to corp failed with an error. AWS says: Said so.'],
  ])('%s is said in words', (name, message) => {
    const scoped = { ...access(), portal: { ...PORTAL, scopes: ['a', 'b'] } };
    expect(identityCenterFailure(named(name), scoped).message).toBe(message);
  });

  it.each<[string, Error, Endpoints, string]>([
    [
      'out of reach',
      named('Error', 'x', { code: 'ENOTFOUND' }),
      {},
      'IAM Identity Center in eu-west-1 cannot be reached (ENOTFOUND). Check the network, a proxy, and sso_region.',
    ],
    [
      'out of reach at an endpoint of its own',
      named('Error', 'x', { code: 'ECONNREFUSED' }),
      { ssoOidc: 'https://oidc', sso: 'https://sso', all: 'https://all' },
      'IAM Identity Center at https://oidc cannot be reached (ECONNREFUSED). Check the network, a proxy, and sso_region.',
    ],
    [
      'silent',
      named('TimeoutError'),
      { sso: 'https://sso', all: 'https://all' },
      'IAM Identity Center at https://sso did not answer in time. Check the network, a proxy, and sso_region.',
    ],
    [
      'somebody else',
      named('Error', 'x', { code: 'CERT_HAS_EXPIRED' }),
      { all: 'https://all' },
      "The TLS certificate of IAM Identity Center at https://all is not trusted (CERT_HAS_EXPIRED). Someone may be in between; a company's own certificate authority has to be made known to the editor.",
    ],
  ])('of a service that is %s is said in words', (_, error, endpoints, message) => {
    expect(identityCenterFailure(error, access(endpoints)).message).toBe(message);
  });
});

describe('what AWS says', () => {
  it.each<[string, unknown, string]>([
    ['a message', named('X', 'No such thing'), 'AWS says: No such thing.'],
    ['a sentence', named('X', 'No. Not now!'), 'AWS says: No. Not now!'],
    ['no full stop at the end', named('X', 'No. Not now'), 'AWS says: No. Not now.'],
    ['a question', named('X', 'Who? You?'), 'AWS says: Who? You?'],
    ['a full stop', named('X', 'No.'), 'AWS says: No.'],
    ['a description', named('X', 'UnknownError', { error_description: 'Not here' }), 'AWS says: Not here.'],
    ['a description that is no text', named('X', 'No', { error_description: 1 }), 'AWS says: No.'],
    ['an empty description', named('X', 'No', { error_description: '' }), ''],
    ['nothing', named('X', ''), ''],
    ['what the SDK says of nothing', named('X', 'UnknownError'), ''],
    ['no error', { message: 'No' }, ''],
    ['nothing at all', undefined, ''],
  ])('is told where there is %s', (_, error, said) => {
    expect(saidOf(error)).toBe(said);
  });
});
