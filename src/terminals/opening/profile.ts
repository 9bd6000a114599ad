import type { TerminalProfile } from 'vscode';
import { behindBoundary } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import type { TerminalOpener } from './openTerminal.js';

/** What the editor opens for the profile in its list. It shows the message of what is thrown, and nothing where that is empty. */
export async function openedByProfile(opener: Pick<TerminalOpener, 'profile'>, log: Log): Promise<TerminalProfile> {
  const profile = await behindBoundary('roleSessions.openTerminal', () => opener.profile(), log);
  if (profile === undefined) {
    throw new Error(''); // it takes no profile for a failure
  }
  return profile;
}
