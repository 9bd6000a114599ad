// Terminals of a session that goes on as another, and what they have.
import { heldOf, type HeldKeys } from '../../../src/identity/holding.js';
import { seenInEnvironment, type SeenVariables } from '../../../src/identity/seenVariables.js';
import type { IdentityFacts, IdentityReading } from '../../../src/identity/verdict.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { liveSession, NOW, roleRef, SECRET, TOKEN } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';

export const HOUR_MS = 3_600_000;
export const dev = liveSession({
  id: 'dev',
  role: roleRef('dev'),
  expiresAt: NOW + HOUR_MS,
  credentials: { accessKeyId: 'ASIADEV', secretAccessKey: SECRET, sessionToken: TOKEN },
  endpoints: { all: 'http://me:pw@127.0.0.1:9000' },
});
export const renewed: LiveSession = { ...dev, credentials: { ...dev.credentials, accessKeyId: 'ASIARENEWED' } };
export const somebodyElse: LiveSession = {
  ...renewed,
  identity: { ...dev.identity, arn: 'arn:aws:sts::123456789012:assumed-role/other/me' },
};
export const prod = liveSession({
  id: 'prod',
  role: roleRef('prod'),
  expiresAt: NOW + HOUR_MS,
  credentials: { accessKeyId: 'ASIAPROD', secretAccessKey: SECRET, sessionToken: TOKEN },
});
export const keys = (session: LiveSession): HeldKeys => {
  const holding = heldOf(session);
  if (holding.kind !== 'keys') throw new Error('no keys');
  return holding.keys;
};

const OFF = { AWS_EC2_METADATA_DISABLED: 'true' };
export const variables = (session: LiveSession): Record<string, string> =>
  Object.fromEntries(sessionVariables(session));
export const seen = (env: Readonly<Record<string, string>>): SeenVariables =>
  seenInEnvironment(
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join('\0'),
  );
const asked = (env: Readonly<Record<string, string>>): IdentityReading => ({ kind: 'asked', seen: seen(env) });

export function facts(env: Readonly<Record<string, string>>, overrides: Partial<IdentityFacts> = {}): IdentityFacts {
  return {
    reading: asked({ ...OFF, ...env }),
    profiles: new Map([['a', new Set(['keys'] as const)]]),
    holding: heldOf(dev),
    named: undefined,
    heldAnywhere: [],
    entries: [liveEntry(dev), liveEntry(prod)],
    now: NOW,
    ...overrides,
  };
}
