/** A tag as IAM has it. */
interface IamTag {
  readonly Key: string;
  readonly Value: string;
}

/** What is the same of a new user and a new role. */
interface NewPrincipal {
  /** `/` or `/…/`; undefined leaves it to IAM, which takes `/`. */
  readonly Path?: string;
  /** ARN of a managed policy. */
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly IamTag[];
}

/**
 * One call that changes something at IAM, as the API Reference of IAM names it and its parameters: so it can be sent,
 * shown, and written as a command of the AWS CLI alike. Documents are JSON text.
 */
export type IamCall =
  | { readonly action: 'CreateUser'; readonly input: NewPrincipal & { readonly UserName: string } }
  | { readonly action: 'DeleteUser'; readonly input: { readonly UserName: string } }
  | { readonly action: 'CreateAccessKey'; readonly input: { readonly UserName: string } }
  | {
      readonly action: 'DeleteAccessKey';
      readonly input: { readonly UserName: string; readonly AccessKeyId: string };
    }
  | {
      readonly action: 'PutUserPolicy';
      readonly input: { readonly UserName: string; readonly PolicyName: string; readonly PolicyDocument: string };
    }
  | {
      readonly action: 'DeleteUserPolicy';
      readonly input: { readonly UserName: string; readonly PolicyName: string };
    }
  | {
      readonly action: 'CreateRole';
      readonly input: NewPrincipal & {
        readonly RoleName: string;
        readonly AssumeRolePolicyDocument: string;
        readonly Description?: string;
        /** Seconds, 3600 to 43200; undefined leaves it to IAM, which takes 3600. */
        readonly MaxSessionDuration?: number;
      };
    }
  | { readonly action: 'DeleteRole'; readonly input: { readonly RoleName: string } }
  | {
      readonly action: 'UpdateRole';
      readonly input: {
        readonly RoleName: string;
        readonly Description?: string;
        readonly MaxSessionDuration?: number;
      };
    }
  | {
      readonly action: 'UpdateAssumeRolePolicy';
      readonly input: { readonly RoleName: string; readonly PolicyDocument: string };
    }
  | {
      readonly action: 'PutRolePolicy';
      readonly input: { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
    }
  | {
      readonly action: 'DeleteRolePolicy';
      readonly input: { readonly RoleName: string; readonly PolicyName: string };
    }
  | {
      readonly action: 'AttachRolePolicy' | 'DetachRolePolicy';
      readonly input: { readonly RoleName: string; readonly PolicyArn: string };
    }
  | {
      readonly action: 'PutRolePermissionsBoundary';
      readonly input: { readonly RoleName: string; readonly PermissionsBoundary: string };
    }
  | { readonly action: 'DeleteRolePermissionsBoundary'; readonly input: { readonly RoleName: string } }
  | {
      readonly action: 'CreatePolicyVersion';
      readonly input: { readonly PolicyArn: string; readonly PolicyDocument: string; readonly SetAsDefault: boolean };
    }
  | {
      readonly action: 'PutGroupPolicy';
      readonly input: { readonly GroupName: string; readonly PolicyName: string; readonly PolicyDocument: string };
    };
