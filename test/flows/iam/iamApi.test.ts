// IAM as the product asks and changes it, over a real socket.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IamRead } from '../../../src/model/iam/iamApi.js';
import { parseDenial } from '../../../src/denials/denialMessage.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { allow, failure, policy, USER, ACCOUNT } from '../../sandbox/test/stsHarness.js';
import { refusal } from '../../support/refusal.js';
import { BOSS, IamAccount, ROLE, ROLE_NAME } from './account.js';

let account: IamAccount;

beforeEach(async () => {
  account = await IamAccount.start();
});
afterEach(() => account.stop());

async function found<T>(reading: Promise<IamRead<T>>): Promise<T> {
  const read = await reading;
  if (read.kind !== 'found') throw new Error(`It is ${JSON.stringify(read)}`);
  return read.value;
}

describe('what is there', () => {
  it('is a role, with all that it has, its documents as JSON', async () => {
    const document = JSON.stringify(policy(allow('s3:*', { Condition: { StringLike: { 'aws:userid': 'é %41*' } } })));
    const api = account.api();
    await api.call({
      action: 'PutRolePolicy',
      input: { RoleName: ROLE_NAME, PolicyName: 'more', PolicyDocument: document },
    });
    expect(await found(api.role(ROLE_NAME))).toMatchObject({
      arn: ROLE,
      name: ROLE_NAME,
      path: '/',
      inline: [{ name: 'more', document }],
      attached: [{ name: 'AmazonS3ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }],
      maxSessionDuration: 3600,
      boundary: undefined,
      trust: expect.stringContaining(TUTORIAL.userArn) as string,
    });
  });

  it('is a user, with groups and the IDs of access keys', async () => {
    const user = await found(account.api().user('boss'));
    expect(user).toMatchObject({ arn: BOSS, groups: [], accessKeys: [account.keys.accessKeyId] });
    expect(user.inline.map(({ name }) => name)).toEqual(['all']);
  });

  it('is read to the last page', async () => {
    const names = Array.from({ length: 205 }, (_, index) => `p${String(index).padStart(3, '0')}`);
    for (const name of names) account.sandbox.iam.putRolePolicy(ROLE, name, policy(allow('s3:*')));
    const { inline } = await found(account.api().role(ROLE_NAME));
    expect(inline.map(({ name }) => name)).toEqual(names);
  });

  it('is a managed policy, and the list of them', async () => {
    const api = account.api();
    const { arn } = account.sandbox.iam.createPolicy({
      accountId: ACCOUNT,
      name: 'Own',
      document: policy(allow('s3:GetObject')),
    });
    expect(JSON.parse((await found(api.policy(arn))).document)).toEqual(policy(allow('s3:GetObject')));
    const names = (await found(api.policies())).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Own', 'AmazonS3ReadOnlyAccess']));
    expect(await found(api.samlProviders())).toEqual([]);
    expect(await found(api.openIdProviders())).toEqual([]);
  });

  it('is not there, or may not be seen', async () => {
    expect(await account.api().role('nobody')).toEqual({ kind: 'absent' });
    expect(await account.api().policy(`arn:aws:iam::${ACCOUNT}:policy/none`)).toEqual({ kind: 'absent' });
    expect(await account.api(USER).role(ROLE_NAME)).toEqual({
      kind: 'denied',
      message: expect.stringContaining('is not authorized to perform: iam:GetRole') as string,
    });
  });
});

describe('changes', () => {
  it('is one access key where the answer is lost: a second one would have a secret that nobody has', async () => {
    const { sandbox } = account;
    sandbox.addFault({ operation: 'CreateAccessKey', times: 1, effect: { kind: 'reset', afterBytes: 10 } });
    const api = account.api();
    const UserName = 'boss';
    await expect(api.call({ action: 'CreateAccessKey', input: { UserName } })).rejects.toThrow('IAM at');
    const { accessKeys } = await found(api.user(UserName));
    expect(accessKeys).toHaveLength(2);
    expect(sandbox.requests.filter(({ operation }) => operation === 'CreateAccessKey')).toHaveLength(1);
  });

  it('make a user with a key, and take it away', async () => {
    const api = account.api();
    const UserName = 'new';
    await api.call({ action: 'CreateUser', input: { UserName, Tags: [{ Key: 'team', Value: 'blue' }] } });
    const key = await api.call({ action: 'CreateAccessKey', input: { UserName } });
    expect(key?.secretAccessKey).toMatch(/.{20,}/);
    const user = await found(api.user(UserName));
    expect(user.tags).toEqual(new Map([['team', 'blue']]));
    expect(user.accessKeys).toEqual([key?.accessKeyId]);
    const { AccessKeyId } = { AccessKeyId: key?.accessKeyId ?? '' };
    await api.call({ action: 'DeleteAccessKey', input: { UserName, AccessKeyId } });
    await api.call({ action: 'DeleteUser', input: { UserName } });
    expect(await api.user(UserName)).toEqual({ kind: 'absent' });
  });

  it('say what to do where AWS does not take them', async () => {
    const api = account.api();
    const document = { RoleName: ROLE_NAME, PolicyName: 'x', PolicyDocument: '{}' };
    expect(await refusal(api.call({ action: 'PutRolePolicy', input: document }))).toMatch(
      /^AWS did not accept what PutRolePolicy was given\. .*AWS says: /,
    );
    expect(await refusal(api.call({ action: 'DeleteRole', input: { RoleName: 'nobody' } }))).toMatch(
      /^DeleteRole failed: what it is about is not there\. AWS says: /,
    );
    const denied = account.api(USER).call({ action: 'DeleteRole', input: { RoleName: ROLE_NAME } });
    expect(await refusal(denied)).toMatch(/may not call DeleteRole\. AWS says: /);
  });
});

describe('what can be asked beyond', () => {
  it('is a simulation, of documents and as a principal', async () => {
    const api = account.api();
    const simulated = { policies: [JSON.stringify(policy(allow('s3:GetObject')))], context: new Map() };
    const actions = ['s3:GetObject', 's3:PutObject'];
    const decisions = await found(api.simulate({ ...simulated, actions, resources: ['arn:aws:s3:::b/k'] }));
    expect(decisions).toMatchObject([
      { action: 's3:GetObject', decision: 'allowed', matched: ['PolicyInputList.1'], allowedByBoundary: undefined },
      { action: 's3:PutObject', decision: 'implicitDeny', matched: [] },
    ]);
    const asRole = { ...simulated, policies: [], principalArn: ROLE, actions, resources: [] };
    expect((await found(api.simulate(asRole))).map(({ decision }) => decision)).toEqual(['allowed', 'implicitDeny']);
  });

  it('is Access Analyzer’s opinion of a document', async () => {
    const findings = await found(
      account.api().validate(JSON.stringify(policy(allow('nosuch:Thing'))), 'IDENTITY_POLICY'),
    );
    expect(findings).toMatchObject([
      {
        type: 'ERROR',
        code: 'INVALID_SERVICE_IN_ACTION',
        learnMore: expect.stringContaining('https://docs') as string,
      },
    ]);
    expect(await account.api(USER).validate('{}', 'IDENTITY_POLICY')).toMatchObject({ kind: 'denied' });
  });

  it('is why a call was denied: the encoded message and the authorization ID', async () => {
    account.sandbox.iam.setDenials({ authorizationIds: true, encoded: true });
    const put = account.clients.s3(USER).send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: 'k', Body: 'x' }));
    const denial = parseDenial(await failure(put));
    const api = account.api();
    expect(await found(api.decode(denial?.encodedMessage ?? ''))).toContain('s3:PutObject');
    const details = await found(api.authorizationDetails(denial?.authorizationId ?? '', TUTORIAL.region));
    expect(details).toContain('IMPLICIT_DENY');
    expect(await api.authorizationDetails('0'.repeat(22), TUTORIAL.region)).toEqual({ kind: 'absent' });
  });
});

