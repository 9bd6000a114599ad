// Plans of every kind, to ask something of.
import type { FederationTokenHop } from '../../../src/model/plan/plan.js';
import { hop, IDENTITY_CENTER, plan, PROCESS, SOURCE } from '../../support/samples.js';
import type { WebIdentitySource, SamlSource } from '../../../src/model/plan/source.js';

export const ROLE = hop().role;
const { place } = SOURCE;
const NONE = { policy: undefined, policyArns: [] };
export const POLICY = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

export const WEB_IDENTITY: WebIdentitySource = {
  kind: 'web-identity',
  role: ROLE,
  sessionName: 'ana',
  durationSeconds: undefined,
  token: { kind: 'file', file: '/token' },
  place,
  ...NONE,
};
export const SAML: SamlSource = {
  kind: 'saml',
  role: undefined,
  principalArn: undefined,
  durationSeconds: undefined,
  assertion: { kind: 'paste' },
  place,
  ...NONE,
};
export const FEDERATION: FederationTokenHop = {
  kind: 'federation-token',
  name: 'ana',
  durationSeconds: undefined,
  tags: {},
  ...NONE,
};

export const ROLE_PLAN = plan();
export const CHAINED = plan({ hops: [hop({}, 'base'), hop()] });
export const FROM_PROCESS = plan({ source: PROCESS });
export const FROM_SSO = plan({ source: IDENTITY_CENTER });
export const WEB_PLAN = plan({ source: WEB_IDENTITY, hops: [] });
export const SAML_PLAN = plan({ source: SAML, hops: [] });
export const SSO_PLAN = plan({ source: IDENTITY_CENTER, hops: [] });
export const PROCESS_PLAN = plan({ source: PROCESS, hops: [] });
export const KEYS_PLAN = plan({ hops: [] });
export const TOKEN_PLAN = plan({ hops: [{ kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined }] });
export const FEDERATION_PLAN = plan({ hops: [FEDERATION] });
