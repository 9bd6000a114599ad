// Managed policies: AWS's, as published (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html),
// and those that accounts make.
import { uniqueId } from '../ids.js';
import { parseIdentityPolicy, type PolicyDocument } from './policy.js';

export interface PolicyVersion {
  readonly id: string;
  readonly createdAt: number;
  readonly document: PolicyDocument;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly policyId: string;
  /** undefined for AWS's own. */
  readonly accountId: string | undefined;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly tags: ReadonlyMap<string, string>;
  /** Newest first. */
  versions: readonly PolicyVersion[];
  defaultVersion: string;
  /** How many versions there ever were. */
  made: number;
}

const PUBLISHED = Date.UTC(2015, 1, 6, 18, 40, 58);

const allow = (...actions: readonly string[]): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const AWS_MANAGED: Readonly<Record<string, object>> = {
  AdministratorAccess: allow('*'),
  AmazonS3FullAccess: allow('s3:*', 's3-object-lambda:*'),
  AmazonS3ReadOnlyAccess: allow(
    's3:Get*',
    's3:List*',
    's3:Describe*',
    's3-object-lambda:Get*',
    's3-object-lambda:List*',
  ),
  IAMFullAccess: allow('iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization'),
  IAMReadOnlyAccess: allow(
    'iam:GenerateCredentialReport',
    'iam:Get*',
    'iam:List*',
    'iam:SimulateCustomPolicy',
    'iam:SimulatePrincipalPolicy',
  ),
  // Of its hundreds of services, those that this sandbox has.
  ReadOnlyAccess: allow('iam:Get*', 'iam:List*', 's3:Get*', 's3:List*', 's3:Describe*', 'sso:Get*', 'sso:List*'),
  PowerUserAccess: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      { Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole', 'iam:ListRoles'], Resource: '*' },
    ],
  },
};

/** The document, as that policy's. */
const owned = (document: PolicyDocument, name: string, arn: string, type: 'aws-managed' | 'user-managed') => ({
  ...document,
  origin: { id: name, type, arn },
});

function published(name: string, document: object): ManagedPolicy {
  const arn = `arn:aws:iam::aws:policy/${name}`;
  const versions = [
    { id: 'v1', createdAt: PUBLISHED, document: owned(parseIdentityPolicy(document), name, arn, 'aws-managed') },
  ];
  return {
    arn,
    name,
    path: '/',
    policyId: `ANPA${name
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, '')
      .padEnd(17, 'A')
      .slice(0, 17)}`,
    accountId: undefined,
    description: undefined,
    createdAt: PUBLISHED,
    tags: new Map(),
    versions,
    defaultVersion: 'v1',
    made: 1,
  };
}

const AWS_POLICIES: readonly ManagedPolicy[] = Object.entries(AWS_MANAGED).map(([name, document]) =>
  published(name, document),
);

const defaultDocument = (policy: ManagedPolicy | undefined): PolicyDocument | undefined =>
  policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document;

const AWS_ARN = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/;

const awsManaged = (arn: string): ManagedPolicy | undefined => {
  const name = AWS_ARN.exec(arn)?.[1];
  return AWS_POLICIES.find((policy) => policy.name === name);
};

/** One of AWS's, by ARN; undefined when it manages none of that name (or this sandbox does not know it). */
export const managedPolicy = (arn: string): PolicyDocument | undefined => defaultDocument(awsManaged(arn));

/** Managed policies by ARN; AWS's are the same in every partition. */
export class ManagedPolicies {
  private readonly customers = new Map<string, ManagedPolicy>();

  create(options: {
    partition: string;
    accountId: string;
    name: string;
    path?: string | undefined;
    description?: string | undefined;
    tags?: ReadonlyMap<string, string>;
    document: PolicyDocument;
    createdAt: number;
  }): ManagedPolicy {
    const { partition, accountId, name, path = '/', description, tags = new Map(), document, createdAt } = options;
    const arn = `arn:${partition}:iam::${accountId}:policy${path}${name}`;
    const policy: ManagedPolicy = {
      arn,
      name,
      path,
      policyId: uniqueId('ANPA'),
      accountId,
      description,
      createdAt,
      tags,
      versions: [],
      defaultVersion: 'v1',
      made: 0,
    };
    this.customers.set(arn, policy);
    this.addVersion(policy, document, createdAt, true);
    return policy;
  }

  addVersion(policy: ManagedPolicy, document: PolicyDocument, createdAt: number, isDefault: boolean): PolicyVersion {
    policy.made += 1;
    const kept = owned(document, policy.name, policy.arn, 'user-managed');
    const version: PolicyVersion = { id: `v${policy.made}`, createdAt, document: kept };
    policy.versions = [version, ...policy.versions];
    if (isDefault) policy.defaultVersion = version.id;
    return version;
  }

  delete(arn: string): void {
    this.customers.delete(arn);
  }

  get(arn: string): ManagedPolicy | undefined {
    return this.customers.get(arn) ?? awsManaged(arn);
  }

  /** What is in force of it. */
  document(arn: string): PolicyDocument | undefined {
    return defaultDocument(this.get(arn));
  }

  /** AWS's, and the account's. */
  all(accountId: string): ManagedPolicy[] {
    return [...[...this.customers.values()].filter((policy) => policy.accountId === accountId), ...AWS_POLICIES];
  }
}
