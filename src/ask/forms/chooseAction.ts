import { window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { SessionRequest } from '../../model/request.js';
import type { CommandId } from '../../base/commandIds.js';
import { Cancelled } from '../../base/errors.js';
import { sessionTitle, type LiveSession, type RoleRef, type Session } from '../../model/session/session.js';
import { inAccount } from '../../model/session/identity.js';

type Action = QuickPickItem & { readonly command: CommandId; readonly request?: SessionRequest };

/** What a click on the status bar item offers. Without anything to act on it goes straight to the role picker. */
export async function chooseAction(
  session: Session,
  run: (command: CommandId, request?: SessionRequest) => Promise<void>,
): Promise<void> {
  const actions = actionsFor(session);
  const only = actions.length === 1 ? actions[0] : undefined;
  const chosen = only ?? (await window.showQuickPick(actions, { title: titleOf(session) }));
  if (chosen === undefined) {
    throw new Cancelled();
  }
  await run(chosen.command, chosen.request);
}

function titleOf(session: Session): string {
  if (session.kind === 'none') {
    return '';
  }
  return session.kind === 'live'
    ? inAccount(sessionTitle(facts(session)), session.identity.accountId)
    : session.role.name;
}

function facts({ role, narrowedTo }: LiveSession): Parameters<typeof sessionTitle>[0] {
  return { name: role.name, narrowedTo };
}

const assume = (label: string): Action => ({ label: `$(arrow-swap) ${label}`, command: 'roleSessions.assumeRole' });

const plan = ({ request }: RoleRef): Action => ({
  label: `$(list-tree) ${l10n.t('Show How Role Is Reached')}`,
  command: 'roleSessions.showPlan',
  request,
});

function actionsFor(session: Session): Action[] {
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
      return [again, assume(l10n.t('Choose Another Role')), plan(session.role), definition];
    case 'expired':
      return [again, assume(l10n.t('Choose Another Role')), end];
    case 'live':
      return [
        assume(l10n.t('Switch Role')),
        { ...again, label: `$(refresh) ${l10n.t('Renew Session')}` },
        end,
        { label: `$(terminal) ${l10n.t('Open Terminal')}`, command: 'roleSessions.openTerminal' },
        { label: `$(copy) ${copyLabel(session)}`, command: 'roleSessions.copyRoleArn' },
        ...lessOf(session),
        plan(session.role),
        definition,
      ];
  }
}

function copyLabel({ identity }: LiveSession): string {
  return identity.kind === 'assumed-role' ? l10n.t('Copy Assumed-Role ARN') : l10n.t('Copy ARN');
}

/** A user's own session takes no session policy, which is what narrows. */
function lessOf({ role, identity }: LiveSession): Action[] {
  return identity.kind === 'assumed-role' || identity.kind === 'federated-user'
    ? [
        {
          label: `$(shield) ${l10n.t('Assume with Less…')}`,
          command: 'roleSessions.assumeWithLess',
          request: role.request,
        },
      ]
    : [];
}
