import type { IamCall } from '../../model/iam/iamCall.js';
import type { DocumentPlace } from './facts.js';

/** The call that puts a document where it is kept; undefined: IAM does not keep it. */
export function callOf({
  place,
  after,
}: {
  readonly place: DocumentPlace;
  readonly after: string;
}): IamCall | undefined {
  const PolicyDocument = after;
  switch (place.kind) {
    case 'trust':
      return { action: 'UpdateAssumeRolePolicy', input: { RoleName: nameIn(place.role), PolicyDocument } };
    case 'managed':
      return { action: 'CreatePolicyVersion', input: { PolicyArn: place.arn, PolicyDocument, SetAsDefault: true } };
    case 'inline':
      return inlineCall(place, PolicyDocument);
    case 'bucket':
      return undefined;
  }
}

function inlineCall(
  { of, owner, policy: PolicyName }: DocumentPlace & { readonly kind: 'inline' },
  PolicyDocument: string,
): IamCall {
  switch (of) {
    case 'user':
      return { action: 'PutUserPolicy', input: { UserName: owner, PolicyName, PolicyDocument } };
    case 'role':
      return { action: 'PutRolePolicy', input: { RoleName: owner, PolicyName, PolicyDocument } };
    case 'group':
      return { action: 'PutGroupPolicy', input: { GroupName: owner, PolicyName, PolicyDocument } };
  }
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
