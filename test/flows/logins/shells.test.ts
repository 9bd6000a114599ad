// The commands that log other programs in, run by real shells with the real AWS CLI.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginCommand, type Login } from '../../../src/logins/loginCommands.js';
import { startHttpServer, type Answer, type HttpServer } from '../../support/httpServer.js';
import { awsCliFolder } from '../../tools/awsCli.js';
import { cleanEnvironment, findOnPath } from '../../tools/environment.js';

const run = promisify(execFile);
const PASSWORD = 'the/password+of=ecr';
const TOKEN = 'the-token-of-codeartifact';
const SHELLS = ['sh', 'bash', 'zsh', 'fish'].filter((shell) => findOnPath(shell) !== undefined);
const WAIT_MS = 60_000;

const encoded = Buffer.from(`AWS:${PASSWORD}`).toString('base64');
const CLUSTER = {
  ...{ name: 'web', arn: 'arn:aws:eks:eu-west-1:123456789012:cluster/web', status: 'ACTIVE' },
  ...{ endpoint: 'https://web.example', certificateAuthority: { data: 'Q0E=' } },
};

/** By the target or the path of the call. */
const REPLIES: readonly (readonly [RegExp, object])[] = [
  [
    /AmazonEC2ContainerRegistry_V20150921\.GetAuthorizationToken/,
    { authorizationData: [{ authorizationToken: encoded }] },
  ],
  [/SpencerFrontendService\.GetAuthorizationToken/, { authorizationData: { authorizationToken: encoded } }],
  [/\/v1\/authorization-token\?/, { authorizationToken: TOKEN, expiration: 4_000_000_000 }],
  [/\/v1\/repository\/endpoint\?/, { repositoryEndpoint: 'https://d-1.d.codeartifact.example/npm/shared/' }],
  [/\/clusters\/web$/, { cluster: CLUSTER }],
];
const aws: Answer = ({ headers, path }, response) => {
  const call = `${String(headers['x-amz-target'])} ${path}`;
  const reply = REPLIES.find(([pattern]) => pattern.test(call))?.[1];
  response.writeHead(reply === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply ?? {}));
};

describe('the commands', () => {
  let folder: string;
  let server: HttpServer;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'logins-'));
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'data/fish/generated_completions'), { recursive: true });
    for (const program of ['docker', 'podman', 'npm']) {
      const file = join(folder, 'bin', program);
      writeFileSync(
        file,
        `#!/bin/sh\necho "$@" >> "${folder}/words"\n[ "$1" = login ] && cat > "${folder}/stdin"\nexit 0\n`,
      );
      chmodSync(file, 0o755);
    }
    server = await startHttpServer();
    server.answer = aws;
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function typed(shell: string, login: Login): Promise<string> {
    const command = loginCommand(login, 'aws');
    if (command.kind === 'problem') throw new Error(command.message);
    const cli = await awsCliFolder();
    expect(cli).toBeDefined();
    const env = cleanEnvironment({
      ...{ HOME: folder, XDG_DATA_HOME: join(folder, 'data'), KUBECONFIG: join(folder, 'kubeconfig') },
      ...{ AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' },
      AWS_ENDPOINT_URL: server.endpoint,
      PATH: [join(folder, 'bin'), cli, process.env['PATH']].join(delimiter),
    });
    await run(shell, ['-c', command.line], { env, cwd: folder });
    return command.line;
  }

  const words = (): string[] => readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n');
  const region = (): string =>
    /\/([a-z\d-]+)\/[a-z-]+\/aws4_request/.exec(String(server.received[0]?.headers.authorization))?.[1] ?? '';

  it.each(SHELLS)(
    'log docker in by %s, with the password nowhere but between the two',
    async (shell) => {
      const line = await typed(shell, { kind: 'ecr', tool: 'docker', account: '012345678901', region: 'eu-central-1' });
      expect(words()).toEqual([
        'login --username AWS --password-stdin 012345678901.dkr.ecr.eu-central-1.amazonaws.com',
      ]);
      expect(readFileSync(join(folder, 'stdin'), 'utf8')).toBe(`${PASSWORD}\n`);
      expect(line).not.toContain(PASSWORD);
      expect(region()).toBe('eu-central-1');
    },
    WAIT_MS,
  );

  it(
    'log podman in to the public registry',
    async () => {
      await typed('sh', { kind: 'ecr-public', tool: 'podman' });
      expect(words()).toEqual(['login --username AWS --password-stdin public.ecr.aws']);
      expect(readFileSync(join(folder, 'stdin'), 'utf8')).toBe(`${PASSWORD}\n`);
      expect(region()).toBe('us-east-1');
    },
    WAIT_MS,
  );

  it.each(SHELLS)(
    'log npm in by %s',
    async (shell) => {
      await typed(shell, {
        ...{ kind: 'code-artifact', tool: 'npm', domain: 'my-domain', owner: '123456789012' },
        ...{ repository: 'shared', region: 'eu-west-1' },
      });
      expect(words().join('\n')).toContain('config set registry https://d-1.d.codeartifact.example/npm/shared/');
      expect(words().join('\n')).toContain(TOKEN);
      const query = server.received.find(({ path }) => path.startsWith('/v1/repository/'))?.path ?? '';
      expect(Object.fromEntries(new URLSearchParams(query.replace(/^.*\?/, '')))).toMatchObject({
        ...{ domain: 'my-domain', 'domain-owner': '123456789012', repository: 'shared' },
      });
    },
    WAIT_MS,
  );

  it.each(SHELLS)(
    'add a cluster to the kubeconfig by %s, without credentials',
    async (shell) => {
      await typed(shell, { kind: 'eks', cluster: 'web', alias: 'web/eu:1', region: 'eu-west-1' });
      const written = readFileSync(join(folder, 'kubeconfig'), 'utf8');
      expect(written).toContain('current-context: web/eu:1');
      expect(written).toMatch(/command: aws/);
      expect(written).not.toMatch(/ASIAIOSFODNN7EXAMPLE|secret|AWS_PROFILE/);
      expect(existsSync(join(folder, 'words'))).toBe(false);
    },
    WAIT_MS,
  );
});
