import * as l10n from '../base/l10n.js';
import type { IncomingMessage } from 'node:http';
import { UserError } from '../base/errors.js';
import { transportFailure, type TransportFailure } from '../base/transportFailure.js';
import type { Endpoints } from '../model/plan/plan.js';
import type { Credentials } from '../model/session/credentials.js';
import { clientTransport } from './transport/transport.js';

const TIMEOUT_MS = 25_000;
const LIMIT_BYTES = 65_536;

/** The handler needs no more of it than what is sent. */
type Request = Parameters<ReturnType<typeof clientTransport>['requestHandler']['handle']>[0];

interface SignIn {
  /** URL of the federation endpoint. */
  readonly federation: string;
  readonly endpoints: Endpoints;
  readonly credentials: Credentials;
}

/**
 * A token by which a browser is signed in to the console (getSigninToken). Without SessionDuration, which credentials of
 * a chain or of GetFederationToken may not ask for, that lasts until they end. The URL of the call holds them: nothing
 * that is thrown has it.
 * @throws UserError
 */
export async function consoleSignInToken({ federation, endpoints, credentials }: SignIn): Promise<string> {
  const { requestHandler } = clientTransport(endpoints, 'signin');
  const { protocol, hostname, port, pathname, host } = new URL(federation);
  const { accessKeyId: sessionId, secretAccessKey: sessionKey, sessionToken } = credentials;
  const query = { Action: 'getSigninToken', Session: JSON.stringify({ sessionId, sessionKey, sessionToken }) };
  const request = {
    ...{ method: 'GET', protocol, hostname, path: pathname, query },
    ...(port !== '' && { port: Number(port) }),
    headers: { host, accept: 'application/json' },
  };
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  let reply: { readonly status: number; readonly text: string };
  try {
    const { response } = await requestHandler.handle(request as unknown as Request, { abortSignal });
    reply = { status: response.statusCode, text: await textOf(response.body as IncomingMessage) };
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(transportText(error, host));
  }
  const token = reply.status === 200 ? tokenIn(reply.text) : undefined;
  if (token === undefined) {
    throw new UserError(refusalText(reply.status, host));
  }
  return token;
}

async function textOf(body: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) {
      body.destroy();
      return '';
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenIn(text: string): string | undefined {
  try {
    const reply: unknown = JSON.parse(text);
    const token: unknown = typeof reply === 'object' && reply !== null ? Reflect.get(reply, 'SigninToken') : undefined;
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

function refusalText(status: number, host: string): string {
  switch (status) {
    case 400:
    case 401:
    case 403:
      return l10n.t(
        'The sign-in at {0} does not accept the credentials of this session ({1}). Renew the session, then try again.',
        host,
        status,
      );
    case 404:
      return l10n.t('There is no sign-in to a console at {0} (404), which the endpoint_url of the role names.', host);
    default:
      return l10n.t('The sign-in at {0} gave no token for the console ({1}). Try again later.', host, status);
  }
}

function transportText(error: unknown, host: string): string {
  const failure: TransportFailure = transportFailure(error) ?? { kind: 'unreachable', detail: l10n.t('error') };
  switch (failure.kind) {
    case 'unreachable':
      return l10n.t('The sign-in at {0} cannot be reached ({1}). Check the network and a proxy.', host, failure.detail);
    case 'timeout':
      return l10n.t('The sign-in at {0} did not answer in time. Check the network and a proxy.', host);
    case 'untrusted-certificate':
      return l10n.t(
        "The TLS certificate of {0} is not trusted ({1}). Someone may be in between; a company's own certificate authority has to be made known to the editor, or with ca_bundle.",
        host,
        failure.detail,
      );
  }
}
