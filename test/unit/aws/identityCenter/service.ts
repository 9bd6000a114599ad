// IAM Identity Center as a test writes its answers down, over http; and a user with an empty home.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { PortalAccess } from '../../../../src/aws/identityCenter/portal.js';
import { writePrivateJson, type Json } from '../../../../src/base/files/privateJson.js';
import type { Portal } from '../../../../src/model/plan/portal.js';
import { SILENT } from '../../../flows/aws/interaction.js';

const MINUTE_MS = 60_000;
export const PORTAL: Portal = {
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  region: 'eu-west-1',
  scopes: ['sso:account:access'],
};
/** Of the legacy keys. */
export const LEGACY: Portal = { ...PORTAL, session: undefined, scopes: [] };

type Path =
  | '/client/register'
  | '/device_authorization'
  | '/token'
  | '/federation/credentials'
  | '/assignment/accounts'
  | '/assignment/roles'
  | '/logout';

/** A call as it arrived. */
interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body: Json;
  /** Done before it is sent. */
  readonly first?: () => unknown;
}

export const says = (body: Json, first?: () => unknown): Answer => ({ status: 200, body, ...(first && { first }) });

/** By the code, as AWS refuses. */
export function refuses(code: string, body: Json = { message: 'Said so' }, status = 400): Answer {
  return { status, body: { __type: code, ...body } };
}

export interface Service {
  endpoint: string;
  /** What was asked, in its order. */
  readonly asked: Asked[];
  /** The next answers to calls of that path; the last one stays. */
  answer(path: Path, ...answers: readonly Answer[]): void;
  /** What was asked of that path. */
  askedOf(path: Path): readonly Asked[];
}

async function read(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '', 'http://service');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return {
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Json,
  };
}

/** For the tests of a file; nothing is answered but what each of them says. */
export function startService(): Service {
  const answers = new Map<string, Answer[]>();
  const service: Service = {
    endpoint: '',
    asked: [],
    answer: (path, ...more) => void answers.set(path, [...more]),
    askedOf: (path) => service.asked.filter((each) => each.path === path),
  };
  const server = createServer((request, response) => {
    void read(request).then(async (asked) => {
      service.asked.push(asked);
      const left = answers.get(asked.path) ?? [];
      const { status, body, first } = (left.length > 1 ? left.shift() : left[0]) ?? refuses('NobodySaysWhat');
      await first?.();
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    service.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    service.asked.length = 0;
    answers.clear();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return service;
}

export interface Home {
  path: string;
}

/** An empty one for each test. */
export function homeOfEach(): Home {
  const home: Home = { path: '' };
  beforeEach(() => {
    home.path = mkdtempSync(join(tmpdir(), 'identity-center-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(home.path, { recursive: true, force: true });
  });
  return home;
}

type Changes = Partial<Omit<PortalAccess, 'interaction'>> & {
  readonly interaction?: Partial<PortalAccess['interaction']>;
};

export function accessTo(
  { endpoint }: Pick<Service, 'endpoint'>,
  home: Home,
  { interaction, ...changes }: Changes = {},
): PortalAccess {
  return {
    portal: PORTAL,
    endpoints: { all: endpoint },
    homeDirectory: home.path,
    interaction: { ...SILENT, ...interaction },
    signal: new AbortController().signal,
    ...changes,
  };
}

/** "2026-11-24T12:00:00Z", that many minutes from now. */
export const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * MINUTE_MS).toISOString().replace(/\.\d+Z$/, 'Z');

/** What the AWS CLI keeps for the portal after a sign-in. */
export const keptToken = (changes: Json = {}): Json => ({
  startUrl: PORTAL.startUrl,
  region: PORTAL.region,
  accessToken: 'kept token',
  expiresAt: inMinutes(60),
  clientId: 'kept client',
  clientSecret: 'kept secret',
  registrationExpiresAt: inMinutes(600),
  refreshToken: 'kept refresh token',
  ...changes,
});

export const keep = (file: string, json: Json): Promise<void> => writePrivateJson(file, json);

export const keptIn = async (file: string): Promise<Json> => JSON.parse(await readFile(file, 'utf8')) as Json;

/** The error that it fails with. */
export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => new Error(`It gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
