// How AWS revokes sessions of a role: an inline policy that denies everything to what was issued before a moment
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html).
import * as l10n from '../base/l10n.js';
import { localTime } from '../base/localTime.js';
import { sentences } from '../base/words.js';
import { isLive, type SessionEntry } from '../model/session/entry.js';
import { identityOf, inAccount, type Identity } from '../model/session/identity.js';
import { sessionTitle, type LiveSession } from '../model/session/session.js';

/** As the console of IAM names it, so that each finds what the other has put there. */
export const REVOCATION_POLICY = 'AWSRevokeOlderSessions';

/** As the console of IAM writes it. @param before by AWS's clock, in milliseconds since the epoch */
export function revocationDocument(before: number): string {
  const statement = {
    Effect: 'Deny',
    Action: ['*'],
    Resource: ['*'],
    Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(before).toISOString() } },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
}

/** The moment of such a document; undefined where it is another kind of document under that name. */
export function revokedBefore(document: string): number | undefined {
  try {
    const read = JSON.parse(document) as { readonly Statement?: unknown };
    const [statement, ...others] = [read.Statement].flat() as readonly Written[];
    const moment = Date.parse(statement?.Condition?.DateLessThan?.['aws:TokenIssueTime'] ?? '');
    return others.length > 0 || Number.isNaN(moment) ? undefined : moment;
  } catch {
    return undefined;
  }
}

interface Written {
  readonly Condition?: { readonly DateLessThan?: { readonly 'aws:TokenIssueTime'?: string } };
}

/** Why the sessions of an identity cannot be revoked so: a sentence, with where to go instead. */
export function whyNotRevoked({ kind, name }: Pick<Identity, 'kind' | 'name'>): string | undefined {
  if (kind !== 'assumed-role') {
    return l10n.t(
      '{0} is not the session of a role. What a user’s keys gave ends when the keys are deactivated in IAM, and the user’s permissions with them.',
      name,
    );
  }
  if (name.startsWith('AWSReservedSSO_')) {
    return l10n.t(
      'The policies of {0} are those of IAM Identity Center, and only that changes them: there, delete the user’s active sessions, take the assignment away, or put the denial into the permission set.',
      name,
    );
  }
  return name.startsWith('AWSServiceRoleFor')
    ? l10n.t('{0} belongs to a service of AWS, and nobody else can change its policies.', name)
    : undefined;
}

type Role = Pick<Identity, 'accountId' | 'name'>;

/** What is here of the role, by whatever way it was assumed. */
export function sessionsOfRole(entries: readonly SessionEntry[], role: Role): readonly LiveSession[] {
  return entries.flatMap((entry) => (isLive(entry) && isOfRole(entry.state.identity, role) ? [entry.state] : []));
}

function isOfRole({ kind, accountId, name }: Identity, role: Role): boolean {
  return kind === 'assumed-role' && accountId === role.accountId && name === role.name;
}

/** What is known of a revocation before. */
export type Before =
  | { readonly kind: 'none' }
  /** `before` undefined: it is no document of the kind. */
  | { readonly kind: 'there'; readonly before: number | undefined }
  | { readonly kind: 'unknown' };

export interface Revoking {
  readonly role: Role;
  /** Who changes the role: an ARN. */
  readonly caller: string;
  readonly own: readonly LiveSession[];
  readonly known: Before;
}

export function revokeQuestion({ role, caller, own, known }: Revoking) {
  const message = l10n.t(
    'Revoke all sessions of {0} that were given before now?',
    inAccount(role.name, role.accountId),
  );
  const detail = sentences(
    l10n.t(
      'AWS denies everything to every session of the role that exists now, whoever and whatever program has it. Who assumes the role again gets through, and so do sessions of other roles that were assumed with it.',
    ),
    own.length === 0 ? l10n.t('Of this window none is of the role.') : l10n.t('Of this window: {0}.', titles(own)),
    isOfRole(identityOf(caller), role)
      ? l10n.t('{0} is one of them: it revokes itself, and cannot undo it.', caller)
      : undefined,
    knownText(known),
    l10n.t('{0} puts the inline policy {1} on the role.', caller, REVOCATION_POLICY),
  );
  return { message, detail };
}

function titles(own: readonly LiveSession[]): string {
  return own.map(({ role: { name }, narrowedTo }) => sessionTitle({ name, narrowedTo })).join(', ');
}

function knownText(known: Before): string | undefined {
  switch (known.kind) {
    case 'none':
      return undefined;
    case 'there':
      return known.before === undefined
        ? l10n.t('A policy of that name is there already, and is no such denial: it is replaced.')
        : l10n.t('What was given before {0} is revoked already; that is replaced.', localTime(known.before));
    case 'unknown':
      return l10n.t('Whether something was revoked before could not be read.');
  }
}

export function undoQuestion(role: Role, caller: string, document: string) {
  const before = revokedBefore(document);
  const message =
    before === undefined
      ? l10n.t('Delete the policy {0} of {1}?', REVOCATION_POLICY, inAccount(role.name, role.accountId))
      : l10n.t(
          'Let sessions of {0} that were given before {1} act again?',
          inAccount(role.name, role.accountId),
          localTime(before),
        );
  const detail = sentences(
    l10n.t(
      '{0} deletes the inline policy {1}. Sessions that have not ended by themselves work again.',
      caller,
      REVOCATION_POLICY,
    ),
    before === undefined ? l10n.t('It is no denial as AWS writes it.') : undefined,
  );
  return { message, detail: `${detail}\n\n${document}` };
}
