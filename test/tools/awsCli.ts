// An AWS CLI that goes where AWS_ENDPOINT_URL points.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot } from './cache.js';
import { cleanEnvironment, findOnPath, temporaryFolder } from './environment.js';

const DEBIAN_CLI = '/usr/bin/aws';
const WRAPPER_FOLDER = 'aws-cli';
const ATTEMPT_MS = 30_000;

/** Whether this `aws` sends its calls to AWS_ENDPOINT_URL (v1 from 1.29.0, v2 from 2.13.0), found out by asking it. */
export async function followsEndpointUrl(aws: string): Promise<boolean> {
  let reached = false;
  const server = createServer((_request, response) => {
    reached = true;
    response.writeHead(403).end('<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const home = temporaryFolder();
  const env = cleanEnvironment({
    HOME: home,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
  });
  try {
    const attempt = ['sts', 'get-caller-identity', '--cli-connect-timeout', '2', '--cli-read-timeout', '5'];
    // Its own exit code says nothing: the answer is a denial.
    await new Promise<void>((resolve) => {
      execFile(aws, attempt, { env, timeout: ATTEMPT_MS }, () => {
        resolve();
      });
    });
    return reached;
  } finally {
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Debian 12's AWS CLI 2.9 does not know the variable: an `aws` in the cache passes it on as an option. */
function wrapDebianCli(): string {
  const bin = join(cacheRoot(), WRAPPER_FOLDER);
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh\nexec ${DEBIAN_CLI} \${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"\n`;
  writeFileSync(join(bin, 'aws'), script);
  chmodSync(join(bin, 'aws'), 0o755);
  return bin;
}

/** The folder of an `aws` on PATH that reads endpoints from its configuration; undefined when there is none. */
export async function modernAwsCliFolder(): Promise<string | undefined> {
  const onPath = findOnPath('aws');
  return onPath !== undefined && (await followsEndpointUrl(onPath)) ? dirname(onPath) : undefined;
}

export interface AwsCliV2 {
  readonly file: string;
  /** Of version 2.MINOR. */
  readonly minor: number;
}

/** The first AWS CLI of version 2 on PATH: version 1 knows no `aws sso login`. */
export async function awsCliV2(): Promise<AwsCliV2 | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'aws');
    if (!existsSync(file)) continue;
    const { stdout } = await promisify(execFile)(file, ['--version']);
    const minor = /^aws-cli\/2\.(\d+)/.exec(stdout)?.[1];
    if (minor !== undefined) return { file, minor: Number(minor) };
  }
  return undefined;
}

let found: Promise<string | undefined> | undefined;

async function search(): Promise<string | undefined> {
  const modern = await modernAwsCliFolder();
  if (modern !== undefined) return modern;
  if (!existsSync(DEBIAN_CLI)) return undefined;
  const wrapped = wrapDebianCli();
  return (await followsEndpointUrl(join(wrapped, 'aws'))) ? wrapped : undefined;
}

/** The folder to put first on PATH so that `aws` follows AWS_ENDPOINT_URL; undefined when there is no such CLI. */
export async function awsCliFolder(): Promise<string | undefined> {
  found ??= search();
  const folder = await found;
  if (folder === undefined) found = undefined; // It may be installed next.
  return folder;
}
