// Signing in to the console, against the sandbox's federation endpoint and servers that answer otherwise.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { consoleSignInToken } from '../../../src/aws/index.js';
import { consoleTarget, loginUrl } from '../../../src/console/consoleUrls.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { liveSession } from '../../support/samples.js';
import { startAccount, to, trusts, type Account } from './account.js';
import { refusal } from './context.js';

let account: Account;
let server: Server;
let answer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  account = await startAccount();
  account.createRole('dev', trusts(account.user));
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  server.close();
  await account.sandbox.stop();
});

async function roleSession() {
  const { arn, credentials } = await account.run(account.planned([to('dev')]));
  return liveSession({ identity: identityOf(arn), credentials, endpoints: { all: account.sandbox.endpoint } });
}

function signIn(session: ReturnType<typeof liveSession>, federation?: string) {
  const target = consoleTarget(session, undefined);
  if (target.kind === 'problem') throw new Error(target.message);
  const { endpoints, credentials } = session;
  return consoleSignInToken({ federation: federation ?? target.federation, endpoints, credentials }).then((token) =>
    loginUrl(target, token),
  );
}

const refusedFor = async (session: ReturnType<typeof liveSession>, federation?: string): Promise<string> => {
  const message = await refusal(signIn(session, federation));
  expect(message).not.toContain(session.credentials.secretAccessKey);
  return message;
};

describe('signing in to the console', () => {
  it('opens it as the role of the session', async () => {
    const session = await roleSession();
    const page = await fetch(await signIn(session));
    const text = await page.text();
    expect([page.status, text]).toEqual([200, expect.stringContaining(`<h1>${session.identity.arn}</h1>`)]);
    expect(text).toContain(`${account.sandbox.endpoint}/console/home?region=`);
  });

  it('is refused for what is not, or no longer, a session, and never tells the keys', async () => {
    const session = await roleSession();
    const { host } = new URL(account.sandbox.endpoint);
    const message = `The sign-in at ${host} does not accept the credentials of this session (400). Renew the session, then try again.`;
    const other = { ...session.credentials, secretAccessKey: 'MARKED-OTHER-KEY' };
    expect(await refusedFor({ ...session, credentials: other })).toBe(message);
    const { clock } = account.sandbox;
    clock.setOffset(3_601_000);
    expect(await refusedFor(session)).toBe(message);
    clock.setOffset(0);
  });

  it.each([
    [404, 'no', /^There is no sign-in to a console at .* \(404\), which the endpoint_url/],
    [302, '', /gave no token for the console \(302\)\. Try again later\.$/],
    [503, '{"SigninToken":"x"}', /gave no token for the console \(503\)/],
    [200, '<html>', /gave no token for the console \(200\)/],
    [200, '{"SigninToken":""}', /gave no token for the console \(200\)/],
    [200, 'null', /gave no token for the console \(200\)/],
    [200, `{"SigninToken":"${'x'.repeat(70_000)}"}`, /gave no token for the console \(200\)/],
  ])('tells of an answer %i %.30s', async (status, body, expected) => {
    answer = { status, body };
    const { port } = server.address() as AddressInfo;
    expect(await refusedFor(await roleSession(), `http://127.0.0.1:${port}/federation`)).toMatch(expected);
  });

  it('tells of a server that is not there', async () => {
    expect(await refusedFor(await roleSession(), 'http://127.0.0.1:1/federation')).toBe(
      'The sign-in at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Check the network and a proxy.',
    );
  });
});
