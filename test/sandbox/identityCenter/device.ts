// The device authorization grant: what the device asks for, and where its user answers.
// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_StartDeviceAuthorization.html
import { randomInt } from 'node:crypto';
import { jsonReply, pageReply, type SiteCall, type SiteReply } from '../front/site.js';
import { AwsError } from '../types.js';
import { oidcError } from './errors.js';
import { clientOf, required } from './input.js';
import { codePage, consentPage, messagePage } from './pages.js';
import { instanceOf, mint, type Decision, type DeviceAuthorization, type Realm } from './realm.js';
import { DEVICE_CODE } from './register.js';

const EXPIRES_IN_SECONDS = 600;
/** Between polls. */
export const INTERVAL_SECONDS = 1;
const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXZ';

const letters = (count: number): string =>
  Array.from({ length: count }, () => CONSONANTS.charAt(randomInt(CONSONANTS.length))).join('');

export const startDeviceAuthorization =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const client = clientOf(realm, call);
    if (!client.grantTypes.includes(DEVICE_CODE))
      throw oidcError('UnauthorizedClient', 'Client is not allowed to use this grant type');
    const instance = instanceOf(realm, required(call, 'startUrl'));
    if (!instance) throw oidcError('InvalidRequest', 'Invalid start url provided');
    const device: DeviceAuthorization = {
      deviceCode: mint(realm, ''),
      userCode: `${letters(4)}-${letters(4)}`,
      client,
      instance,
      expiresAt: call.now + EXPIRES_IN_SECONDS * 1000,
      decision: { kind: 'pending' },
      lastPoll: undefined,
      hasty: 0,
    };
    realm.devices.set(device.deviceCode, device);
    const verificationUri = `${call.origin}/device`;
    return jsonReply(200, {
      deviceCode: device.deviceCode,
      expiresIn: EXPIRES_IN_SECONDS,
      interval: INTERVAL_SECONDS,
      userCode: device.userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${device.userCode}`,
    });
  };

export const isOpen = (device: DeviceAuthorization, now: number): boolean =>
  device.decision.kind === 'pending' && device.expiresAt > now;

/** Throws AwsError for a code that is unknown, answered or expired. */
export function openDevice(realm: Realm, userCode: string, now: number): DeviceAuthorization {
  const code = userCode.trim().toUpperCase();
  const device = [...realm.devices.values()].find((candidate) => candidate.userCode === code && isOpen(candidate, now));
  if (!device) throw new AwsError(400, 'InvalidRequestException', 'The code is invalid or has expired.');
  return device;
}

export const verificationPage =
  (realm: Realm) =>
  ({ parameters, now }: SiteCall): SiteReply => {
    const userCode = parameters.get('user_code');
    if (userCode === undefined) return pageReply(200, codePage());
    const device = openDevice(realm, userCode, now);
    const page = consentPage({
      clientName: device.client.clientName,
      users: [...device.instance.users.values()],
      action: 'device',
      field: ['user_code', device.userCode],
      userCode: device.userCode,
    });
    return pageReply(200, page);
  };

/** What the form says. Throws AwsError for a user that the instance does not have. */
export function decisionOf({ parameters }: SiteCall, users: ReadonlyMap<string, unknown>): Decision {
  if (parameters.get('decision') !== 'allow') return { kind: 'denied' };
  const userName = parameters.get('user') ?? '';
  if (!users.has(userName)) throw new AwsError(400, 'InvalidRequestException', 'There is no such user.');
  return { kind: 'allowed', userName };
}

export const verifyDevice =
  (realm: Realm) =>
  (call: SiteCall): SiteReply => {
    const device = openDevice(realm, call.parameters.get('user_code') ?? '', call.now);
    device.decision = decisionOf(call, device.instance.users);
    const page =
      device.decision.kind === 'allowed'
        ? messagePage(
            'Request approved',
            `${device.client.clientName} can access your data. You can close this window.`,
          )
        : messagePage('Request denied', `${device.client.clientName} has no access. You can close this window.`);
    return pageReply(200, page);
  };
