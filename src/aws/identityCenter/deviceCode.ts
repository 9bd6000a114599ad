import * as l10n from '../../base/l10n.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartDeviceAuthorizationCommand, type StartDeviceAuthorizationResponse } from '@aws-sdk/client-sso-oidc';
import { portalName } from '../../model/plan/portal.js';
import { errorCode, UserError } from '../../base/errors.js';
import { transportFailure } from '../../base/transportFailure.js';
import { withOidc } from './clients.js';
import { createToken, type KeepToken } from './createToken.js';
import { askUser, type PortalAccess } from './portal.js';
import { registeredClient } from './registration.js';
import { dropRegistration, type PortalToken, type Registration } from './tokenCache.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Both from RFC 8628, sections 3.2 and 3.5. */
const DEFAULT_INTERVAL_SECONDS = 5;
const SLOW_DOWN_SECONDS = 5;

interface DeviceAuthorization {
  readonly client: Registration;
  readonly deviceCode: string;
  readonly intervalSeconds: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Device authorization grant (RFC 8628): shows a code, then asks until the user has confirmed it on any device.
 * Throws UserError, Cancelled, and what the SDK throws: ExpiredTokenException, AccessDeniedException…
 */
export async function signInWithDeviceCode(access: PortalAccess, keep: KeepToken): Promise<PortalToken> {
  const client = await registeredClient(access, 'device-code');
  const { client: used, reply } = await startWithKnownClient(access, client);
  const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } = reply;
  const page = verificationUriComplete ?? verificationUri;
  if (deviceCode === undefined || userCode === undefined || page === undefined || expiresIn === undefined) {
    throw new UserError(l10n.t('IAM Identity Center answered without a code. Is the endpoint really its own?'));
  }
  const expiresAt = Date.now() + expiresIn * 1000;
  const over = new AbortController();
  try {
    const shown = { userCode, verificationUri: page, over: over.signal };
    await askUser(access, (interaction) => interaction.showDeviceCode(shown));
    return await poll(access, keep, {
      client: used,
      deviceCode,
      intervalSeconds: interval ?? DEFAULT_INTERVAL_SECONDS,
      expiresAt,
    });
  } finally {
    over.abort();
  }
}

/** A registration that AWS has forgotten is made anew, once. */
async function startWithKnownClient(access: PortalAccess, client: Registration) {
  try {
    return { client, reply: await start(access, client) };
  } catch (error) {
    if (errorCode(error) !== 'InvalidClientException') {
      throw error;
    }
    await dropRegistration(access.portal, 'device-code', access.homeDirectory);
    const renewed = await registeredClient(access, 'device-code');
    return { client: renewed, reply: await start(access, renewed) };
  }
}

function start(access: PortalAccess, { clientId, clientSecret }: Registration) {
  const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: access.portal.startUrl });
  return withOidc(access, (oidc): Promise<StartDeviceAuthorizationResponse> =>
    oidc.send(command, { abortSignal: access.signal }),
  );
}

async function poll(access: PortalAccess, keep: KeepToken, device: DeviceAuthorization): Promise<PortalToken> {
  let { intervalSeconds } = device;
  while (Date.now() < device.expiresAt) {
    await sleep(intervalSeconds * 1000, undefined, { signal: access.signal });
    try {
      const grant = { grantType: DEVICE_CODE, deviceCode: device.deviceCode };
      return await createToken(access, device.client, grant, keep);
    } catch (error) {
      intervalSeconds += secondsToAdd(error);
    }
  }
  throw new UserError(
    l10n.t(
      'The code for signing in to {0} was not confirmed in time. Start again, and confirm it in the browser.',
      portalName(access.portal),
    ),
  );
}

/** How much slower to ask again. Throws the error where asking again is of no use. */
function secondsToAdd(error: unknown): number {
  const code = errorCode(error);
  if (code === 'AuthorizationPendingException') {
    return 0;
  }
  if (code === 'SlowDownException' || transportFailure(error)?.kind === 'timeout') {
    return SLOW_DOWN_SECONDS;
  }
  throw error;
}
