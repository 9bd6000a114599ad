import type { RoleSessionsError, RoleSessionsErrorCode } from './roleSessions.js';

/** For whoever called: thrown on purpose, with a message for people that holds no secret. */
export class ApiError extends Error implements RoleSessionsError {
  override readonly name = 'RoleSessionsError';

  constructor(
    readonly code: RoleSessionsErrorCode,
    message: string,
  ) {
    super(message);
  }
}
