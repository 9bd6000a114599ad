import { expect, it } from 'vitest';
import { destinationOf } from '../../../../src/model/plan/destination.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { hop, plan, scope } from '../../../support/samples.js';
import { FEDERATION_TOKEN, SAML, SESSION_TOKEN, SOURCES, WEB_IDENTITY } from '../sources.js';

const UNKNOWN = { accountId: undefined, name: undefined, sessionName: undefined };
const of = (source: Plan['source'], hops: Plan['hops'] = []) => destinationOf(plan({ source, hops }));

it.each<[string, Plan['source'], Plan['hops'], readonly (string | undefined)[]]>([
  ['the last role', SAML, [hop({}, 'base'), hop({ sessionName: 'me' }, 'last')], ['123456789012', 'last', 'me']],
  ['a federated user', SAML, [FEDERATION_TOKEN], [undefined, 'ana', undefined]],
  ['a session token', WEB_IDENTITY, [SESSION_TOKEN], [undefined, undefined, undefined]],
  ['a web identity', WEB_IDENTITY, [], ['123456789012', 'sts-s3-read-only-role', 'ada']],
  ['SAML', SAML, [], ['123456789012', 'sts-s3-read-only-role', undefined]],
  ['SAML with a choice', { ...SAML, role: undefined }, [], [undefined, undefined, undefined]],
  ['a role narrowed in place', SAML, [hop({ sessionName: 'me' }, 'last'), scope()], ['123456789012', 'last', 'me']],
  ['a permission set narrowed in place', SOURCES['identity-center'], [scope()], ['210987654321', 'Reader', undefined]],
  ['a permission set', SOURCES['identity-center'], [], ['210987654321', 'Reader', undefined]],
])('%s tells who one will be', (_, source, hops, [accountId, name, sessionName]) => {
  expect(of(source, hops)).toStrictEqual({ accountId, name, sessionName });
});

it('a sign-in with aws login is named by its ARN, where it has one', () => {
  expect(of(SOURCES.login)).toMatchObject({ accountId: '123456789012', name: 'ana', sessionName: undefined });
  expect(of({ ...SOURCES.login, loginSession: 'ana' })).toStrictEqual(UNKNOWN);
});

it.each(['static-keys', 'environment', 'instance-metadata', 'container', 'process'] as const)(
  '%s alone tells nothing',
  (kind) => {
    expect(of(SOURCES[kind])).toStrictEqual(UNKNOWN);
  },
);
