// What the sandbox remembers of the requests it answered.
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';

const { accessKeyId, secretAccessKey, region } = TUTORIAL;
const ROLE = 'arn:aws:sts::123456789012:assumed-role/sts-s3-full-access-role/front';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
  seedTutorial(sandbox);
});
afterEach(() => sandbox.stop());

const sts = (endpoint = sandbox.endpoint): STSClient =>
  new STSClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });

/** The role's credentials list a folder. */
async function listLogs(): Promise<void> {
  const command = new AssumeRoleCommand({ RoleArn: TUTORIAL.fullAccessRoleArn, RoleSessionName: 'front' });
  const { Credentials: keys } = await sts().send(command);
  const credentials = {
    accessKeyId: keys!.AccessKeyId!,
    secretAccessKey: keys!.SecretAccessKey!,
    sessionToken: keys!.SessionToken!,
  };
  const s3 = new S3Client({ region, endpoint: sandbox.endpoint, credentials, forcePathStyle: true });
  await s3.send(new ListObjectsV2Command({ Bucket: TUTORIAL.bucket, Prefix: 'logs/', Delimiter: '/' }));
}

describe('records', () => {
  it('tell who asked for what, and no secrets', async () => {
    await listLogs();
    expect(sandbox.requests).toEqual([
      {
        operation: 'AssumeRole',
        callerArn: TUTORIAL.userArn,
        scope: { accessKeyId, region, service: 'sts' },
        status: 200,
        errorCode: undefined,
        bucket: undefined,
        key: undefined,
        parameters: {
          Action: 'AssumeRole',
          Version: '2011-06-15',
          RoleArn: TUTORIAL.fullAccessRoleArn,
          RoleSessionName: 'front',
        },
        withheld: [],
      },
      {
        operation: 'ListObjectsV2',
        callerArn: ROLE,
        scope: { accessKeyId: expect.stringMatching(/^ASIA/) as string, region, service: 's3' },
        status: 200,
        errorCode: undefined,
        bucket: TUTORIAL.bucket,
        key: undefined,
        parameters: { 'list-type': '2', prefix: 'logs/', delimiter: '/' },
        withheld: [],
      },
    ]);
  });

  it('name the secrets that were sent, and an access key that nobody has', async () => {
    const body = 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=a.b.c';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await fetch(sandbox.endpoint, { method: 'POST', headers, body });
    const stranger = { accessKeyId: 'AKIASTRANGER00000000', secretAccessKey };
    const client = new STSClient({ region, endpoint: sandbox.endpoint, credentials: stranger });
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toThrow();
    expect(sandbox.requests).toMatchObject([
      { scope: undefined, withheld: ['WebIdentityToken'] },
      { callerArn: undefined, scope: { accessKeyId: stranger.accessKeyId }, withheld: [] },
    ]);
    expect(JSON.stringify(sandbox.requests)).not.toContain('a.b.c');
  });

  it('are apart for each door', async () => {
    const door = await sandbox.openDoor();
    expect((await sts(door.endpoint).send(new GetCallerIdentityCommand({}))).Arn).toBe(TUTORIAL.userArn);
    expect(door.requests.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    expect(sandbox.requests).toEqual([]);
    await door.close();
    await expect(fetch(door.endpoint)).rejects.toThrow();
  });
});
