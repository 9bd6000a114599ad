import type { RoleAsk } from './asks.js';
import type { Meaning, NamedRole } from './meaning.js';

/** What the user has said "always" to: one role, as it was, for one folder or workspace. */
export interface AllowedRole extends Meaning {
  /** URI of the folder, or of the workspace's file. */
  readonly owner: string;
  /** As the setting names it. */
  readonly role: string;
  readonly roleId: string;
}

const ALLOWED_ROLES = 'allowedFolderRoles';

interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Kept for all windows of this machine. */
export class AllowedRoles {
  constructor(private readonly state: State) {}

  /** Of whatever shape it is: what cannot be read allows nothing. */
  list(): readonly AllowedRole[] {
    const kept = this.state.get(ALLOWED_ROLES);
    return Array.isArray(kept) ? kept.filter(isAllowedRole) : [];
  }

  async add(one: AllowedRole): Promise<void> {
    await this.state.update(ALLOWED_ROLES, [...this.without([one]), one]);
  }

  async remove(some: readonly AllowedRole[]): Promise<void> {
    await this.state.update(ALLOWED_ROLES, this.without(some));
  }

  private without(some: readonly AllowedRole[]): readonly AllowedRole[] {
    return this.list().filter((one) => !some.some((other) => isSame(one, other)));
  }
}

/** Undefined where nobody could know later that it is still the same. */
export function allowanceOf({ owner, role }: RoleAsk, { id, meaning }: NamedRole): AllowedRole | undefined {
  return owner === undefined || meaning === undefined ? undefined : { owner, role, roleId: id, ...meaning };
}

const FIELDS = ['owner', 'role', 'roleId', 'arn', 'source'] as const satisfies readonly (keyof AllowedRole)[];

export function isSame(one: AllowedRole, other: AllowedRole): boolean {
  return FIELDS.every((field) => one[field] === other[field]);
}

function isAllowedRole(value: unknown): value is AllowedRole {
  return (
    typeof value === 'object' &&
    value !== null &&
    FIELDS.every((field) => typeof Reflect.get(value, field) === 'string')
  );
}
