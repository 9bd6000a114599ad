import type { IamApi, IamRead, IamRole, IamUser } from '../model/iam/iamApi.js';
import { sameMeaning } from './policyMeaning.js';

/** Something of a user or role that can be looked at: so that nobody's work is overwritten or taken away. */
export type Condition =
  /** There, with nothing in it. */
  | { readonly kind: 'emptyUser'; readonly user: string }
  | { readonly kind: 'accessKey'; readonly user: string; readonly accessKeyId: string }
  /** `document` undefined: there is none of that name. */
  | { readonly kind: 'userPolicy'; readonly user: string; readonly name: string; readonly document: string | undefined }
  /** There, with that trust policy and no permissions. */
  | { readonly kind: 'emptyRole'; readonly role: string; readonly trust: string }
  | { readonly kind: 'trust'; readonly role: string; readonly document: string }
  | {
      readonly kind: 'settings';
      readonly role: string;
      readonly description: string;
      /** Seconds. */
      readonly maxSessionDuration: number;
    }
  | { readonly kind: 'boundary'; readonly role: string; readonly arn: string | undefined }
  | { readonly kind: 'attached'; readonly role: string; readonly arn: string }
  | {
      readonly kind: 'rolePolicy';
      readonly role: string;
      readonly name: string;
      readonly document: string | undefined;
    };

/** `absent`: nothing of that kind is there. `differs`: something else is. */
export type Look =
  | { readonly kind: 'holds' | 'absent' | 'differs' }
  /** AWS's sentence. */
  | { readonly kind: 'denied'; readonly message: string };

export type Readers = Pick<IamApi, 'user' | 'role'>;

/** @throws UserError where nothing can be said */
export async function look(readers: Readers, condition: Condition): Promise<Look> {
  return 'user' in condition
    ? judge(await readers.user(condition.user), (user) => ofUser(user, condition))
    : judge(await readers.role(condition.role), (role) => ofRole(role, condition));
}

function judge<T>(read: IamRead<T>, seen: (value: T) => Seen): Look {
  return read.kind === 'found' ? { kind: seen(read.value) } : read;
}

type UserCondition = Extract<Condition, { user: string }>;
type RoleCondition = Extract<Condition, { role: string }>;
type Seen = 'holds' | 'absent' | 'differs';

function ofUser(user: IamUser, condition: UserCondition): Seen {
  switch (condition.kind) {
    case 'emptyUser':
      return heldIf([user.inline, user.attached, user.accessKeys, user.groups].every(({ length }) => length === 0));
    case 'accessKey':
      return user.accessKeys.includes(condition.accessKeyId) ? 'holds' : 'absent';
    case 'userPolicy':
      return ofPolicy(user.inline.find(({ name }) => name === condition.name)?.document, condition.document);
  }
}

function ofRole(role: IamRole, condition: RoleCondition): Seen {
  switch (condition.kind) {
    case 'emptyRole':
      return heldIf(role.inline.length === 0 && role.attached.length === 0 && sameMeaning(role.trust, condition.trust));
    case 'trust':
      return heldIf(sameMeaning(role.trust, condition.document));
    case 'settings':
      return heldIf(
        (role.description ?? '') === condition.description && role.maxSessionDuration === condition.maxSessionDuration,
      );
    case 'boundary':
      return role.boundary === condition.arn ? 'holds' : role.boundary === undefined ? 'absent' : 'differs';
    case 'attached':
      return role.attached.some(({ arn }) => arn === condition.arn) ? 'holds' : 'absent';
    case 'rolePolicy':
      return ofPolicy(role.inline.find(({ name }) => name === condition.name)?.document, condition.document);
  }
}

function heldIf(isSo: boolean): Seen {
  return isSo ? 'holds' : 'differs';
}

function ofPolicy(there: string | undefined, wanted: string | undefined): Seen {
  if (there === undefined || wanted === undefined) {
    return there === wanted ? 'holds' : there === undefined ? 'absent' : 'differs';
  }
  return heldIf(sameMeaning(there, wanted));
}
