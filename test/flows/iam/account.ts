// An administrator of an account of the embedded AWS, and IAM as they and their sessions ask it.
import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { openIam } from '../../../src/aws/iam/index.js';
import type { IamApi } from '../../../src/model/iam/iamApi.js';
import type { Endpoints } from '../../../src/model/plan/plan.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import { ACCOUNT, allow, Clients, keysOf, policy, type Keys } from '../../sandbox/test/stsHarness.js';

export const ROLE = TUTORIAL.readOnlyRoleArn;
export const ROLE_NAME = 'sts-s3-read-only-role';
export const BOSS = `arn:aws:iam::${ACCOUNT}:user/boss`;

export class IamAccount {
  private readonly opened: IamApi[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly clients: Clients,
    /** Of the administrator. */
    readonly keys: Keys,
  ) {}

  static async start(): Promise<IamAccount> {
    const sandbox = await startSandbox();
    seedTutorial(sandbox);
    const { arn, accessKeyId, secretAccessKey } = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'boss' });
    sandbox.iam.putUserPolicy(arn, 'all', policy(allow('*')));
    return new IamAccount(sandbox, new Clients(sandbox), { accessKeyId, secretAccessKey });
  }

  /** As the administrator, unless other keys are given. */
  api(keys: Keys = this.keys, endpoints: Endpoints = { all: this.sandbox.endpoint }, clockOffsetMs = 0): IamApi {
    const credentials = { sessionToken: '', ...keys };
    const api = openIam({ credentials, caller: BOSS, region: TUTORIAL.region, endpoints, clockOffsetMs });
    this.opened.push(api);
    return api;
  }

  async role(arn = ROLE): Promise<Keys> {
    const call = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me' });
    const offset = this.sandbox.clock.now() - Date.now();
    return keysOf((await this.clients.sts(undefined, offset).send(call)).Credentials);
  }

  async sessionToken(): Promise<Keys> {
    return keysOf((await this.clients.sts(this.keys).send(new GetSessionTokenCommand({}))).Credentials);
  }

  async federationToken(): Promise<Keys> {
    const call = new GetFederationTokenCommand({ Name: 'fed', Policy: JSON.stringify(policy(allow('*'))) });
    return keysOf((await this.clients.sts(this.keys).send(call)).Credentials);
  }

  async stop(): Promise<void> {
    this.opened.forEach((api) => api.destroy());
    await this.sandbox.stop();
  }
}
