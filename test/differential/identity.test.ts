// Which credentials the real AWS CLI, boto3 and SDK for JavaScript take, beside what is said of them.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileKinds } from '../../src/identity/profileKinds.js';
import { takenBySdk, type Sdk, type Taken } from '../../src/identity/sdkRules.js';
import { seenInEnvironment } from '../../src/identity/seenVariables.js';
import { probeCode, readKernel } from '../../src/notebooks/kernelProbe.js';
import { awsCliV2 } from '../tools/awsCli.js';
import { cleanEnvironment, ROOT, temporaryFolder } from '../tools/environment.js';

const run = promisify(execFile);

interface Row {
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly credentials?: string;
}

const keysOf = (name: string): string => `aws_access_key_id = AKIA${name.toUpperCase()}\naws_secret_access_key = s\n`;
const ENV = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's' };
const NAMED = `[one]\n${keysOf('one')}[two]\n${keysOf('two')}`;
const DEFAULT = `[default]\n${keysOf('default')}`;
const REGION = '[default]\nregion = eu-west-1\n';
const PROCESS = `[default]\ncredential_process = cat <home>/printed.json\n`;
const FULL = { AWS_CONTAINER_CREDENTIALS_FULL_URI: '<container>', AWS_CONTAINER_AUTHORIZATION_TOKEN: 't' };
const ROLE = '[profile role]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = one\n';
const WEB = { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r' };
const PAST = '2020-01-01T00:00:00Z';
const AHEAD = '2099-01-01T00:00:00Z';

const ROWS: readonly Row[] = [
  { what: 'nothing', env: {} },
  { what: 'keys', env: ENV },
  { what: 'keys beside a default profile with others', env: ENV, credentials: DEFAULT },
  { what: 'keys beside a profile', env: { ...ENV, AWS_PROFILE: 'one' }, credentials: NAMED },
  { what: 'keys beside the other name for it', env: { ...ENV, AWS_DEFAULT_PROFILE: 'one' }, credentials: NAMED },
  { what: 'keys beside a profile that is not there', env: { ...ENV, AWS_PROFILE: 'gone' }, credentials: NAMED },
  { what: 'keys beside an empty profile', env: { ...ENV, AWS_PROFILE: '' }, credentials: NAMED },
  { what: 'keys without a secret', env: { AWS_ACCESS_KEY_ID: 'AKIAENV' }, credentials: DEFAULT },
  { what: 'empty keys', env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, credentials: DEFAULT },
  { what: 'keys whose end is past', env: { ...ENV, AWS_CREDENTIAL_EXPIRATION: PAST } },
  { what: 'keys whose end is ahead', env: { ...ENV, AWS_CREDENTIAL_EXPIRATION: AHEAD } },
  { what: 'keys with an empty end', env: { ...ENV, AWS_CREDENTIAL_EXPIRATION: '' } },
  { what: 'both names for a profile', env: { AWS_PROFILE: 'one', AWS_DEFAULT_PROFILE: 'two' }, credentials: NAMED },
  { what: 'a default profile with keys', env: {}, credentials: DEFAULT },
  { what: 'a default profile with keys in the other file', env: {}, config: DEFAULT },
  { what: 'a default profile that runs a program', env: {}, config: PROCESS },
  { what: 'one with keys that runs a program, too', env: {}, config: PROCESS, credentials: DEFAULT },
  { what: 'one that runs a program, keys beside it', env: {}, config: PROCESS + keysOf('default') },
  { what: 'a role', env: { AWS_PROFILE: 'role' }, config: ROLE, credentials: NAMED },
  { what: 'an endpoint', env: FULL },
  { what: 'an endpoint beside a default profile with a region', env: FULL, config: REGION },
  { what: 'an endpoint beside a default profile with keys', env: FULL, credentials: DEFAULT },
  { what: 'an endpoint beside a profile', env: { ...FULL, AWS_PROFILE: 'one' }, credentials: NAMED },
  { what: 'a web identity beside a default profile with keys', env: WEB, credentials: DEFAULT },
  { what: 'a web identity without a role', env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' } },
];

const METHODS: Readonly<Record<string, string>> = {
  env: 'environment',
  'assume-role': 'profile:role',
  'assume-role-with-web-identity': 'webIdentity',
  'shared-credentials-file': 'profile:keys',
  'config-file': 'profile:configKeys',
  'custom-process': 'profile:process',
  'container-role': 'container',
};

/** One process for all rows: each says how, and by which keys where they are at hand. */
const BOTO3 = `
import json, os, sys, boto3
for row in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(row)
    try:
        found = boto3.Session().get_credentials()
        if found is not None and found.method not in ('assume-role', 'assume-role-with-web-identity'):
            key = found.get_frozen_credentials().access_key
        else:
            key = ''
        print(json.dumps([found.method if found else 'None', key]))
    except Exception as error:
        print(json.dumps([type(error).__name__, '']))
`;
const JAVASCRIPT = `
const { defaultProvider } = require(${JSON.stringify(join(ROOT, 'node_modules/@aws-sdk/credential-provider-node'))});
console.warn = () => undefined;
(async () => {
  for (const row of JSON.parse(process.argv[1])) {
    for (const name of Object.keys(process.env)) if (/^AWS_|^HOME$/.test(name)) delete process.env[name];
    Object.assign(process.env, row);
    const found = await defaultProvider()().then(({ accessKeyId }) => accessKeyId, () => '');
    console.log(JSON.stringify(found));
  }
})();
`;

let server: Server;
let home: string;
const environments: Record<string, string>[] = [];
const predicted: ReadonlyMap<Sdk, Taken>[] = [];

beforeAll(async () => {
  server = createServer((_, response) => {
    const Expiration = AHEAD;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ AccessKeyId: 'ASIACONTAINER', SecretAccessKey: 's', Token: 't', Expiration }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  home = temporaryFolder();
  await writeFile(
    join(home, 'printed.json'),
    JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 's' }),
  );
  const words: Readonly<Record<string, string>> = {
    home,
    container: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
  };
  const fill = (text: string): string => text.replace(/<(\w+)>/g, (whole, word: string) => words[word] ?? whole);
  for (const [index, { env, config = '', credentials = '' }] of ROWS.entries()) {
    const folder = join(home, String(index));
    await mkdir(folder);
    await writeFile(join(folder, 'config'), fill(config));
    await writeFile(join(folder, 'credentials'), credentials);
    const filled = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
    const all = {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...filled,
    };
    environments.push(all);
    const written = Object.entries(all).map(([name, value]) => `${name}=${value}`);
    const profiles = profileKinds(await readFile(all.AWS_CONFIG_FILE, 'utf8'), credentials);
    predicted.push(takenBySdk(seenInEnvironment(written.join('\0')), profiles, Date.now()));
  }
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** As the programs tell it: how, and whose keys. */
function told(taken: Taken | undefined): string {
  switch (taken?.kind) {
    case 'environment':
      return 'environment AKIAENV';
    case 'profile':
      return `profile:${taken.how} ${taken.how === 'role' ? '' : taken.how === 'process' ? 'AKIAPROCESS' : `AKIA${taken.profile.toUpperCase()}`}`;
    case 'container':
      return 'container ASIACONTAINER';
    case 'webIdentity':
      return 'webIdentity ';
    default:
      return taken?.kind ?? '';
  }
}

const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/ProfileNotFound|config profile .* could not be found/, 'noProfile'],
  [/PartialCredentials|Partial credentials/, 'partialKeys'],
  [/RuntimeError|still expired/, 'pastExpiration'],
  [/InvalidConfigError|has no\s+role ARN/, 'noRoleArn'],
  [/proxy URL/, 'profile:role'], // to STS, which this way nobody reaches
  [/nowhere\/token/, 'webIdentity'],
];
const errorIn = (text: string): string => ERRORS.find(([pattern]) => pattern.test(text))?.[1] ?? text;

describe('what is said to be taken is what is taken', () => {
  it('by boto3', async () => {
    const child = run('python3', ['-c', BOTO3], { env: { ...cleanEnvironment(), HOME: process.env['HOME'] ?? home } });
    child.child.stdin?.end(JSON.stringify(environments.map((all) => ({ ...cleanEnvironment(), ...all }))));
    const lines = (await child).stdout.trim().split('\n');
    const found = lines.map((line) => {
      const [method, key] = JSON.parse(line) as [string, string];
      return method === 'None'
        ? 'nothing'
        : METHODS[method] === undefined
          ? errorIn(method)
          : `${METHODS[method]} ${key}`;
    });
    expect(byRow(found)).toEqual(byRow(predicted.map((takes) => told(takes.get('boto3')))));
  });

  it('by a default session of boto3, told without asking it for credentials', async () => {
    const began = `import json, os, sys, boto3
def told():
    exec(${JSON.stringify(probeCode('mark'))}, {})
told()
boto3.setup_default_session(region_name="eu-west-1")
told()
boto3.client("s3")
told()
boto3.setup_default_session(aws_access_key_id="AKIAGIVEN", aws_secret_access_key="s")
told()
`;
    const env = { ...cleanEnvironment(), ...ENV, HOME: process.env['HOME'] ?? home };
    const { stdout } = await run('python3', ['-c', began], { env });
    const sessions = stdout
      .trim()
      .split('\n')
      .map((line) => readKernel(line, 'mark')?.defaultSession);
    expect(sessions).toEqual([
      { kind: 'none' },
      { kind: 'unused' },
      { kind: 'keys', accessKeyId: 'AKIAENV' },
      { kind: 'keys', accessKeyId: 'AKIAGIVEN' },
    ]);
  });

  it('by the AWS CLI', async () => {
    const aws = (await awsCliV2())?.file;
    expect(aws).toBeDefined();
    const found: string[] = [];
    const askCli = async (index: number): Promise<void> => {
      const nobody = { HTTPS_PROXY: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1', AWS_REGION: 'us-east-1' };
      const env = { ...cleanEnvironment(), ...nobody, ...environments[index] };
      const { stdout } = await run(aws ?? '', ['configure', 'list'], { env }).catch((error: unknown) => ({
        stdout: (error as { stderr: string }).stderr,
      }));
      const [, key = '', method = ''] = /access_key\s+(\S+)\s+(\S+)/.exec(stdout) ?? [];
      found[index] = key === '<not' ? 'nothing' : (METHODS[method] ?? errorIn(stdout));
    };
    const waiting = [...environments.keys()];
    const next = async (): Promise<void> => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await askCli(index);
    };
    await Promise.all([next(), next(), next()]);
    const expected = predicted.map((takes) => told(takes.get('cli')).replace(/ .*/, ''));
    expect(byRow(found)).toEqual(byRow(expected));
  }, 120_000);

  it('by the SDK for JavaScript', async () => {
    const { stdout } = await run(process.execPath, ['-e', JAVASCRIPT, JSON.stringify(environments)], {
      env: cleanEnvironment(),
    });
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string);
    const expected = predicted.map((takes) => told(takes.get('javascript')).split(' ')[1] ?? '');
    expect(byRow(found)).toEqual(byRow(expected));
  });
});

const byRow = (values: readonly string[]): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(ROWS.map(({ what }, index) => [what, values[index]]));
