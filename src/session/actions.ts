import { l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { Cancelled } from '../errors.js';
import type { Session } from './session.js';

type Action = QuickPickItem & { readonly command: string };

/** What a click on the status bar item offers. Without anything to act on it goes straight to the role picker. */
export async function chooseAction(session: Session, run: (command: string) => Promise<void>): Promise<void> {
  const actions = actionsFor(session);
  const only = actions.length === 1 ? actions[0] : undefined;
  const chosen = only ?? (await window.showQuickPick(actions, { title: titleOf(session) }));
  if (chosen === undefined) {
    throw new Cancelled();
  }
  await run(chosen.command);
}

function titleOf(session: Session): string {
  const name = session.kind === 'none' ? '' : session.role.name;
  return session.kind === 'live' ? l10n.t('{0} in account {1}', name, session.identity.accountId) : name;
}

function actionsFor(session: Session): Action[] {
  const assume = (label: string): Action => ({ label: `$(arrow-swap) ${label}`, command: 'roleSessions.assumeRole' });
  const end: Action = { label: `$(debug-stop) ${l10n.t('End Session')}`, command: 'roleSessions.endSession' };
  const again: Action = { label: `$(refresh) ${l10n.t('Assume Again')}`, command: 'roleSessions.renewSession' };
  const definition: Action = {
    label: `$(go-to-file) ${l10n.t('Open Definition')}`,
    command: 'roleSessions.openRoleDefinition',
  };
  switch (session.kind) {
    case 'none':
      return [assume(l10n.t('Assume Role'))];
    case 'assuming':
      return [assume(l10n.t('Choose Another Role')), end];
    case 'failed':
      return [again, assume(l10n.t('Choose Another Role')), definition];
    case 'expired':
      return [again, assume(l10n.t('Choose Another Role')), end];
    case 'live':
      return [
        assume(l10n.t('Switch Role')),
        { ...again, label: `$(refresh) ${l10n.t('Renew Session')}` },
        end,
        { label: `$(terminal) ${l10n.t('Open Terminal')}`, command: 'roleSessions.openTerminal' },
        { label: `$(copy) ${l10n.t('Copy Assumed-Role ARN')}`, command: 'roleSessions.copyRoleArn' },
        definition,
      ];
  }
}
