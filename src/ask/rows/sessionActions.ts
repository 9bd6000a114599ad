import * as l10n from '../../base/l10n.js';
import type { CommandId } from '../../base/commandIds.js';
import type { SessionRequest } from '../../model/request.js';
import { activeEntries, isSameRole } from '../../model/session/activeEntries.js';
import { inAccount } from '../../model/session/identity.js';
import {
  sessionTitle,
  settledOf,
  type LiveSession,
  type RoleRef,
  type Session,
  type SessionFacts,
  type Settled,
} from '../../model/session/session.js';
import type { SessionArgument } from '../../model/session/sessionArgument.js';
import type { SessionReader } from '../../model/session/sessionReader.js';

/** Something to do with a session. It names what it acts on: by the time it is chosen, another one may be active. */
export interface SessionAction {
  readonly label: string;
  /** A codicon's name. */
  readonly icon: string;
  /** Whom it acts on, where the list is about two. */
  readonly on: string | undefined;
  readonly command: CommandId;
  readonly argument: SessionArgument | SessionRequest | undefined;
}

/** Who one is, also while somebody else is being assumed. */
export function actionsTitle(session: Session): string {
  const settled = settledOf(session);
  switch (settled.kind) {
    case 'none':
      return session.kind === 'assuming' ? session.role.name : '';
    case 'failed':
      return settled.role.name;
    case 'live':
    case 'expired':
      return inAccount(titleOf(settled), settled.identity.accountId);
  }
}

/** `followed`: a folder whose session is shown in the window's place. */
export type ShownSessions = Pick<SessionReader, 'active' | 'list'> & { readonly followed?: object | undefined };

export function actionsFor(sessions: ShownSessions): readonly SessionAction[] {
  const actions = actionsOf(sessions);
  return sessions.followed === undefined ? actions : actions.map(forWindow);
}

/** A role that is chosen is always the window's. */
function forWindow(action: SessionAction): SessionAction {
  return action.command === 'roleSessions.assumeRole' ? assume(l10n.t('Choose Role of the Window')) : action;
}

function actionsOf(sessions: ShownSessions): readonly SessionAction[] {
  const session = sessions.active();
  const { current, pending } = activeEntries(sessions);
  const previous = settledOf(session);
  if (session.kind !== 'assuming' || isRenewal(session)) {
    return settledActions(previous, current?.id);
  }
  const cancel = pending === undefined ? [] : [cancelling(pending.id, session.role.name)];
  const offered = settledActions(previous, current?.id);
  if (previous.kind === 'none') {
    return [...cancel, assume(l10n.t('Choose Another Role'))];
  }
  const name = previous.kind === 'failed' ? previous.role.name : titleOf(previous);
  return [...cancel, ...offered.map((action) => (action.argument === undefined ? action : { ...action, on: name }))];
}

function isRenewal({ role, previous }: Extract<Session, { readonly kind: 'assuming' }>): boolean {
  return previous.kind !== 'none' && isSameRole(role, previous.role);
}

function titleOf({ role, narrowedTo }: SessionFacts): string {
  return sessionTitle({ name: role.name, narrowedTo });
}

function settledActions(session: Settled, sessionId: string | undefined): SessionAction[] {
  switch (session.kind) {
    case 'none':
      return [assume(l10n.t('Assume Role'))];
    case 'failed':
      return [
        {
          ...action('refresh', l10n.t('Assume Again'), 'roleSessions.renewSession'),
          argument: sessionId === undefined ? session.role.request : { sessionId },
        },
        assume(l10n.t('Choose Another Role')),
        plan(session.role),
        definition(session.role),
        ...(sessionId === undefined ? [] : [forget({ sessionId })]),
      ];
    case 'expired':
      return [
        renew(l10n.t('Assume Again'), session),
        assume(l10n.t('Choose Another Role')),
        plan(session.role),
        definition(session.role),
        forget({ sessionId: session.id }),
      ];
    case 'live':
      return [
        assume(l10n.t('Switch Role')),
        renew(l10n.t('Renew Session'), session),
        on(session, 'debug-stop', l10n.t('End Session'), 'roleSessions.endSession'),
        on(session, 'terminal', l10n.t('Open Terminal'), 'roleSessions.openTerminal'),
        ...consoleOf(session),
        on(session, 'copy', copyLabel(session), 'roleSessions.copyRoleArn'),
        ...lessOf(session),
        plan(session.role),
        definition(session.role),
      ];
  }
}

function action(icon: string, label: string, command: CommandId): SessionAction {
  return { icon, label, command, on: undefined, argument: undefined };
}

function on({ id }: SessionFacts, icon: string, label: string, command: CommandId): SessionAction {
  return { ...action(icon, label, command), argument: { sessionId: id } };
}

function assume(label: string): SessionAction {
  return action('arrow-swap', label, 'roleSessions.assumeRole');
}

function renew(label: string, session: SessionFacts): SessionAction {
  return on(session, 'refresh', label, 'roleSessions.renewSession');
}

function forget(argument: SessionArgument): SessionAction {
  return { ...action('trash', l10n.t('Forget Session'), 'roleSessions.endSession'), argument };
}

function cancelling(sessionId: string, name: string): SessionAction {
  const cancel = action('close', l10n.t('Stop Assuming {0}', name), 'roleSessions.endSession');
  return { ...cancel, argument: { sessionId } };
}

function plan({ request }: RoleRef): SessionAction {
  return {
    ...action('list-tree', l10n.t('Show How Role Is Reached'), 'roleSessions.showPlan'),
    argument: request,
  };
}

function definition({ request }: RoleRef): SessionAction {
  return {
    ...action('go-to-file', l10n.t('Open Definition'), 'roleSessions.openRoleDefinition'),
    argument: request,
  };
}

function copyLabel({ identity }: LiveSession): string {
  return identity.kind === 'assumed-role' ? l10n.t('Copy Assumed-Role ARN') : l10n.t('Copy ARN');
}

/** A user cannot be signed in to the console by keys. */
function consoleOf(session: LiveSession): SessionAction[] {
  const { kind } = session.identity;
  const signsIn = kind === 'assumed-role' || kind === 'federated-user';
  return signsIn ? [on(session, 'link-external', l10n.t('Open AWS Console'), 'roleSessions.openConsole')] : [];
}

/** Long-term keys cannot be narrowed. */
function lessOf(session: LiveSession): SessionAction[] {
  return session.credentials.sessionToken === ''
    ? []
    : [
        on(session, 'filter', l10n.t('Narrow…'), 'roleSessions.narrowSession'),
        {
          ...action('shield', l10n.t('Assume with Less…'), 'roleSessions.assumeWithLess'),
          argument: session.role.request,
        },
      ];
}
