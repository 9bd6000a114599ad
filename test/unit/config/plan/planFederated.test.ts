import { describe, expect, it } from 'vitest';
import { planFederated, type FederatedRole } from '../../../../src/config/plan/planFederated.js';
import { SAML, WEB_IDENTITY } from '../askedPlans.js';
import { CONFIG, contextOf, refusalOf, valueOf } from '../read.js';

const WEB: FederatedRole = { id: 'setting:web', name: 'web', source: WEB_IDENTITY, region: undefined };
const SIGN_IN: FederatedRole = { id: 'setting:saml', name: 'saml', source: SAML, region: undefined };
const region = (value: string) => ({ name: 'region', value, place: { kind: 'file', file: CONFIG, line: 9 } }) as const;

const planned = (role: FederatedRole, config = '', variables: Readonly<Record<string, string>> = {}) =>
  planFederated(role, contextOf({ config, variables }));

describe('a role that an identity provider vouches for', () => {
  it('is one call, with nothing before or after', () => {
    expect(valueOf(planned(WEB))).toEqual({
      roleId: 'setting:web',
      name: 'web',
      source: WEB_IDENTITY,
      hops: [],
      region: 'us-east-1',
      endpoints: {},
      narrowedTo: undefined,
    });
  });

  it('goes where the default profile goes', () => {
    const config = '[default]\nregion = eu-west-1\nendpoint_url = http://own\n[profile a]\nregion = eu-west-2\n';
    expect(valueOf(planned(WEB, config))).toMatchObject({ region: 'eu-west-1', endpoints: { all: 'http://own' } });
  });

  it.each<[string, FederatedRole, string, Record<string, string>, string]>([
    ['its own', { ...WEB, region: region('eu-west-3') }, '[default]\nregion = eu-west-1\n', {}, 'eu-west-3'],
    ['the variable’s', WEB, '[default]\nregion = eu-west-1\n', { AWS_REGION: 'eu-west-2' }, 'eu-west-2'],
    ['no default profile’s of another partition', WEB, '[default]\nregion = cn-north-1\n', {}, 'us-east-1'],
    ['any before its role is known', SIGN_IN, '[default]\nregion = cn-north-1\n', {}, 'cn-north-1'],
  ])('has a region: %s', (_, role, config, variables, expected) => {
    expect(valueOf(planned(role, config, variables)).region).toBe(expected);
  });

  const nameless = { ...WEB, source: { ...WEB_IDENTITY, role: { ...WEB_IDENTITY.role, accountId: '' } } };
  it.each<[string, FederatedRole, string, string]>([
    ['a region of another partition', { ...WEB, region: region('cn-north-1') }, '', 'the partition aws-cn, the role'],
    ['an endpoint that is none', WEB, '[default]\nendpoint_url = x\n', 'endpoint_url is not an http or https URL.'],
    ['a role without an account', nameless, '', 'names no account.'],
  ])('is refused with %s', (_, role, config, message) => {
    expect(refusalOf(planned(role, config)).message).toContain(message);
  });

  it('may be in no account at servers of its own', () => {
    expect(valueOf(planned(nameless, '[default]\nendpoint_url = http://own\n')).name).toBe('web');
  });

  it.each<[string, Parameters<typeof contextOf>[0], string]>([
    ['may not be read', { unreadable: 'EACCES' }, `${CONFIG} cannot be read: EACCES.`],
    [
      'says something twice',
      { config: '[default]\nendpoint_url = http://a\nendpoint_url = http://b\n' },
      'already set on line 2',
    ],
  ])('is not planned where nobody knows whither: the default profile %s', (_, given, message) => {
    expect(refusalOf(planFederated(SIGN_IN, contextOf(given))).message).toContain(message);
  });
});
