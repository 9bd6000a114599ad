// The script of a set-up, run by sh and the AWS CLI, makes at the embedded IAM what its calls would make.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IamApi } from '../../src/model/iam/iamApi.js';
import type { SetupAnswers } from '../../src/roleSetup/answers.js';
import { readExisting } from '../../src/roleSetup/differences.js';
import { cliScript } from '../../src/roleSetup/documents/cli.js';
import { planSetup, type SetupPlan } from '../../src/roleSetup/plan.js';
import { PRESETS } from '../../src/roleSetup/presets.js';
import { wantedSetup } from '../../src/roleSetup/wanted.js';
import { IamAccount } from '../flows/iam/account.js';
import { ACCOUNT } from '../sandbox/test/stsHarness.js';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment } from '../tools/environment.js';

const run = promisify(execFile);

let account: IamAccount;
let api: IamApi;
let folder: string;
let cli: string;

beforeAll(async () => {
  account = await IamAccount.start();
  api = account.api();
  folder = await mkdtemp(join(tmpdir(), 'role-setup-'));
  cli = (await modernAwsCliFolder()) ?? '';
});
afterAll(async () => {
  await account.stop();
  await rm(folder, { recursive: true });
});

const HOME = { partition: 'aws', account: ACCOUNT };

async function planned(answers: SetupAnswers): Promise<SetupPlan> {
  const wanted = wantedSetup(answers);
  return planSetup(wanted, await readExisting(api, wanted));
}

async function script(answers: SetupAnswers): Promise<string> {
  const file = join(folder, 'setup.sh');
  await writeFile(file, cliScript((await planned(answers)).steps));
  const { accessKeyId, secretAccessKey } = account.keys;
  const env = {
    ...cleanEnvironment({
      AWS_ENDPOINT_URL: account.sandbox.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }),
    PATH: `${cli}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
  };
  return (await run('sh', [file], { env, cwd: folder })).stdout;
}

const ODD = `it's "quoted" $HOME $(id) \`id\` \\ %s`;

describe('sh and the AWS CLI', () => {
  it("make the tutorial's set-up, and show the key", async () => {
    const answers: SetupAnswers = {
      ...PRESETS.tutorial(HOME),
      ...{ name: 'new-role', assumer: { kind: 'user', name: 'newcomer', path: '/', accessKey: 'first' } },
    };
    const [, accessKeyId = '', secretAccessKey = ''] = /^(AKIA\w+)\t(\S+)$/m.exec(await script(answers)) ?? [];
    const assume = new AssumeRoleCommand({ RoleArn: wantedSetup(answers).role.arn, RoleSessionName: 'me' });
    await account.clients.sts({ accessKeyId, secretAccessKey }).send(assume);
    expect((await planned(answers)).steps).toEqual([]);
  });

  it.each([
    ['odd texts', ODD],
    ['what looks like an option', '--version'],
    ['what the AWS CLI would fetch', 'file:///etc/passwd'],
  ])('make a role with all that it may have: %s', async (name, description) => {
    const resource = `arn:aws:s3:::bucket/\${aws:username}/${ODD}`;
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: resource },
    });
    const answers: SetupAnswers = {
      ...PRESETS.otherAccount(HOME),
      ...{ name: `-${name.replaceAll(' ', '-')}`, path: '/team/', description, maxSessionDuration: 7200 },
      assumer: { kind: 'account', account: '444455556666', externalId: 'a:b/c', mfa: true },
      boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      tags: new Map([['team', 'a b']]),
      inline: { name: '-more', document },
    };
    await script(answers);
    expect((await planned(answers)).steps).toEqual([]);
    expect(await api.role(answers.name)).toMatchObject({
      value: { description, maxSessionDuration: 7200, path: '/team/', inline: [{ name: '-more', document }] },
    });
    await script({ ...answers, maxSessionDuration: 3600, assumer: { kind: 'permissionSet', name: 'Admins' } });
    expect(await api.role(answers.name)).toMatchObject({
      value: { maxSessionDuration: 3600, trust: expect.stringContaining('AWSReservedSSO_Admins_') as string },
    });
  });
});
