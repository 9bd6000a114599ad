import { window } from 'vscode';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import { sentences } from '../base/words.js';
import { commandTable, invokeCommand } from '../editor/commands.js';
import { withIam, type IamAccess, type OpenedIam } from '../model/iam/iamCaller.js';
import { inAccount } from '../model/session/identity.js';
import { liveSession, type LiveSession, type SessionFacts } from '../model/session/session.js';
import { sessionIdOf } from '../model/session/sessionArgument.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { RecordAct } from '../model/sessionAct.js';
import {
  REVOCATION_POLICY,
  revocationDocument,
  revokedBefore,
  revokeQuestion,
  sessionsOfRole,
  undoQuestion,
  whyNotRevoked,
  type Before,
} from './revocation.js';

/** Sessions of a role, everybody's, that AWS denies everything from now on, until somebody assumes it again. */
export function registerRevoking(sessions: SessionReader, record: RecordAct, iam: IamAccess) {
  return commandTable({
    'roleSessions.revokeSessions': async (argument) => {
      const facts = wantedRole(sessions, argument);
      const caller = await iam.choose(l10n.t('Revoke Sessions of {0}: as whom?', facts.identity.name));
      const before = await withIam(iam.open, caller, (opened) => revoke(facts, opened, sessions));
      record({ kind: 'revoked', session: facts, ...before });
      void offer(facts, sessions);
    },
    'roleSessions.undoRevoke': async (argument) => {
      const facts = wantedRole(sessions, argument);
      const caller = await iam.choose(l10n.t('Undo Revoking of {0}: as whom?', facts.identity.name));
      const before = await withIam(iam.open, caller, (opened) => undo(facts, opened));
      record({ kind: 'unrevoked', session: facts, ...before });
      void window.showInformationMessage(l10n.t('Sessions of {0} are not revoked any more.', facts.identity.name));
    },
  });
}

/** @throws UserError where there is none, or none whose role can be changed */
function wantedRole(sessions: SessionReader, argument: unknown): SessionFacts {
  const id = sessionIdOf(argument);
  const state = id === undefined ? liveSession(sessions.active()) : sessions.get(id)?.state;
  if (state?.kind !== 'live' && state?.kind !== 'expired') {
    throw new UserError(l10n.t('No AWS role is active, so there is none whose sessions could be revoked.'), {
      actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
    });
  }
  const refusal = whyNotRevoked(state.identity);
  if (refusal !== undefined) {
    throw new UserError(refusal);
  }
  return factsOf(state);
}

function factsOf(state: SessionFacts): SessionFacts {
  const { credentials: _, signOuts: __, kind: ___, ...facts } = state as LiveSession;
  return facts;
}

interface Recorded {
  readonly caller: string;
  /** Milliseconds since the epoch. */
  readonly before: number | undefined;
}

async function revoke(
  { identity }: SessionFacts,
  { api, account, arn, clockOffsetMs }: OpenedIam,
  sessions: SessionReader,
): Promise<Recorded> {
  expectAccount(identity, account, arn);
  const read = await api.rolePolicy(identity.name, REVOCATION_POLICY);
  const own = sessionsOfRole(sessions.list(), identity);
  const question = revokeQuestion({ role: identity, caller: arn, own, known: knownOf(read) });
  await confirm(question, l10n.t('Revoke'));
  const before = Date.now() + clockOffsetMs;
  const PolicyDocument = revocationDocument(before);
  const input = { RoleName: identity.name, PolicyName: REVOCATION_POLICY, PolicyDocument };
  await api.call({ action: 'PutRolePolicy', input });
  return { caller: arn, before };
}

function knownOf(read: Awaited<ReturnType<OpenedIam['api']['rolePolicy']>>): Before {
  switch (read.kind) {
    case 'found':
      return { kind: 'there', before: revokedBefore(read.value.document) };
    case 'absent':
      return { kind: 'none' };
    case 'denied':
      return { kind: 'unknown' };
  }
}

async function undo({ identity }: SessionFacts, { api, account, arn }: OpenedIam): Promise<Recorded> {
  expectAccount(identity, account, arn);
  const { name, accountId } = identity;
  const read = await api.rolePolicy(name, REVOCATION_POLICY);
  if (read.kind === 'denied') {
    throw new UserError(
      sentences(l10n.t('What is revoked of {0} cannot be seen.', name), l10n.t('AWS says: {0}', read.message)),
    );
  }
  if (read.kind === 'absent') {
    throw new UserError(l10n.t('Nothing is revoked of {0}.', inAccount(name, accountId)));
  }
  const { document } = read.value;
  await confirm(undoQuestion(identity, arn, document), l10n.t('Undo'));
  await api.call({ action: 'DeleteRolePolicy', input: { RoleName: name, PolicyName: REVOCATION_POLICY } });
  return { caller: arn, before: revokedBefore(document) };
}

function expectAccount({ name, accountId }: SessionFacts['identity'], account: string, arn: string): void {
  if (account !== accountId) {
    throw new UserError(
      l10n.t(
        '{0} cannot change {1}: that is in account {2}. Choose an identity of that account.',
        arn,
        name,
        accountId,
      ),
    );
  }
}

/** @throws Cancelled */
async function confirm({ message, detail }: { readonly message: string; readonly detail: string }, title: string) {
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) !== title) {
    throw new Cancelled();
  }
}

/** What is here of the role is denied everything from now on. */
async function offer({ identity }: SessionFacts, sessions: SessionReader): Promise<void> {
  const own = sessionsOfRole(sessions.list(), identity);
  const renew = l10n.t('Renew Here');
  const end = l10n.t('End Here');
  const chosen = await window.showInformationMessage(
    sentences(
      l10n.t('All sessions of {0} that were given before now are revoked.', identity.name),
      own.length === 0 ? undefined : l10n.t('What this window has of it is denied everything until it is renewed.'),
    ),
    ...(own.length === 0 ? [] : [renew, end]),
  );
  const command = chosen === renew ? 'roleSessions.renewSession' : 'roleSessions.endSession';
  if (chosen !== undefined) {
    for (const { id } of own) {
      await invokeCommand(command, { sessionId: id });
    }
  }
}
