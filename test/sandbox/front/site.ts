// What is served beside the signed APIs: Identity Center and sign-in, told by method and path.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { parseSignature, type Signable } from '../sigv4.js';
import type { AwsError } from '../types.js';
import { parsePairs } from './target.js';

export interface SiteCall {
  readonly headers: IncomingHttpHeaders;
  /** Query, then form parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The JSON body; empty for other bodies. */
  readonly json: Readonly<Record<string, unknown>>;
  /** As the client addressed it: "http://127.0.0.1:8000". */
  readonly origin: string;
  readonly now: number;
  /** Seconds that a session lasts whatever is asked for; undefined where nothing is out of order. */
  readonly sessionSeconds: number | undefined;
}

export interface SiteReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SiteOperation {
  /** API name, for faults and records. */
  readonly name: string;
  /** Throws AwsError. */
  readonly answer: (call: SiteCall) => SiteReply | Promise<SiteReply>;
  /** The error in the service's own shape. */
  readonly refuse: (error: AwsError) => SiteReply;
}

/** By method and path: "POST /token". They are unsigned, which requests for a bucket of that name never are. */
export type SiteRoutes = ReadonlyMap<string, SiteOperation>;

export const siteOf = (sites: SiteRoutes, signable: Signable): SiteOperation | undefined =>
  parseSignature(signable).kind === 'none' ? sites.get(`${signable.method} ${signable.rawPath}`) : undefined;

const RECORDED = /^(clientName|grantType|startUrl|account_id|role_name|max_result|redirect_uri|user|decision)$/;

function parseJson(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export function readBody(
  headers: IncomingHttpHeaders,
  query: readonly (readonly [string, string])[],
  body: string,
): Pick<SiteCall, 'parameters' | 'json'> {
  const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return {
    parameters: new Map([...query, ...(form ? parsePairs(body) : [])]),
    json: form ? {} : parseJson(body),
  };
}

/** What a record may keep: none of the codes, tokens and client secrets that make up the rest. */
export const recordableCall = ({ parameters, json }: Pick<SiteCall, 'parameters' | 'json'>): Record<string, string> =>
  Object.fromEntries(
    [...parameters, ...Object.entries(json)].flatMap(([name, value]) =>
      RECORDED.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );

export const jsonReply = (status: number, body: object, headers: Record<string, string> = {}): SiteReply => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

export const pageReply = (status: number, page: string): SiteReply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  body: page,
});

export function redirectReply(target: string, parameters: Readonly<Record<string, string>>): SiteReply {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { status: 302, headers: { Location: url.href, 'Cache-Control': 'no-store' }, body: '' };
}

export function sendReply(response: ServerResponse, { status, headers, body }: SiteReply): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
