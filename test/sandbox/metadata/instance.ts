// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
import { randomBytes } from 'node:crypto';
import type { TemporaryKeys, Vault } from '../lender.js';
import { isoSeconds } from '../sts/issue.js';
import { fourStrings, lasting } from './credentials.js';
import { behave, plain, serve, type Answer, type Asked } from './service.js';
import type { Behaviour, InstanceMetadata, InstanceMetadataOptions } from './types.js';

const TOKEN_PATH = '/latest/api/token';
const CREDENTIALS_PATH = '/latest/meta-data/iam/security-credentials';
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const TOKEN = 'x-aws-ec2-metadata-token';
const MAX_TTL_SECONDS = 21_600;

const failure = (status: number, text: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>${status} - ${text}</title></head></html>\n`,
  headers: { 'Content-Type': 'text/html' },
});
const UNAUTHORIZED = failure(401, 'Unauthorized');

interface Instance {
  readonly vault: Vault;
  readonly id: string;
  readonly region: string;
  readonly tokens: NonNullable<InstanceMetadataOptions['tokens']>;
  readonly role: { readonly arn: string; readonly keys: () => TemporaryKeys | undefined } | undefined;
  /** Expiry of the session tokens given out. */
  readonly sessions: Map<string, number>;
  readonly secrets: string[];
}

function newToken({ vault, sessions, secrets }: Instance, { headers }: Asked): Answer {
  // Nobody behind a proxy or a redirect gets one.
  if (headers['x-forwarded-for'] !== undefined) return failure(403, 'Forbidden');
  const ttl = headers[TTL]?.toString() ?? '';
  const seconds = Number(ttl);
  if (!/^\d+$/.test(ttl) || seconds < 1 || seconds > MAX_TTL_SECONDS) return failure(400, 'Bad Request');
  const token = randomBytes(42).toString('base64url');
  sessions.set(token, vault.clock.now() + seconds * 1000);
  secrets.push(token);
  return plain(token, { [TTL]: ttl });
}

function mayRead({ vault, sessions, tokens }: Instance, { headers }: Asked): boolean {
  const token = headers[TOKEN]?.toString();
  if (tokens === 'unsupported') return true;
  if (token === undefined) return tokens === 'optional';
  return (sessions.get(token) ?? 0) > vault.clock.now();
}

function credentials({ vault, role }: Instance, name: string): Answer {
  const roleName = role?.arn.split('/').at(-1);
  const keys = name === roleName ? role?.keys() : undefined;
  if (!keys) return failure(404, 'Not Found');
  const head = { Code: 'Success', LastUpdated: isoSeconds(vault.clock.now()), Type: 'AWS-HMAC' };
  return plain(JSON.stringify({ ...head, ...fourStrings(keys) }, undefined, 2));
}

const identityDocument = ({ id, region, role, vault }: Instance): Answer =>
  plain(
    JSON.stringify(
      {
        accountId: role?.arn.split(':')[4] ?? '000000000000',
        architecture: 'x86_64',
        availabilityZone: `${region}a`,
        imageId: 'ami-0123456789abcdef0',
        instanceId: id,
        instanceType: 't3.micro',
        pendingTime: isoSeconds(vault.clock.now()),
        privateIp: '10.0.0.10',
        region,
        version: '2017-09-30',
      },
      undefined,
      2,
    ),
  );

function read(instance: Instance, path: string): Answer {
  const { id, region, role } = instance;
  const plainPath = path.replace(/\/$/, '');
  if (plainPath === CREDENTIALS_PATH) return role ? plain(role.arn.split('/').at(-1) ?? '') : failure(404, 'Not Found');
  if (path.startsWith(`${CREDENTIALS_PATH}/`)) return credentials(instance, path.slice(CREDENTIALS_PATH.length + 1));
  switch (plainPath) {
    case '/latest/meta-data/instance-id':
      return plain(id);
    case '/latest/meta-data/placement/region':
      return plain(region);
    case '/latest/meta-data/placement/availability-zone':
      return plain(`${region}a`);
    case '/latest/dynamic/instance-identity/document':
      return identityDocument(instance);
    default:
      return failure(404, 'Not Found');
  }
}

function answer(instance: Instance, asked: Asked): Answer {
  if (asked.path === TOKEN_PATH) {
    if (instance.tokens === 'unsupported') return failure(404, 'Not Found');
    return asked.method === 'PUT' ? newToken(instance, asked) : failure(405, 'Not Allowed');
  }
  if (asked.method !== 'GET') return failure(405, 'Not Allowed');
  return mayRead(instance, asked) ? read(instance, asked.path) : UNAUTHORIZED;
}

/** Starts the metadata service of a new instance; its tokens join `secrets`. */
export async function startInstanceMetadata(
  vault: Vault,
  secrets: string[],
  options: InstanceMetadataOptions,
): Promise<InstanceMetadata> {
  const { roleArn, region = 'us-west-2', tokens = 'required', sessionSeconds } = options;
  const id = `i-${randomBytes(9).toString('hex').slice(1)}`;
  const role = roleArn !== undefined && {
    arn: roleArn,
    keys: lasting(vault, { roleArn, sessionName: id, sessionSeconds }),
  };
  const instance: Instance = { vault, id, region, tokens, role: role || undefined, sessions: new Map(), secrets };
  const state: { behaviour: Behaviour | 'tokensHang' } = { behaviour: 'serve' };
  const server = await serve(
    (headers) => headers[TOKEN] !== undefined,
    (asked) =>
      state.behaviour === 'tokensHang'
        ? behave(asked.path === TOKEN_PATH ? 'hang' : 'serve', () => answer(instance, asked))
        : behave(state.behaviour, () => answer(instance, asked)),
  );
  const { origin: endpoint, requests, stop } = server;
  return Object.assign(state, { endpoint, instanceId: id, requests, stop });
}
