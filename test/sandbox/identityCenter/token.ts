// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
import { createHash } from 'node:crypto';
import { jsonReply, type SiteCall, type SiteReply } from '../front/site.js';
import { INTERVAL_SECONDS } from './device.js';
import { oidcError } from './errors.js';
import { clientOf, required } from './input.js';
import { mint, type DeviceAuthorization, type PortalSession, type Realm, type Registration } from './realm.js';
import { DEVICE_CODE } from './register.js';
import type { Tokens } from './types.js';

/** Of clients that can refresh; others get a token for as long as the portal's session lasts. */
const REFRESHABLE_MS = 3600_000;
/** Timers of clients fire a little early. */
const TOLERANCE_MS = 100;

function renew(realm: Realm, session: PortalSession, now: number): Tokens {
  const refreshable = session.client.scopes.length > 0;
  const accessToken = mint(realm, 'aoaAAAAA', 96);
  const expiresAt = refreshable ? Math.min(session.endsAt, now + REFRESHABLE_MS) : session.endsAt;
  session.accessTokens.set(accessToken, expiresAt);
  session.refreshToken = refreshable ? mint(realm, 'aorAAAAA', 96) : undefined;
  return { accessToken, expiresAt, refreshToken: session.refreshToken };
}

export function openSession(
  realm: Realm,
  { client, instance, userName }: Pick<PortalSession, 'client' | 'instance' | 'userName'>,
  now: number,
): Tokens {
  const endsAt = now + instance.sessionSeconds * 1000;
  const grant = { client, instance, userName, endsAt };
  const session: PortalSession = { ...grant, accessTokens: new Map(), refreshToken: undefined, ended: false };
  realm.sessions.push(session);
  return renew(realm, session, now);
}

/** Two hasty polls pass: the AWS CLI asks at once, shows the code, and asks again. Throws AwsError. */
function checkPace(device: DeviceAuthorization, now: number): void {
  const since = now - (device.lastPoll ?? -Infinity);
  device.lastPoll = now;
  if (since >= INTERVAL_SECONDS * 1000 - TOLERANCE_MS) return;
  device.hasty += 1;
  if (device.hasty > 2) throw oidcError('SlowDown', 'The client polls too often');
}

function fromDevice(realm: Realm, call: SiteCall, client: Registration): Tokens {
  const device = realm.devices.get(required(call, 'deviceCode'));
  if (device?.client !== client) throw oidcError('InvalidGrant', 'Invalid device code provided');
  if (device.expiresAt <= call.now) throw oidcError('ExpiredToken', 'Device code has expired');
  checkPace(device, call.now);
  const { decision } = device;
  if (decision.kind === 'pending')
    throw oidcError('AuthorizationPending', 'The authorization request is still pending');
  if (decision.kind === 'denied') throw oidcError('AccessDenied', 'The user denied the request');
  realm.devices.delete(device.deviceCode);
  return openSession(realm, { ...device, userName: decision.userName }, call.now);
}

function fromCode(realm: Realm, call: SiteCall, client: Registration): Tokens {
  const code = required(call, 'code');
  const redirectUri = required(call, 'redirectUri');
  const verifier = required(call, 'codeVerifier');
  const grant = realm.codes.get(code);
  // A code is spent by the first attempt, whatever comes of it.
  realm.codes.delete(code);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const fits =
    grant?.client === client && grant.redirectUri === redirectUri && grant.codeChallenge === challenge
      ? grant
      : undefined;
  if (!fits || fits.expiresAt <= call.now) throw oidcError('InvalidGrant', 'Invalid grant provided');
  return openSession(realm, fits, call.now);
}

function fromRefreshToken(realm: Realm, call: SiteCall, client: Registration): Tokens {
  const token = required(call, 'refreshToken');
  const session = realm.sessions.find(({ refreshToken }) => refreshToken === token);
  if (session?.client !== client || session.ended || session.endsAt <= call.now)
    throw oidcError('InvalidGrant', 'Invalid refresh token provided');
  return renew(realm, session, call.now);
}

const GRANTS: Readonly<Record<string, typeof fromDevice>> = {
  [DEVICE_CODE]: fromDevice,
  authorization_code: fromCode,
  refresh_token: fromRefreshToken,
};

export const createToken =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const grantType = required(call, 'grantType');
    const grant = GRANTS[grantType];
    if (!grant) throw oidcError('UnsupportedGrantType', 'Unsupported grant type');
    const client = clientOf(realm, call);
    if (!client.grantTypes.includes(grantType))
      throw oidcError('UnauthorizedClient', 'Client is not allowed to use this grant type');
    const { accessToken, expiresAt, refreshToken } = grant(realm, call, client);
    return jsonReply(200, {
      accessToken,
      expiresIn: Math.floor((expiresAt - call.now) / 1000),
      idToken: null,
      refreshToken: refreshToken ?? null,
      tokenType: 'Bearer',
    });
  };
