// IAM and the signed JSON services, called as they are on the wire.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Sandbox } from '../index.js';
import { parseXml, type XmlElement } from '../s3/xml.js';
import type { Keys } from './stsHarness.js';

/** Sha256 as @smithy/signature-v4 wants it. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }
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
  const { hostname, port, host } = new URL(sandbox.endpoint);
  const signer = new SignatureV4({ credentials: keys, region, service, sha256: Sha256 as never });
  const headers = { host, 'content-type': sent.contentType ?? 'application/json' };
  const request = { method, protocol: 'http:', hostname, port: Number(port), path, headers, body, query: {} };
  const signedRequest = await signer.sign(request, { signingDate: new Date(sandbox.clock.now()) });
  const options = { method, headers: signedRequest.headers as Record<string, string> };
  const response = await fetch(sandbox.endpoint + path, method === 'GET' ? options : { ...options, body });
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
