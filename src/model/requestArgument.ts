import { configuredRole, type SessionRequest } from './request.js';

/**
 * What a command is called for: of a role's ID, as links and keybindings give it, of the row of a role, or of what our
 * buttons pass.
 */
export function requestIn(argument: unknown): SessionRequest | undefined {
  if (typeof argument === 'string') {
    return configuredRole(argument);
  }
  if (typeof argument !== 'object' || argument === null) {
    return undefined;
  }
  if ('roleId' in argument && typeof argument.roleId === 'string') {
    return configuredRole(argument.roleId);
  }
  return 'target' in argument && 'overrides' in argument ? (argument as SessionRequest) : undefined;
}
