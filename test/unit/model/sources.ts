// One source of each kind.
import type { Plan } from '../../../src/model/plan/plan.js';
import type { SamlSource, Source, WebIdentitySource } from '../../../src/model/plan/source.js';
import { hop, SOURCE } from '../../support/samples.js';

const { place } = SOURCE;
const { role } = hop();
const NO_POLICIES = { policy: undefined, policyArns: [] };

export const WEB_IDENTITY: WebIdentitySource = {
  ...NO_POLICIES,
  kind: 'web-identity',
  role,
  sessionName: 'ada',
  durationSeconds: undefined,
  token: { kind: 'file', file: '/var/run/token' },
  place,
};

export const SAML: SamlSource = {
  ...NO_POLICIES,
  kind: 'saml',
  role,
  principalArn: undefined,
  durationSeconds: undefined,
  assertion: { kind: 'paste' },
  place,
};

type Of<K extends Source['kind']> = Extract<Source, { kind: K }>;

export const SOURCES: { readonly [K in Source['kind']]: Of<K> } = {
  'static-keys': SOURCE,
  environment: { kind: 'environment', place },
  'instance-metadata': { kind: 'instance-metadata', endpoint: undefined, v1Allowed: false, place },
  container: { kind: 'container', place },
  process: { kind: 'process', profile: 'dev', program: 'vault', place },
  'identity-center': {
    kind: 'identity-center',
    profile: 'dev',
    session: 'corp',
    startUrl: 'https://corp.awsapps.com/start',
    region: 'eu-west-1',
    scopes: ['sso:account:access'],
    accountId: '210987654321',
    roleName: 'Reader',
    place,
  },
  login: { kind: 'login', profile: 'dev', loginSession: 'arn:aws:iam::123456789012:user/team/ana', place },
  'web-identity': WEB_IDENTITY,
  saml: SAML,
  brought: { kind: 'brought', from: 'laptop', place },
};

export const SESSION_TOKEN: Plan['hops'][number] = {
  kind: 'session-token',
  mfaSerial: undefined,
  durationSeconds: undefined,
};

export const FEDERATION_TOKEN: Extract<Plan['hops'][number], { kind: 'federation-token' }> = {
  ...NO_POLICIES,
  kind: 'federation-token',
  name: 'ana',
  durationSeconds: undefined,
  tags: {},
};
