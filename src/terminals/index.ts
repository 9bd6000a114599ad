import type { Disposable, ExtensionContext } from 'vscode';
import { TERMINAL_PROFILE } from '../base/commandIds.js';
import * as l10n from '../base/l10n.js';
import { commandTable } from '../editor/commands.js';
import { TellOnce } from '../editor/tellOnce.js';
import type { Log } from '../editor/log.js';
import { walkthroughStepDone } from '../editor/walkthrough.js';
import { pledgeIn } from '../identity/holding.js';
import type { Pledge } from '../lending/pledge.js';
import type { TerminalLending } from '../lending/terminalLending.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import { givingNow, injectEnvironment, isGivenAlready } from './collection.js';
import { watchDebugTerminals } from './debugTerminals.js';
import { givenHoldings } from './environment/giving.js';
import { HeldKeysNotice } from './heldKeys.js';
import { registerIdentity } from './identity/register.js';
import { LentTerminals } from './lentTerminals.js';
import { openFor } from './opening/openFor.js';
import { TerminalOpener } from './opening/openTerminal.js';
import { openedByProfile } from './opening/profile.js';
import { watchSplits } from './opening/splits.js';
import { tellOfRevival } from './revivalNotice.js';
import { StartUpFileGuard } from './startUpFiles.js';
import { StartUpProbes } from './startUpProbes.js';
import { watchTasks } from './taskIdentities.js';
import { TerminalSessions } from './terminalSessions.js';

export interface TerminalContext {
  readonly sessions: SessionReader;
  readonly lending: TerminalLending;
  readonly log: Log;
}

/**
 * Terminals act as the active session, or as the one that they were opened for.
 * @param ready when the sessions of before are known again
 */
export function registerTerminals(
  context: ExtensionContext,
  { sessions, lending, log }: TerminalContext,
  ready: Promise<void>,
) {
  const tell = new TellOnce(log);
  const collection = context.environmentVariableCollection;
  const isAnew = isGivenAlready(collection, context.workspaceState);
  const terminals = new TerminalSessions(sessions, lending, context.workspaceState, isAnew);
  const probes = new StartUpProbes(tell, log);
  const asProfile = { extensionIdentifier: context.extension.id, id: TERMINAL_PROFILE, title: l10n.t('AWS Role') };
  const opener = new TerminalOpener(
    sessions,
    terminals,
    lending,
    context.globalState,
    context.globalStorageUri.fsPath,
    asProfile,
  );
  context.subscriptions.push(
    injectEnvironment(collection, sessions, { lending, memento: context.workspaceState, tell }),
    terminals,
    opener,
    watchSplits(terminals, tell),
    new LentTerminals(
      sessions,
      terminals,
      (grants) => {
        lending.hold('terminals', grants);
        lending.letGo();
      },
      () => givenHoldings(givingNow(sessions, lending)),
      tell,
      ready,
    ),
    new HeldKeysNotice(sessions, terminals, tell, ready),
    new StartUpFileGuard(sessions, terminals, lending, probes, tell, log),
    watchTasks(sessions, lending, probes, tell),
    watchDebugTerminals(sessions, lending, terminals, tell),
    tellOfRevival(sessions, context.globalState),
    tellWalkthrough(terminals),
  );
  const use: SessionUse = terminals;
  return {
    use,
    profile: () => openedByProfile(opener, log),
    openFor: (pledge: Pledge) => openFor(opener, terminals, pledge),
    commands: {
      ...registerIdentity(context, sessions, terminals, tell),
      ...commandTable({
        'roleSessions.openTerminal': async (argument) => {
          await opener.open(argument); // no result: its options have keys
        },
        'roleSessions.splitTerminal': (argument) => opener.split(argument),
      }),
    },
  };
}

/** Once a shell has begun that has a session. */
function tellWalkthrough(terminals: TerminalSessions): Disposable {
  return terminals.onDidBegin(({ terminal }) => {
    if (pledgeIn(terminals.of(terminal)) !== undefined) {
      walkthroughStepDone('terminal');
    }
  });
}
