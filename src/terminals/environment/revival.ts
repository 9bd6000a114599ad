export const REVIVAL = 'terminal.integrated.persistentSessionReviveProcess';
export const PERSISTENCE = 'terminal.integrated.enablePersistentSessions';

/**
 * Whether the editor writes open terminals with their environment to disk when it ends, to revive them later.
 * @param revival what `terminal.integrated.persistentSessionReviveProcess` comes to
 * @param persistent what `terminal.integrated.enablePersistentSessions` comes to
 */
export function writesEnvironments(revival: unknown, persistent: unknown): boolean {
  return persistent !== false && revival !== 'never';
}
