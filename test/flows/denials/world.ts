// A denied call against the sandbox, who may look into it, and what is done with what they are told.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetSessionTokenCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { openIam } from '../../../src/aws/iam/index.js';
import { parseDenial, type Denial } from '../../../src/denials/denialMessage.js';
import { policyWith, type Remedy } from '../../../src/denials/explanation.js';
import { callOf } from '../../../src/denials/looking/calls.js';
import type { KnownRequest } from '../../../src/denials/looking/context.js';
import type { Reader } from '../../../src/denials/looking/readFacts.js';
import type { RequestNeed } from '../../../src/denials/looking/needs.js';
import type { DenialRepair } from '../../../src/denials/looking/repairs.js';
import type { IamApi } from '../../../src/model/iam/iamApi.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { ACCOUNT, allow, Clients, failure, keysOf, policy, USER, type Keys } from '../../sandbox/test/stsHarness.js';

export const OTHER = '210987654321';
export const MANAGEMENT = '111111111111';
export const ROLE = TUTORIAL.readOnlyRoleArn;

type More = Partial<AssumeRoleCommandInput>;

/** A call that can be made again, with more or otherwise. */
export interface Call {
  readonly make: (needs: readonly RequestNeed[]) => Promise<unknown>;
  /** Made anew with a wider session. */
  readonly wider?: () => Promise<unknown>;
  readonly known: KnownRequest;
}

export class World {
  private readonly opened: IamApi[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly clients: Clients,
    private readonly boss: Keys,
  ) {}

  static async start(): Promise<World> {
    const sandbox = await startSandbox();
    seedTutorial(sandbox);
    const boss = sandbox.iam.createUser({ accountId: ACCOUNT, name: 'boss' });
    sandbox.iam.putUserPolicy(boss.arn, 'all', policy(allow('*')));
    return new World(sandbox, new Clients(sandbox), boss);
  }

  get iam() {
    return this.sandbox.iam;
  }

  /** The administrator of the tutorial's account, or whose the keys are. */
  api(keys: Keys = this.boss): IamApi {
    const credentials = { sessionToken: '', ...keys };
    const caller = `arn:aws:iam::${ACCOUNT}:user/boss`;
    const endpoints = { all: this.sandbox.endpoint };
    const api = openIam({ credentials, caller, region: TUTORIAL.region, endpoints, clockOffsetMs: 0 });
    this.opened.push(api);
    return api;
  }

  reader(): Reader {
    return { api: this.api(), account: ACCOUNT };
  }

  managed(name: string, ...statements: object[]): string {
    return this.iam.createPolicy({ accountId: ACCOUNT, name, document: policy(...statements) }).arn;
  }

  /** With the keys of the tutorial's user, or of others. */
  assume(arn: string, more: More = {}, keys: Keys = USER): Call {
    const tags = new Map((more.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      make: (needs) =>
        this.clients.sts(keys).send(
          new AssumeRoleCommand({
            RoleArn: arn,
            RoleSessionName: 'me',
            ...more,
            ...(Object.assign({}, ...needs.map((need) => this.given(need))) as More),
          }),
        ),
      known: {
        assume: {
          externalId: more.ExternalId,
          mfa: keys.sessionToken === undefined ? more.SerialNumber !== undefined : undefined,
          sourceIdentity: more.SourceIdentity,
          sessionName: more.RoleSessionName ?? 'me',
          tags,
        },
        sessionPolicies: [],
        told: new Map(),
      },
    };
  }

  private given(need: RequestNeed): More {
    switch (need.kind) {
      case 'externalId':
        return { ExternalId: need.values[0] };
      case 'sourceIdentity':
        return { SourceIdentity: need.values[0] };
      case 'sessionName':
        return {
          RoleSessionName: (need.values[0] ?? '').replace('${aws:username}', TUTORIAL.userName).replace('*', 'x'),
        };
      case 'tag':
        return { Tags: [{ Key: need.key, Value: need.values[0] }] };
      case 'mfa':
        return this.code();
      case 'other':
        throw new Error(`Nobody can give ${need.condition.key}`);
    }
  }

  private code() {
    return {
      SerialNumber: TUTORIAL.mfaSerial,
      TokenCode: totp(TUTORIAL.mfaSecretBase32, this.sandbox.clock.now()),
    };
  }

  /** As the tutorial's user, or whose the keys are. */
  put(keys: Keys = USER, bucket: string = TUTORIAL.bucket): Call {
    const send = (of: Keys) =>
      this.clients.s3(of).send(new PutObjectCommand({ Bucket: bucket, Key: 'report.txt', Body: 'x' }));
    return {
      make: async (needs) => send(needs.some(({ kind }) => kind === 'mfa') ? await this.withMfa(keys) : keys),
      known: { assume: undefined, sessionPolicies: [], told: new Map() },
    };
  }

  private async withMfa(keys: Keys): Promise<Keys> {
    return keysOf((await this.clients.sts(keys).send(new GetSessionTokenCommand(this.code()))).Credentials);
  }

  async session(arn: string = ROLE, more: More = {}): Promise<Keys> {
    const call = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me', ...more });
    return keysOf((await this.clients.sts().send(call)).Credentials);
  }

  async denial(call: Call): Promise<Denial> {
    const text = await failure(call.make([]));
    const denial = parseDenial(text);
    if (denial === undefined) throw new Error(`It says of nothing that it was denied: ${text}`);
    return denial;
  }

  /** Does as is said, and makes the call again. */
  async mended(call: Call, repairs: readonly DenialRepair[]): Promise<unknown> {
    const needs: RequestNeed[] = [];
    for (const repair of repairs) {
      switch (repair.kind) {
        case 'request':
          needs.push(...repair.needs);
          break;
        case 'narrowing':
          return call.wider?.();
        case 'document':
          needs.push(...repair.needs);
          await this.change(repair);
          break;
        case 'statement':
          this.add(repair.remedy);
      }
    }
    return call.make(needs);
  }

  private async change(repair: DenialRepair & { readonly kind: 'document' }): Promise<void> {
    const call = callOf(repair);
    if (call === undefined) throw new Error('IAM does not keep that');
    await this.api().call(call);
  }

  /** As whoever may change the other sides would do it. */
  private add({ place, statement }: Remedy): void {
    if (statement === undefined) throw new Error('There is no statement');
    const document = JSON.parse(policyWith(statement)) as object;
    switch (place.kind) {
      case 'user':
        this.iam.putUserPolicy(`arn:aws:iam::${place.account}:user/${place.name}`, 'added', document);
        break;
      case 'role':
        this.iam.putRolePolicy(`arn:aws:iam::${place.account}:role/${place.name}`, 'added', document);
        break;
      case 'trust':
        this.iam.updateTrustPolicy(place.role, document);
        break;
      case 'resource':
        this.sandbox.s3.putBucketPolicy(/:::([^/]+)/.exec(place.resource ?? '')?.[1] ?? '', document);
        break;
      case 'organization':
        this.iam.setServiceControlPolicies(ACCOUNT, { Added: document }, false);
        break;
      case 'boundary':
        throw new Error('A boundary is changed where it is');
      default:
        throw new Error(`Nobody adds to ${place.kind}`);
    }
  }

  async stop(): Promise<void> {
    this.opened.forEach((api) => api.destroy());
    await this.sandbox.stop();
  }
}
