// What an account holds in IAM.
import { uniqueId } from '../ids.js';
import type { PolicyDocument } from './policy.js';

export type Kind = 'user' | 'group' | 'role';

interface Entity {
  readonly kind: Kind;
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  /** "/" or "/team/". */
  readonly path: string;
  /** "AIDA…", "AGPA…" or "AROA…". */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly inline: Map<string, PolicyDocument>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  readonly tags: Map<string, string>;
  /** The ARN of the managed policy that is its permissions boundary. */
  boundary: string | undefined;
}

export interface Group extends Entity {
  readonly kind: 'group';
}

export interface User extends Entity {
  readonly kind: 'user';
  readonly mfa: { readonly serial: string; readonly secretBase32: string } | undefined;
  readonly groups: Set<Group>;
}

export interface Role extends Entity {
  readonly kind: 'role';
  trust: PolicyDocument;
  /** Seconds. */
  maxSessionDuration: number;
  description: string | undefined;
}

export type Identity = User | Group | Role;

interface Naming {
  readonly partition: string;
  readonly accountId: string;
  readonly name: string;
  readonly path?: string | undefined;
  readonly createdAt: number;
}

const PREFIXES = { user: 'AIDA', group: 'AGPA', role: 'AROA' } as const;

export const arnOf = (kind: Kind, { partition, accountId, name, path = '/' }: Omit<Naming, 'createdAt'>): string =>
  `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;

function entity<K extends Kind>(kind: K, naming: Naming): Entity & { readonly kind: K } {
  const { accountId, name, path = '/', createdAt } = naming;
  return {
    kind,
    arn: arnOf(kind, naming),
    accountId,
    name,
    path,
    id: uniqueId(PREFIXES[kind]),
    createdAt,
    inline: new Map(),
    attached: new Set(),
    tags: new Map(),
    boundary: undefined,
  };
}

export const newGroup = (naming: Naming): Group => entity('group', naming);

export const newUser = (naming: Naming, mfa: User['mfa']): User => ({
  ...entity('user', naming),
  mfa,
  groups: new Set(),
});

export const newRole = (naming: Naming, more: Pick<Role, 'trust' | 'maxSessionDuration' | 'description'>): Role => ({
  ...entity('role', naming),
  ...more,
});