describe('what goes wrong is told', () => {
  it('where IAM takes no such session', async () => {
    for (const keys of [await account.sessionToken(), await account.federationToken()]) {
      expect(await refusal(account.api(keys).role(ROLE_NAME))).toMatch(
        /IAM takes those of GetSessionToken only with an MFA code/,
      );
    }
  });

  it('where keys are gone, or wrong, without the secret', async () => {
    const gone = { ...account.keys, accessKeyId: 'AKIAGONEGONEGONEGONE' };
    expect(await refusal(account.api(gone).role(ROLE_NAME))).toMatch(/^AWS does not know the access key of /);
    const wrong = { ...account.keys, secretAccessKey: 'MARKED-SECRET' };
    const message = await refusal(account.api(wrong).validate('{}', 'IDENTITY_POLICY'));
    expect(message).toMatch(/^The signature made with the keys of /);
    expect(message).not.toContain('MARKED-SECRET');
  });

  it('where a session has expired', async () => {
    const keys = await account.role();
    account.sandbox.clock.setOffset(2 * 3_600_000);
    const api = account.api(keys, { all: account.sandbox.endpoint }, 2 * 3_600_000);
    expect(await refusal(api.role(ROLE_NAME))).toMatch(/have expired\. Renew the session/);
    expect(await refusal(api.validate('{}', 'IDENTITY_POLICY'))).toMatch(/have expired\. Renew the session/);
  });

  it('where AWS asks to slow down, once it has been asked again', async () => {
    const effect = { kind: 'error', status: 400, code: 'ThrottlingException', message: 'Rate exceeded' } as const;
    account.sandbox.addFault({ operation: 'GetRole', effect, times: 1 });
    account.sandbox.addFault({ operation: 'ValidatePolicy', effect, times: 1 });
    const api = account.api();
    await found(api.role(ROLE_NAME));
    await found(api.validate('{"Version":"2012-10-17","Statement":[]}', 'IDENTITY_POLICY'));
    account.sandbox.addFault({ operation: '*', effect });
    expect(await refusal(api.role(ROLE_NAME))).toMatch(/^IAM asks to slow down\./);
    expect(await refusal(api.validate('{}', 'IDENTITY_POLICY'))).toMatch(/^IAM Access Analyzer asks to slow down\./);
  });

  it('where nobody listens', async () => {
    const nowhere = { all: 'http://127.0.0.1:1' };
    const api = account.api(account.keys, nowhere);
    expect(await refusal(api.role(ROLE_NAME))).toMatch(/^IAM at http:\/\/127\.0\.0\.1:1 cannot be reached/);
    expect(await refusal(api.validate('{}', 'IDENTITY_POLICY'))).toMatch(
      /^IAM Access Analyzer at .* cannot be reached/,
    );
  });
});

it('each service has an address of its own', async () => {
  const { endpoint: iam } = account.sandbox;
  const api = account.api(account.keys, { all: 'http://127.0.0.1:1', iam });
  await found(api.role(ROLE_NAME));
  expect(await refusal(api.decode('x'))).toMatch(/^STS at http:\/\/127\.0\.0\.1:1 cannot be reached/);
});
