import * as l10n from '../base/l10n.js';
import type { IamCall } from '../model/iam/iamCall.js';

/** What the call does, in one sentence. */
export function callText({ action, input }: IamCall): string {
  switch (action) {
    case 'CreateUser':
      return l10n.t('Create the user {0}, who may do nothing yet.', input.UserName);
    case 'DeleteUser':
      return l10n.t('Delete the user {0}.', input.UserName);
    case 'CreateAccessKey':
      return l10n.t('Create an access key for the user {0}.', input.UserName);
    case 'DeleteAccessKey':
      return l10n.t('Delete the access key {0} of the user {1}.', input.AccessKeyId, input.UserName);
    case 'PutUserPolicy':
      return l10n.t('Write the inline policy {0} of the user {1}.', input.PolicyName, input.UserName);
    case 'DeleteUserPolicy':
      return l10n.t('Delete the inline policy {0} of the user {1}.', input.PolicyName, input.UserName);
    case 'PutGroupPolicy':
      return l10n.t('Write the inline policy {0} of the group {1}.', input.PolicyName, input.GroupName);
    case 'CreatePolicyVersion':
      return l10n.t('Add a version to the managed policy {0}.', input.PolicyArn);
    default:
      return roleCallText({ action, input } as RoleCall);
  }
}

type RoleCall = Extract<IamCall, { readonly input: { readonly RoleName: string } }>;

function roleCallText({ action, input }: RoleCall): string {
  const { RoleName: role } = input;
  switch (action) {
    case 'CreateRole':
      return l10n.t('Create the role {0} with its trust policy.', role);
    case 'DeleteRole':
      return l10n.t('Delete the role {0}.', role);
    case 'UpdateRole':
      return l10n.t('Change description and maximum session duration of the role {0}.', role);
    case 'UpdateAssumeRolePolicy':
      return l10n.t('Change the trust policy of the role {0}.', role);
    case 'PutRolePolicy':
      return l10n.t('Write the inline policy {0} of the role {1}.', input.PolicyName, role);
    case 'DeleteRolePolicy':
      return l10n.t('Delete the inline policy {0} of the role {1}.', input.PolicyName, role);
    case 'AttachRolePolicy':
      return l10n.t('Attach the policy {0} to the role {1}.', input.PolicyArn, role);
    case 'DetachRolePolicy':
      return l10n.t('Detach the policy {0} from the role {1}.', input.PolicyArn, role);
    case 'PutRolePermissionsBoundary':
      return l10n.t('Make {0} the permissions boundary of the role {1}.', input.PermissionsBoundary, role);
    case 'DeleteRolePermissionsBoundary':
      return l10n.t('Remove the permissions boundary of the role {0}.', role);
  }
}
