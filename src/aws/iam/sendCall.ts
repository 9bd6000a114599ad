import * as IAM from '@aws-sdk/client-iam';
import type { NewAccessKey } from '../../model/iam/iamApi.js';
import type { IamCall } from '../../model/iam/iamCall.js';

/** @throws what the client throws */
export async function sendCall(client: IAM.IAMClient, call: IamCall): Promise<NewAccessKey | undefined> {
  if (call.action === 'CreateAccessKey') {
    const { AccessKey } = await client.send(new IAM.CreateAccessKeyCommand(call.input));
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  }
  await sendChange(client, call);
  return undefined;
}

type Change = Exclude<IamCall, { action: 'CreateAccessKey' }>;

function sendChange(client: IAM.IAMClient, call: Change): Promise<unknown> {
  switch (call.action) {
    case 'CreateUser':
      return client.send(new IAM.CreateUserCommand({ ...call.input, ...tagsOf(call.input) }));
    case 'DeleteUser':
      return client.send(new IAM.DeleteUserCommand(call.input));
    case 'DeleteAccessKey':
      return client.send(new IAM.DeleteAccessKeyCommand(call.input));
    case 'PutUserPolicy':
      return client.send(new IAM.PutUserPolicyCommand(call.input));
    case 'DeleteUserPolicy':
      return client.send(new IAM.DeleteUserPolicyCommand(call.input));
    case 'PutGroupPolicy':
      return client.send(new IAM.PutGroupPolicyCommand(call.input));
    case 'CreatePolicyVersion':
      return client.send(new IAM.CreatePolicyVersionCommand(call.input));
    default:
      return sendRoleChange(client, call);
  }
}

type RoleChange = Extract<Change, { input: { RoleName: string } }>;

function sendRoleChange(client: IAM.IAMClient, call: RoleChange): Promise<unknown> {
  switch (call.action) {
    case 'CreateRole':
      return client.send(new IAM.CreateRoleCommand({ ...call.input, ...tagsOf(call.input) }));
    case 'DeleteRole':
      return client.send(new IAM.DeleteRoleCommand(call.input));
    case 'UpdateRole':
      return client.send(new IAM.UpdateRoleCommand(call.input));
    case 'UpdateAssumeRolePolicy':
      return client.send(new IAM.UpdateAssumeRolePolicyCommand(call.input));
    case 'PutRolePolicy':
      return client.send(new IAM.PutRolePolicyCommand(call.input));
    case 'DeleteRolePolicy':
      return client.send(new IAM.DeleteRolePolicyCommand(call.input));
    case 'AttachRolePolicy':
      return client.send(new IAM.AttachRolePolicyCommand(call.input));
    case 'DetachRolePolicy':
      return client.send(new IAM.DetachRolePolicyCommand(call.input));
    case 'PutRolePermissionsBoundary':
      return client.send(new IAM.PutRolePermissionsBoundaryCommand(call.input));
    case 'DeleteRolePermissionsBoundary':
      return client.send(new IAM.DeleteRolePermissionsBoundaryCommand(call.input));
  }
}

function tagsOf({ Tags }: { readonly Tags?: readonly IAM.Tag[] }): { Tags: IAM.Tag[] | undefined } {
  return { Tags: Tags && [...Tags] };
}
