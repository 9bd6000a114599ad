// One account of the embedded AWS with a user whose keys a plan starts with: the product's own STS code over a real
// socket.
import { expect } from 'vitest';
import type { Lent } from '../../../src/aws/executePlan.js';
import { executePlan } from '../../../src/aws/index.js';
import type { Interaction } from '../../../src/model/session/interaction.js';
import type { AssumeRoleHop, Hop, Plan } from '../../../src/model/plan/plan.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { plan as samplePlan, hop as sampleHop } from '../../support/samples.js';
import { refusal } from './context.js';
import { SILENT, unasked } from './interaction.js';
import type { SourceKeys } from '../../../src/model/session/credentials.js';

export const ACCOUNT = '123456789012';
export const MFA_SERIAL = `arn:aws:iam::${ACCOUNT}:mfa/anna`;
export const MFA_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const MINUTE = 60_000;

export const trusts = (principal: string, condition?: object, ...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: ['sts:AssumeRole', ...actions],
      ...(condition && { Condition: condition }),
    },
  ],
});
export const may = (action: string, resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
});

interface RunOptions extends Partial<Interaction> {
  readonly keys?: SourceKeys;
  readonly signal?: AbortSignal;
  readonly hopTimeoutMs?: number;
  readonly lent?: Lent;
}

export interface Account {
  readonly sandbox: Sandbox;
  /** Of the user, who may assume every role. */
  readonly keys: SourceKeys;
  /** ARN. */
  readonly user: string;
  readonly createRole: (name: string, trustPolicy: object, rest?: object) => { readonly arn: string };
  readonly planned: (hops: readonly Hop[], overrides?: Partial<Plan>) => Plan;
  readonly run: (plan: Plan, options?: RunOptions) => ReturnType<typeof executePlan>;
  /** What the user reads when it does not work. */
  readonly failure: (plan: Plan, options?: RunOptions) => Promise<string>;
}

export async function startAccount(): Promise<Account> {
  const sandbox = await startSandbox();
  const { iam } = sandbox;
  iam.createAccount(ACCOUNT);
  const anna = iam.createUser({ accountId: ACCOUNT, name: 'anna', mfaSerial: MFA_SERIAL, mfaSecretBase32: MFA_SECRET });
  iam.putUserPolicy(anna.arn, 'assume', may('sts:AssumeRole', '*'));
  const keys = { accessKeyId: anna.accessKeyId, secretAccessKey: anna.secretAccessKey };
  const run = (plan: Plan, { keys: source = keys, signal, hopTimeoutMs, lent, ...answers }: RunOptions = {}) =>
    executePlan(plan, {
      environment: { variables: {}, userName: 'anna', hostName: 'desk', homeDirectory: '/home/anna' },
      secrets: { readStaticKeys: () => Promise.resolve(source), readProcess: unasked },
      interaction: { ...SILENT, ...answers },
      signal: signal ?? new AbortController().signal,
      ...(hopTimeoutMs !== undefined && { hopTimeoutMs }),
      ...(lent !== undefined && { lent }),
    });
  return {
    sandbox,
    keys,
    user: anna.arn,
    createRole: (name, trustPolicy, rest = {}) => iam.createRole({ accountId: ACCOUNT, name, trustPolicy, ...rest }),
    planned: (hops, overrides = {}) => samplePlan({ hops, endpoints: { all: sandbox.endpoint }, ...overrides }),
    run,
    failure: async (plan, options) => {
      const message = await refusal(run(plan, options));
      expect(message).not.toContain(keys.secretAccessKey);
      return message;
    },
  };
}

export function to(roleName: string, overrides: Partial<AssumeRoleHop> = {}): AssumeRoleHop {
  const hop = sampleHop(overrides, roleName);
  return { ...hop, role: { ...hop.role, arn: `arn:aws:iam::${ACCOUNT}:role/${roleName}` } };
}
