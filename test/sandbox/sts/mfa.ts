import { AwsError } from '../types.js';
import type { SignedCall } from './call.js';

const denied = (message: string): AwsError =>
  new AwsError(403, 'AccessDenied', `MultiFactorAuthentication failed${message}`);

/** Condition keys that a valid SerialNumber and TokenCode add. Throws AccessDenied when they are not valid. */
export function checkMfa(call: SignedCall): Readonly<Record<string, string>> {
  const serial = call.parameters.get('SerialNumber');
  const code = call.parameters.get('TokenCode');
  if (serial === undefined && code === undefined) return {};
  if (serial === undefined || code === undefined) {
    throw denied(', must provide both MFA serial number and one time pass code.');
  }
  switch (call.directory.checkMfa(call.caller.principal.arn, serial, code, call.now)) {
    case 'unknownDevice':
      throw denied(
        ', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      );
    case 'wrongCode':
      throw denied(' with invalid MFA one time pass code.');
    case 'passed':
      return { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' };
  }
}
