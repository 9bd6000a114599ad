import * as l10n from '../../base/l10n.js';
import type { ChangeEvent } from '../../base/listeners.js';

/** A session token that one MFA code gave, which signs the calls for many roles. Everything but its secrets. */
export interface MfaSession {
  readonly key: string;
  /** The device's ARN, or the serial number of one of hardware; undefined where no device is known. */
  readonly device: string | undefined;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly expiresAt: number;
}

/** What is kept of them, in whichever window they were had. */
export interface MfaSessions {
  list(): readonly MfaSession[];
  readonly onDidChange: ChangeEvent;
}

/** What a command that acts on one of them is called with. */
export interface MfaArgument {
  readonly mfaSession: string;
}

/** The one that a command was called on, where it was. */
export function mfaSessionOf(argument: unknown): string | undefined {
  const key =
    typeof argument === 'object' && argument !== null && 'mfaSession' in argument ? argument.mfaSession : undefined;
  return typeof key === 'string' ? key : undefined;
}

export function mfaTitle({ device }: MfaSession): string {
  return device === undefined ? l10n.t('MFA session') : l10n.t('MFA session of {0}', nameOf(device));
}

/** Empty where the device does not say. */
export function mfaAccount({ device = '' }: MfaSession): string {
  return device.startsWith('arn:') ? (device.split(':')[4] ?? '') : '';
}

/** "anna" of "arn:aws:iam::123456789012:mfa/anna". */
function nameOf(device: string): string {
  return device.startsWith('arn:') ? device.replace(/^.*\//, '') : device;
}
