// IAM and the signed JSON services, called as they are on the wire.
import { createHash, createHmac } from 'node:crypto';
import type { Sandbox } from '../index.js';
import { parseXml, type XmlElement } from '../s3/xml.js';
import type { Keys } from './stsHarness.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Headers with a Signature Version 4 of their own making: the sandbox's own code would agree with itself. */
function signedHeaders(
  keys: Keys,
  request: { method: string; path: string; body: string; headers: Record<string, string> },
  scope: { service: string; region: string; time: string },
): Record<string, string> {
  const { service, region, time } = scope;
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    ...(keys.sessionToken !== undefined && { 'x-amz-security-token': keys.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
  const [path = '', query = ''] = request.path.split('?');
  const canonical = [request.method, path, query, lines, names.join(';'), sha256(request.body)].join('\n');
  const parts = [time.slice(0, 8), region, service, 'aws4_request'];
  const toSign = ['AWS4-HMAC-SHA256', time, parts.join('/'), sha256(canonical)].join('\n');
  const key = parts.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  const credential = [keys.accessKeyId, ...parts].join('/');
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly service?: string;
  readonly region?: string;
}

export async function signed(sandbox: Sandbox, keys: Keys, sent: Sent): Promise<Answer> {
  const { method = 'POST', path = '/', body = '', service = 'iam', region = 'us-east-1' } = sent;
  const { host } = new URL(sandbox.endpoint);
  const time = new Date(sandbox.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = { host, 'content-type': sent.contentType ?? 'application/json' };
  const options = {
    method,
    headers: signedHeaders(keys, { method, path, body, headers }, { service, region, time }),
    ...(method !== 'GET' && { body }),
  };
  const response = await fetch(sandbox.endpoint + path, options);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What an element holds: text, a list of members, or its children by name. */
function valueOf({ children, text }: XmlElement): unknown {
  if (children.length === 0) return text;
  if (children.every(({ name }) => name === 'member')) return children.map(valueOf);
  return Object.fromEntries(children.map((child) => [child.name, valueOf(child)]));
}

/** An answer, looked into by path: "Role.Arn", "Users.0.UserName". */
export class Result {
  constructor(private readonly value: unknown) {}

  at(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], this.value);
  }

  /** Throws Error where there is none. */
  text(path: string): string {
    const value = this.at(path);
    if (typeof value !== 'string') throw new Error(`There is no text at ${path}`);
    return value;
  }

  list(path: string): readonly unknown[] {
    const value = this.at(path);
    return Array.isArray(value) ? (value as unknown[]) : [];
  }

  /** One field of each member. */
  each(path: string, field: string): unknown[] {
    return this.list(path).map((member) => new Result(member).at(field));
  }

  /** A policy document, as JSON. */
  document(path: string): unknown {
    return JSON.parse(decodeURIComponent(this.text(path)));
  }
}

/** "Tags" → "Tags.member.1.Key"…, as the query protocol writes lists and structures. */
function flatten(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => flatten(`${name}.member.${index + 1}`, one));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => flatten(name === '' ? key : `${name}.${key}`, one));
  }
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** A call of IAM's query API: its result, or "409 EntityAlreadyExists: …" thrown. */
export async function iamCall(
  sandbox: Sandbox,
  keys: Keys,
  action: string,
  parameters: object = {},
  more: Sent & { readonly version?: string } = {},
): Promise<Result> {
  const form = new URLSearchParams([
    ['Action', action],
    ['Version', more.version ?? '2010-05-08'],
    ...flatten('', parameters),
  ]);
  const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
  const { status, text } = await signed(sandbox, keys, { ...more, body: form.toString(), contentType });
  const answer = new Result(valueOf(parseXml(text)));
  if (status === 200) return new Result(answer.at(`${action}Result`));
  throw new Error(`${status} ${answer.text('Error.Code')}: ${answer.text('Error.Message')}`);
}

/** The message of a call that must fail. */
export async function refused(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => {
      throw new Error('The call succeeded');
    },
    (reason: unknown) => (reason as Error).message,
  );
}
