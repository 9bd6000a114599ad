// Values that unit tests build on. Secrets are marked so that a leak is easy to grep.
import type { Hop, Plan, Role, RoleEntry } from '../../src/config/role.js';
import type { LiveSession } from '../../src/session/session.js';

export const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
export const SECRET = 'MARKED-SECRET-ACCESS-KEY';
export const TOKEN = 'MARKED-SESSION-TOKEN';

export function hop(overrides: Partial<Hop> = {}, roleName = 'sts-s3-read-only-role'): Hop {
  return {
    role: { arn: `arn:aws:iam::123456789012:role/${roleName}`, partition: 'aws', accountId: '123456789012', roleName },
    sessionName: 'mytestsession',
    externalId: undefined,
    mfaSerial: undefined,
    durationSeconds: undefined,
    ...overrides,
  };
}

export function plan(overrides: Partial<Plan> = {}): Plan {
  return {
    roleId: 'profile:read-only',
    name: 'read-only',
    source: {
      kind: 'static-keys',
      profile: 'ststestprofile',
      accessKeyId: 'AKIAEXAMPLE',
      place: { kind: 'file', file: '/home/me/.aws/credentials', line: 1 },
    },
    hops: [hop()],
    region: 'us-west-2',
    endpoints: {},
    ...overrides,
  };
}

export function readyEntry(name: string, overrides: Partial<Plan> = {}): Extract<RoleEntry, { kind: 'ready' }> {
  const ready = plan({ roleId: `profile:${name}`, name, ...overrides });
  const role: Role = {
    id: ready.roleId,
    name,
    arn: hop().role,
    place: { kind: 'file', file: '/home/me/.aws/config', line: 3 },
    sourceProfile: 'ststestprofile',
    region: ready.region,
    externalId: undefined,
    mfaSerial: undefined,
    sessionName: undefined,
    durationSeconds: undefined,
  };
  return { kind: 'ready', role, plan: ready };
}

export function liveSession(overrides: Partial<LiveSession> = {}): LiveSession {
  return {
    kind: 'live',
    key: '123456789012.sts-s3-read-only-role.0123456789abcdef',
    role: { id: 'profile:read-only', name: 'read-only' },
    identity: {
      accountId: '123456789012',
      partition: 'aws',
      roleArn: 'arn:aws:iam::123456789012:role/sts-s3-read-only-role',
      roleName: 'sts-s3-read-only-role',
      sessionName: 'mytestsession',
      assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession',
    },
    region: 'us-west-2',
    endpoints: {},
    source: 'profile ststestprofile',
    startedAt: NOW,
    expiresAt: NOW + 3_600_000,
    clockOffsetMs: 0,
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN },
    ...overrides,
  };
}
