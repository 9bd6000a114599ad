// Managed policies, as published: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
import { parseIdentityPolicy, type PolicyDocument } from './policy.js';

const allow = (...actions: readonly string[]): PolicyDocument =>
  parseIdentityPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

const MANAGED: ReadonlyMap<string, PolicyDocument> = new Map([
  ['AdministratorAccess', allow('*')],
  ['AmazonS3FullAccess', allow('s3:*', 's3-object-lambda:*')],
  [
    'AmazonS3ReadOnlyAccess',
    allow('s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'),
  ],
  // Of its hundreds of services, those that this sandbox has.
  ['ReadOnlyAccess', allow('iam:Get*', 'iam:List*', 's3:Get*', 's3:List*', 's3:Describe*', 'sso:Get*', 'sso:List*')],
]);

const ARN = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/;

/** By ARN; undefined when AWS manages no policy of that name (or this sandbox does not know it). */
export const managedPolicy = (arn: string): PolicyDocument | undefined => MANAGED.get(ARN.exec(arn)?.[1] ?? '');
