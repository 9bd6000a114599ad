// An organization: which accounts are in it, and what its policies leave them.
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
import { parsePolicy, type PolicyDocument } from './policy.js';

/** Policies by level, from the root down: each level has to allow. */
export type Levels = readonly (readonly PolicyDocument[])[];

export type OrganizationPolicyType = 'service_control_policy' | 'resource_control_policy';

interface Members {
  readonly id: string;
  readonly managementAccountId: string;
  readonly accountIds: ReadonlySet<string>;
}

const EVERYTHING = {
  service_control_policy: { name: 'FullAWSAccess', statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  resource_control_policy: {
    name: 'RCPFullAWSAccess',
    statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
  },
} as const;

/** What AWS attaches everywhere at first. */
function fullAccess(type: OrganizationPolicyType): PolicyDocument {
  const { name, statement } = EVERYTHING[type];
  const arn = `arn:aws:organizations::aws:policy/${type}/p-${name}`;
  const document = parsePolicy({ Version: '2012-10-17', Statement: [statement] });
  return { ...document, origin: { id: name, type: 'aws-managed', arn } };
}

/** What resource control policies reach, of what is here: S3, and roles that are assumed. */
const RESOURCE_CONTROLLED = /^(s3:|sts:(AssumeRole|TagSession$|SetSourceIdentity$))/i;

export class Organization {
  private members: Members | undefined;
  private readonly attached = new Map<string, readonly PolicyDocument[]>();
  private policies = 0;

  create(options: { id?: string; managementAccountId: string; accountIds: readonly string[] }): void {
    const { id = 'o-sandboxorg1', managementAccountId, accountIds } = options;
    this.members = { id, managementAccountId, accountIds: new Set([managementAccountId, ...accountIds]) };
  }

  /** Attaches the policies to the root or an account; without `keepFullAccess` they are all that is attached there. */
  attach(
    type: OrganizationPolicyType,
    target: string,
    documents: Readonly<Record<string, object>>,
    keepFullAccess: boolean,
  ): string[] {
    if (!this.members) throw new Error('The sandbox has no organization');
    const { id, managementAccountId } = this.members;
    const made = Object.entries(documents).map(([name, document]): PolicyDocument => {
      this.policies += 1;
      const number = this.policies.toString(36).padStart(8, '0');
      const arn = `arn:aws:organizations::${managementAccountId}:policy/${id}/${type}/p-${number}`;
      return { ...parsePolicy(document), origin: { id: name, type: 'user-managed', arn } };
    });
    this.attached.set(`${type} ${target}`, [...(keepFullAccess ? [fullAccess(type)] : []), ...made]);
    return made.map(({ origin }) => origin?.arn ?? '');
  }

  idOf(accountId: string): string | undefined {
    return this.members?.accountIds.has(accountId) ? this.members.id : undefined;
  }

  /** Whether both are one account, or in one organization. */
  together(accountId: string, other: string): boolean {
    return accountId === other || (this.idOf(accountId) !== undefined && this.idOf(other) !== undefined);
  }

  /** What bounds the account's principals; undefined where nothing does. */
  serviceControls(accountId: string): Levels | undefined {
    return this.levels('service_control_policy', accountId);
  }

  /** What bounds access to the account's resources; undefined where nothing does. */
  resourceControls(accountId: string, action: string): Levels | undefined {
    return RESOURCE_CONTROLLED.test(action) ? this.levels('resource_control_policy', accountId) : undefined;
  }

  /** The management account is bound by no policy of its organization. */
  private levels(type: OrganizationPolicyType, accountId: string): Levels | undefined {
    if (!this.members?.accountIds.has(accountId) || accountId === this.members.managementAccountId) return undefined;
    return ['root', accountId].map((target) => this.attached.get(`${type} ${target}`) ?? [fullAccess(type)]);
  }
}
