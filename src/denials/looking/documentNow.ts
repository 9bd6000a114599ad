import type { IamApi, IamRead, Permissions } from '../../model/iam/iamApi.js';
import type { DocumentPlace } from './facts.js';

type Api = Pick<IamApi, 'user' | 'group' | 'role' | 'rolePolicy' | 'policy'>;

/** What is kept there now. @throws UserError where IAM cannot be asked at all */
export async function documentNow(api: Api, place: DocumentPlace): Promise<IamRead<string>> {
  switch (place.kind) {
    case 'trust':
      return mapped(await api.role(place.role.slice(place.role.lastIndexOf('/') + 1)), ({ trust }) => trust);
    case 'managed':
      return mapped(await api.policy(place.arn), ({ document }) => document);
    case 'inline':
      return inlineNow(api, place);
    case 'bucket':
      return { kind: 'absent' };
  }
}

async function inlineNow(
  api: Api,
  { of, owner, policy }: DocumentPlace & { readonly kind: 'inline' },
): Promise<IamRead<string>> {
  const named = ({ inline }: Permissions) => inline.find(({ name }) => name === policy)?.document;
  switch (of) {
    case 'role':
      return mapped(await api.rolePolicy(owner, policy), ({ document }) => document);
    case 'user':
      return mapped(await api.user(owner), named);
    case 'group':
      return mapped(await api.group(owner), named);
  }
}

function mapped<T>(read: IamRead<T>, change: (value: T) => string | undefined): IamRead<string> {
  if (read.kind !== 'found') {
    return read;
  }
  const value = change(read.value);
  return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
}
