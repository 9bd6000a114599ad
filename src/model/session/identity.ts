import * as l10n from '../../base/l10n.js';

const RESOURCE_KINDS: Readonly<Record<string, Identity['kind']>> = {
  'assumed-role': 'assumed-role',
  'federated-user': 'federated-user',
  user: 'user',
};

/** Who the session acts as: the parts of the ARN that GetCallerIdentity answers. */
export interface Identity {
  readonly kind: 'assumed-role' | 'federated-user' | 'user' | 'root';
  readonly accountId: string;
  readonly partition: string;
  /** `arn:aws:sts::account:assumed-role/role/session`, `…:federated-user/name`, `arn:aws:iam::account:user/path/name`. */
  readonly arn: string;
  /** The role's, user's or federated user's name, without a path; "root". */
  readonly name: string;
  /** Of an assumed role. */
  readonly sessionName: string | undefined;
}

/** Reads an ARN as GetCallerIdentity, AssumedRoleUser or FederatedUser give it. */
export function identityOf(arn: string): Identity {
  const [, partition = '', , , accountId = '', ...rest] = arn.split(':');
  const [type = '', ...names] = rest.join(':').split('/');
  const kind = RESOURCE_KINDS[type] ?? 'root';
  const base = { kind, accountId, partition, arn };
  switch (kind) {
    case 'assumed-role':
      return { ...base, name: names[0] ?? '', sessionName: names.slice(1).join('/') };
    case 'federated-user':
    case 'user':
      return { ...base, name: names.at(-1) ?? '', sessionName: undefined };
    case 'root':
      return { ...base, name: 'root', sessionName: undefined };
  }
}

/** "Role deploy (account 123456789012)": how messages name who acts. */
export function identityName(identity: Identity): string {
  const { accountId } = identity;
  const who = kindAndName(identity);
  return accountId === '' ? who : l10n.t('{0} (account {1})', who, accountId);
}

function kindAndName({ kind, name }: Identity): string {
  switch (kind) {
    case 'assumed-role':
      return l10n.t('Role {0}', name);
    case 'federated-user':
      return l10n.t('Federated user {0}', name);
    case 'user':
      return l10n.t('User {0}', name);
    case 'root':
      return l10n.t('The root user');
  }
}

/** "account 123456789012"; nothing where there is none, as at some servers of one's own. */
export function accountText(accountId: string): string {
  return accountId === '' ? '' : l10n.t('account {0}', accountId);
}

/** "deploy in account 123456789012", or the name alone. */
export function inAccount(name: string, accountId: string): string {
  return accountId === '' ? name : l10n.t('{0} in account {1}', name, accountId);
}
