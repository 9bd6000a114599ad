import { written } from '../trust.js';
import type { WantedInline } from '../answers.js';
import { documentObject, replaced, type Declared } from './declared.js';

/**
 * What is wanted as a template of CloudFormation, in JSON. English, as the template is. No access key is in it: its
 * secret would be an output of the stack.
 */
export function cloudFormationTemplate(declared: Declared): string {
  const { user, role } = declared.wanted;
  return `${written({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Role ${role.name}, and who may assume it`,
    Metadata: { Notes: notes(declared) },
    Parameters: {
      RoleName: { Type: 'String', Default: role.name, Description: 'Name of the role' },
      ...(user && { UserName: { Type: 'String', Default: user.name, Description: 'Who may assume the role' } }),
    },
    Resources: resources(declared),
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  })}\n`;
}

function notes({ wanted, exists }: Declared): readonly string[] {
  return [
    'The names are given, so it takes: aws cloudformation deploy --template-file FILE --stack-name NAME --capabilities CAPABILITY_NAMED_IAM',
    ...(wanted.user === undefined || wanted.user.accessKey === 'no'
      ? []
      : [
          'No access key is in here, since its secret would be readable in the stack. Make one with: aws iam create-access-key',
        ]),
    ...(exists.user || exists.role
      ? [
          `There already: ${[exists.role && 'Role', exists.user && 'User'].filter((name) => name !== false).join(', ')}. Import them into the stack (resource import, with DeletionPolicy Retain), or CloudFormation refuses their names as taken.`,
        ]
      : []),
  ];
}

function resources({ wanted: { user, role }, trust }: Declared): Readonly<Record<string, unknown>> {
  const references = new Map<string, unknown>([
    [role.arn, { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ...(user ? [[user.arn, { 'Fn::GetAtt': ['User', 'Arn'] }] as const] : []),
  ]);
  const document = (text: string) => replaced(documentObject(text), references);
  const inline = (type: string, owner: Readonly<Record<string, unknown>>, policy: WantedInline) => ({
    Type: type,
    Properties: { ...owner, PolicyName: policy.name, PolicyDocument: document(policy.document) },
  });
  return {
    ...(user && {
      User: { Type: 'AWS::IAM::User', Properties: { UserName: { Ref: 'UserName' }, Path: user.path } },
      UserPolicy: inline('AWS::IAM::UserPolicy', { UserName: { Ref: 'User' } }, user.policy),
    }),
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { Ref: 'RoleName' },
        Path: role.path,
        AssumeRolePolicyDocument: document(trust),
        ...(role.description !== undefined && { Description: role.description }),
        ...(role.maxSessionDuration !== undefined && { MaxSessionDuration: role.maxSessionDuration }),
        ...(role.boundary !== undefined && { PermissionsBoundary: role.boundary }),
        ...(role.tags.size > 0 && { Tags: [...role.tags].map(([Key, Value]) => ({ Key, Value })) }),
        ...(role.attached.length > 0 && { ManagedPolicyArns: role.attached }),
      },
    },
    ...(role.inline && { RolePolicy: inline('AWS::IAM::RolePolicy', { RoleName: { Ref: 'Role' } }, role.inline) }),
  };
}
