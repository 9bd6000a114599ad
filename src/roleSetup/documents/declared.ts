import type { IamRole, IamUser } from '../../model/iam/iamApi.js';
import type { WantedInline } from '../answers.js';
import type { Existing } from '../differences.js';
import type { SetupPlan } from '../plan.js';
import { readDocument } from '../policyMeaning.js';
import type { WantedRole, WantedSetup } from '../wanted.js';

/** What is told to a tool that makes the world as it is described: all that is wanted, whatever is there already. */
export interface Declared {
  readonly wanted: WantedSetup;
  /** JSON text: where the role is there, with what it trusts already. */
  readonly trust: string;
  readonly exists: {
    readonly user: boolean;
    readonly role: boolean;
    readonly userPolicy: boolean;
    readonly rolePolicy: boolean;
    /** ARNs. */
    readonly attached: readonly string[];
  };
}

export function declared(wanted: WantedSetup, existing: Existing, { differences }: SetupPlan): Declared {
  const user = existing.user?.kind === 'found' ? existing.user.value : undefined;
  const role = existing.role.kind === 'found' ? existing.role.value : undefined;
  const trust = differences.find(({ part }) => part.kind === 'trust')?.verdict;
  const has = (owner: Pick<IamUser, 'inline'> | undefined, policy: WantedInline | undefined) =>
    owner?.inline.some(({ name }) => name === policy?.name) ?? false;
  return {
    wanted: { ...wanted, role: role === undefined ? wanted.role : keeping(wanted.role, role) },
    trust: trust?.kind === 'change' ? trust.after : (role?.trust ?? wanted.role.trust),
    exists: {
      user: user !== undefined,
      role: role !== undefined,
      userPolicy: has(user, wanted.user?.policy),
      rolePolicy: has(role, wanted.role.inline),
      attached: role?.attached.map(({ arn }) => arn) ?? [],
    },
  };
}

/** With what the role has already: such a tool would take away what it is not told of. */
function keeping(wanted: WantedRole, there: IamRole): WantedRole {
  return {
    ...wanted,
    description: wanted.description ?? there.description,
    maxSessionDuration: wanted.maxSessionDuration ?? there.maxSessionDuration,
    boundary: wanted.boundary ?? there.boundary,
    tags: there.tags,
    attached: [...new Set([...there.attached.map(({ arn }) => arn), ...wanted.attached])],
  };
}

/** Of a document of ours, or one that IAM holds. */
export function documentObject(document: string): unknown {
  return readDocument(document) ?? {};
}

/** With each text replaced that stands for a resource. */
export function replaced(value: unknown, references: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    return references.get(value) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map((each) => replaced(each, references));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, references)]))
    : value;
}
