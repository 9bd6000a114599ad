// What every way of assuming a role asks of the role.
import type { ContextValues } from '../iam/authorize.js';
import type { Role } from '../iam/entities.js';
import { validationError } from './call.js';

export const DEFAULT_ROLE_SECONDS = 3600;

/** Throws AwsError ValidationError for what is no role's ARN. */
export function checkRoleArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw validationError(`${arn} is invalid`);
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) throw validationError('Request ARN is invalid');
}

/** Throws AwsError ValidationError for a session longer than the role allows. */
export function checkRoleDuration(role: Role, seconds: number): void {
  if (seconds > role.maxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

/** Condition keys of the role as what is asked for. */
export const roleContext = ({ tags }: Role): ContextValues =>
  Object.fromEntries(
    [...tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
