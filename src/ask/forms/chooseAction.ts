import { window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { CommandId } from '../../base/commandIds.js';
import { Cancelled } from '../../base/errors.js';
import { actionsFor, actionsTitle, type SessionAction, type ShownSessions } from '../rows/sessionActions.js';

/** What a click on the status bar item offers. Without anything to act on it goes straight to the role picker. */
export async function chooseAction(
  sessions: ShownSessions,
  run: (command: CommandId, argument?: SessionAction['argument']) => Promise<void>,
): Promise<void> {
  const actions = actionsFor(sessions);
  const items = actions.map((action): QuickPickItem & { readonly action: SessionAction } => ({
    label: `$(${action.icon}) ${action.label}`,
    ...(action.on !== undefined && { description: action.on }),
    action,
  }));
  const only = items.length === 1 ? items[0] : undefined;
  const chosen = only ?? (await window.showQuickPick(items, { title: actionsTitle(sessions.active()) }));
  if (chosen === undefined) {
    throw new Cancelled();
  }
  await run(chosen.action.command, chosen.action.argument);
}
