// Values that unit tests build on. Secrets are marked so that a leak is easy to grep.
import type { AssumeRoleHop, Plan, ScopedCredentialsHop } from '../../src/model/plan/plan.js';
import { configuredRole } from '../../src/model/request.js';
import type { RoleEntry } from '../../src/model/plan/role.js';
import type { LiveSession, RoleRef } from '../../src/model/session/session.js';
import type { IdentityCenterSource, ProcessSource, StaticKeysSource } from '../../src/model/plan/source.js';

export const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
export const SECRET = 'MARKED-SECRET-ACCESS-KEY';
export const TOKEN = 'MARKED-SESSION-TOKEN';

export function hop(overrides: Partial<AssumeRoleHop> = {}, roleName = 'sts-s3-read-only-role'): AssumeRoleHop {
  return {
    kind: 'assume-role',
    role: { arn: `arn:aws:iam::123456789012:role/${roleName}`, partition: 'aws', accountId: '123456789012', roleName },
    sessionName: 'mytestsession',
    externalId: undefined,
    mfaSerial: undefined,
    durationSeconds: undefined,
    policy: undefined,
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
    ...overrides,
  };
}

export function scope(overrides: Partial<ScopedCredentialsHop> = {}): ScopedCredentialsHop {
  return {
    kind: 'scoped-credentials',
    policy: '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
    durationSeconds: undefined,
    description: 'narrowed=s3-only',
    narrowedTo: 'S3 only',
    ...overrides,
  };
}

export const SOURCE: StaticKeysSource = {
  kind: 'static-keys',
  profile: 'ststestprofile',
  accessKeyId: 'AKIAEXAMPLE',
  temporary: false,
  place: { kind: 'file', file: '/home/me/.aws/credentials', line: 1 },
};

export const IDENTITY_CENTER: IdentityCenterSource = {
  kind: 'identity-center',
  profile: 'sso',
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  scopes: [],
  accountId: '123456789012',
  roleName: 'Admin',
  place: SOURCE.place,
};

export const PROCESS: ProcessSource = { kind: 'process', profile: 'p', program: 'vault', place: SOURCE.place };

export function roleRef(name: string): RoleRef {
  const id = `profile:${name}`;
  return { id, name, request: configuredRole(id) };
}

export function plan(overrides: Partial<Plan> = {}): Plan {
  return {
    roleId: 'profile:read-only',
    name: 'read-only',
    source: SOURCE,
    hops: [hop()],
    region: 'us-west-2',
    endpoints: {},
    narrowedTo: undefined,
    ...overrides,
  };
}

export function readyEntry(name: string, overrides: Partial<Plan> = {}): Extract<RoleEntry, { kind: 'ready' }> {
  const ready = plan({ roleId: `profile:${name}`, name, ...overrides });
  const place = { kind: 'file', file: '/home/me/.aws/config', line: 3 } as const;
  return { kind: 'ready', id: ready.roleId, name, place, plan: ready };
}

export function liveSession(overrides: Partial<LiveSession> = {}): LiveSession {
  return {
    kind: 'live',
    id: '0123456789abcdef',
    principal: 'AKIAEXAMPLE',
    key: '123456789012.sts-s3-read-only-role.0123456789abcdef',
    role: roleRef('read-only'),
    identity: {
      kind: 'assumed-role',
      accountId: '123456789012',
      partition: 'aws',
      name: 'sts-s3-read-only-role',
      sessionName: 'mytestsession',
      arn: 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession',
    },
    region: 'us-west-2',
    endpoints: {},
    source: 'profile ststestprofile',
    narrowedTo: undefined,
    startedAt: NOW,
    expiresAt: NOW + 3_600_000,
    clockOffsetMs: 0,
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN },
    ...overrides,
  };
}
