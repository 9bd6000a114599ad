import type { ExtensionContext } from 'vscode';
import { Lazy } from '../../base/waiting/lazy.js';
import { loadOnDemand } from '../../bundles.js';
import { commandTable } from '../../editor/commands.js';
import type { TellOnce } from '../../editor/tellOnce.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import type { TerminalSessions } from '../terminalSessions.js';
import { watchRefusals } from './refusalNotice.js';
import { RunningCommands } from './runningCommands.js';

/** Offers to look into a terminal where AWS has refused something. What looks is loaded when the user wants it. */
export function registerIdentity(
  { subscriptions }: Pick<ExtensionContext, 'subscriptions'>,
  sessions: SessionReader,
  terminals: TerminalSessions,
  tell: TellOnce,
) {
  const running = new RunningCommands();
  const identity = new Lazy(async () => new (await loadOnDemand()).TerminalIdentity(sessions, terminals, running));
  subscriptions.push(running, identity, watchRefusals(sessions, terminals, tell));
  return commandTable({
    'roleSessions.showTerminalIdentity': async (argument) => (await identity.get()).show(argument),
  });
}
