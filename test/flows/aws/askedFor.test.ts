import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executePlan } from '../../../src/aws/index.js';
import { Configuration } from '../../../src/config/configuration.js';
import { writtenSettings } from '../../support/settings.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import type { Narrowing, Overrides, Target } from '../../../src/model/request.js';
import { errorCode } from '../../../src/base/errors.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { SILENT } from './interaction.js';
import type { Credentials } from '../../../src/model/session/credentials.js';
import { KeptSecrets } from '../../support/keptSecrets.js';

// What a user asks for, from the request to what AWS then lets them do.
const ACCOUNT = '123456789012';
const MFA_SERIAL = `arn:aws:iam::${ACCOUNT}:mfa/anna`;
const MFA_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const document = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: string | readonly string[], Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

let sandbox: Sandbox;
let catalog: Configuration;

beforeAll(async () => {
  sandbox = await startSandbox();
  const { iam, s3 } = sandbox;
  const anna = iam.createUser({ accountId: ACCOUNT, name: 'anna', mfaSerial: MFA_SERIAL, mfaSecretBase32: MFA_SECRET });
  iam.putUserPolicy(anna.arn, 'all', document(allow('*', '*')));
  const trust = (more: object = {}) =>
    document({
      Effect: 'Allow',
      Principal: { AWS: anna.arn },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      ...more,
    });
  const create = (name: string, trustPolicy: object, ...statements: readonly object[]) =>
    iam.createRole({ accountId: ACCOUNT, name, trustPolicy, inlinePolicies: { s3: document(...statements) } });
  create('data', trust(), allow('s3:*', '*'));
  const team = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'data' } } };
  create('by-team', trust(), allow('s3:*', '*', team));
  create('for-anna', trust({ Condition: { StringEquals: { 'sts:SourceIdentity': 'anna' } } }), allow('s3:*', '*'));
  create('with-mfa', trust({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), allow('s3:*', '*'));
  s3.createBucket('data', { region: 'us-east-1', accountId: ACCOUNT });
  s3.putObject('data', 'reports/a.csv', 'a');
  s3.putObject('data', 'secrets/b.csv', 'b');
  const text = `[base]\naws_access_key_id = ${anna.accessKeyId}\naws_secret_access_key = ${anna.secretAccessKey}\nendpoint_url = ${sandbox.endpoint}\n`;
  catalog = catalogOf(text);
});
afterAll(() => sandbox.stop());

function catalogOf(credentials: string): Configuration {
  const onDidChange = new Listeners().event;
  const read = () =>
    Promise.resolve({
      config: { file: '/config', text: undefined },
      credentials: { file: '/credentials', text: credentials },
    });
  return new Configuration(
    writtenSettings({ mfaSessionDurationSeconds: 3600 }),
    {
      locations: { config: { file: '/config' }, credentials: { file: '/credentials' } },
      onDidChange,
      read,
      dispose: () => undefined,
    },
    { variables: {}, userName: 'anna', hostName: 'desk', homeDirectory: '/home/anna' },
    new KeptSecrets(),
  );
}

const role = (name: string): Target => ({
  kind: 'ad-hoc',
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  sourceProfile: 'base',
});

const execute = (plan: Plan, codes?: () => Promise<string>) =>
  executePlan(plan, {
    environment: catalog.environment,
    secrets: catalog,
    interaction: { ...SILENT, ...(codes && { mfaCode: codes }) },
    signal: new AbortController().signal,
  });

async function credentialsFor(target: Target, overrides: Overrides): Promise<Credentials> {
  return (await execute(await catalog.plan({ target, overrides }))).credentials;
}

/** What S3 answers: "ok", or the code of its refusal. */
async function tried(credentials: Credentials, action: 'list' | 'get' | 'put', key: string): Promise<string> {
  const client = new S3Client({ endpoint: sandbox.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const Bucket = 'data';
  try {
    await (action === 'list'
      ? client.send(new ListObjectsV2Command({ Bucket, Prefix: key }))
      : action === 'get'
        ? client.send(new GetObjectCommand({ Bucket, Key: key })).then(({ Body }) => Body?.transformToString())
        : client.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' })));
    return 'ok';
  } catch (error) {
    return errorCode(error) ?? String(error);
  } finally {
    client.destroy();
  }
}

const READ_REPORTS: Narrowing = { kind: 's3-location', bucket: 'data', prefix: 'reports/', access: 'read' };
const WRITE_REPORTS: Narrowing = { ...READ_REPORTS, access: 'write' };
const OK = 'ok';
const NO = 'AccessDenied';

describe('a session with less', () => {
  it.each<[string, Narrowing | undefined, readonly [string, string, string, string, string, string]]>([
    ['nothing taken away', undefined, [OK, OK, OK, OK, OK, OK]],
    ['reading only', { kind: 'read-only' }, [OK, OK, NO, OK, OK, NO]],
    ['S3 only', { kind: 's3-only' }, [OK, OK, OK, OK, OK, OK]],
    ['a prefix to read', READ_REPORTS, [OK, OK, NO, NO, NO, NO]],
    ['a prefix to write', WRITE_REPORTS, [OK, OK, OK, NO, NO, NO]],
  ])('of %s', async (_, narrowing, expected) => {
    const credentials = await credentialsFor(role('data'), narrowing === undefined ? {} : { narrowing });
    const answers = [
      await tried(credentials, 'list', 'reports/'),
      await tried(credentials, 'get', 'reports/a.csv'),
      await tried(credentials, 'put', 'reports/new.csv'),
      await tried(credentials, 'list', 'secrets/'),
      await tried(credentials, 'get', 'secrets/b.csv'),
      await tried(credentials, 'put', 'secrets/new.csv'),
    ];
    expect(answers).toEqual(expected);
  });

  it('of a federated user', async () => {
    const target: Target = { kind: 'federation-token', profile: 'base', name: 'guest' };
    const plan = await catalog.plan({ target, overrides: { narrowing: READ_REPORTS } });
    const { arn, credentials } = await execute(plan);
    expect(arn).toBe(`arn:aws:sts::${ACCOUNT}:federated-user/guest`);
    expect(await tried(credentials, 'get', 'reports/a.csv')).toBe(OK);
    expect(await tried(credentials, 'get', 'secrets/b.csv')).toBe(NO);
  });
});

describe('a session with more', () => {
  it('has the tags that the role’s policy looks at', async () => {
    const tagged = await credentialsFor(role('by-team'), { tags: { team: 'data' } });
    expect(await tried(tagged, 'get', 'reports/a.csv')).toBe(OK);
    expect(await tried(await credentialsFor(role('by-team'), {}), 'get', 'reports/a.csv')).toBe(NO);
  });

  it('has the source identity that the role’s trust policy asks for', async () => {
    const { arn } = await execute(
      await catalog.plan({ target: role('for-anna'), overrides: { sourceIdentity: 'anna', sessionName: 'hers' } }),
    );
    expect(arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/for-anna/hers`);
    await expect(credentialsFor(role('for-anna'), { sourceIdentity: 'bob' })).rejects.toThrow('for-anna');
  });

  it('has its MFA from a session token, where a code is asked for once', async () => {
    const plan = await catalog.plan({ target: role('with-mfa'), overrides: { mfaSerial: MFA_SERIAL } });
    expect(plan.hops.map(({ kind }) => kind)).toEqual(['session-token', 'assume-role']);
    let asked = 0;
    const { arn } = await execute(plan, () => {
      asked += 1;
      return Promise.resolve(totp(MFA_SECRET, Date.now()));
    });
    expect(arn).toContain(':assumed-role/with-mfa/');
    expect(asked).toBe(1);
  });
});
