// What Copy As gives, run as it is by a shell and the programs that it is for: each gets the object of that very key.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityOf } from '../../src/model/session/identity.js';
import type { LiveSession } from '../../src/model/session/session.js';
import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import { snippet } from '../../src/snippets/snippet.js';
import { startAccount, to, trusts, ACCOUNT, may, type Account } from '../flows/aws/account.js';
import { liveSession } from '../support/samples.js';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment, findOnPath, ROOT } from '../tools/environment.js';
import { pythonCli } from './forks.js';

const run = promisify(execFile);
const BUCKET = 'odd-keys';
const KEYS = [
  'plain.txt',
  `it's "quoted" \`id\` $HOME \${HOME} $(id) %s.txt`,
  'two\nlines\tand é 漢字 😀.txt',
  `folder with space/*?[a] & ; | > <#!~+=%41.txt`,
  `back\\slash\\n.txt`,
];

let account: Account;
let session: LiveSession;
let folder: string;
let cli: string;
let python: string;

beforeAll(async () => {
  account = await startAccount();
  const { sandbox } = account;
  account.createRole('reader', trusts(account.user), { inlinePolicies: { s3: may('s3:*', '*') } });
  sandbox.s3.createBucket(BUCKET, { region: 'us-west-2', accountId: ACCOUNT });
  for (const key of KEYS) sandbox.s3.putObject(BUCKET, key, `content of ${key}`);
  const { arn, credentials } = await account.run(account.planned([to('reader')]));
  const request = { target: { kind: 'configured', roleId: 'setting:reader' }, overrides: {} } as const;
  session = liveSession({
    ...{ identity: identityOf(arn), credentials, endpoints: { all: sandbox.endpoint } },
    ...{ role: { id: 'setting:reader', name: 'reader', request }, expiresAt: Date.now() + 3_600_000 },
  });
  folder = await mkdtemp(join(tmpdir(), 'snippets-'));
  cli = (await modernAwsCliFolder()) ?? '';
  python = (await pythonCli(join(cli, 'aws')))?.interpreter ?? '';
});
afterAll(async () => {
  await account.sandbox.stop();
  await rm(folder, { recursive: true });
});

const environment = () => ({
  ...cleanEnvironment(),
  ...Object.fromEntries(sessionVariables(session)),
  PATH: `${cli}${delimiter}${process.env['PATH'] ?? ''}`,
  HOME: folder,
});

const place = (key: string) => ({ bucket: BUCKET, key, region: undefined });

it.each(KEYS)('a shell and the AWS CLI: %j', async (key) => {
  await run('sh', ['-c', snippet('aws-cli', session, place(key))], { env: environment(), cwd: folder });
  expect(await readFile(join(folder, basename(key)), 'utf8')).toBe(`content of ${key}`);
});

it('bash and the AWS CLI: a key that a terminal would take for keystrokes', async () => {
  const key = `a\u0003 it's \\ \r\u007f.txt`;
  account.sandbox.s3.putObject(BUCKET, key, 'found');
  const text = snippet('aws-cli', session, place(key));
  expect(text.trim()).not.toMatch(/\p{Cc}(?<!\n)/u);
  await run('bash', ['-c', text], { env: environment(), cwd: folder });
  expect(await readFile(join(folder, key), 'utf8')).toBe('found');
});

it('a shell and the AWS CLI, of what is not an object', async () => {
  const inShell = async (at: Parameters<typeof snippet>[2]) =>
    (await run('sh', ['-c', snippet('aws-cli', session, at)], { env: environment(), cwd: folder })).stdout;
  expect(await inShell(undefined)).toContain(session.identity.arn);
  expect(await inShell(place(''))).toContain(' plain.txt\n');
  expect(await inShell(place('folder with space/'))).toContain('*?[a] & ; |');
});

it.each(KEYS)('boto3: %j', async (key) => {
  const code = `${snippet('boto3', session, place(key))}import sys\nsys.stdout.buffer.write(body)`;
  const { stdout } = await run(python, ['-c', code], { env: environment(), cwd: folder });
  expect(stdout).toBe(`content of ${key}`);
});

it.each(KEYS)('the SDK for JavaScript: %j', async (key) => {
  const script = join(ROOT, 'node_modules', `.snippet-${process.pid}.mjs`);
  const code = snippet('javascript', session, place(key));
  await writeFile(script, `${code}process.stdout.write(await reply.Body.transformToString());`);
  try {
    const { stdout } = await run(process.execPath, [script], { env: environment(), cwd: folder });
    expect(stdout).toBe(`content of ${key}`);
  } finally {
    await rm(script);
  }
});

it.each(KEYS)('a shell and rclone: %j', async (key) => {
  expect(findOnPath('rclone')).toBeDefined();
  const copy = await mkdtemp(join(folder, 'rclone-'));
  await run('sh', ['-c', snippet('rclone', session, place(key))], { env: environment(), cwd: copy });
  expect(await readFile(join(copy, basename(key)), 'utf8')).toBe(`content of ${key}`);
});
