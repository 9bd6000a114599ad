// The way back from the browser: a listener on this computer that takes one answer (RFC 8252, section 7.3).
import * as l10n from '../base/l10n.js';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled, errorCode, UserError } from '../base/errors.js';
import { failurePage, PAGE_HEADERS, signedInPage } from './pages.js';
import { inWords } from './words.js';

const BROWSER_TIMEOUT_MS = 5 * 60_000;
/** STS takes SAML assertions of up to 100,000 characters; nothing else that comes is nearly as long. */
const MAX_BODY_BYTES = 256 * 1024;

export interface BrowserAnswerOptions {
  /** "/callback" */
  readonly path: string;
  /** GET: parameters in the query. POST: a form. */
  readonly method: 'GET' | 'POST';
  /** An answer has one of these parameters; other requests for the path do not end the wait. */
  readonly parameters: readonly string[];
  /** Why an answer is not the one that is awaited, for the browser's page: it does not end the wait. Default: each is. */
  readonly refusalOf?: ((parameters: URLSearchParams) => string | undefined) | undefined;
  /** Whose pages may post the form; default: anybody's. What no page of a site sends has no origin, and is taken. */
  readonly origin?: string | undefined;
  /** Takes a page too whose browser does not say where it is from. */
  readonly originMayBeHidden?: boolean | undefined;
  /** How the browser names this computer; default "127.0.0.1". */
  readonly host?: '127.0.0.1' | 'localhost' | undefined;
  /** Default: a free one. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the user has; default 5 minutes. */
  readonly timeoutMs?: number | undefined;
}

export interface BrowserRound<T> {
  /** Sends the user to the sign-in page, which is to come back to `url`; `over` aborts when nobody waits for that any more. */
  open(url: string, over: AbortSignal): PromiseLike<unknown>;
  /** Makes the result of the answer's parameters. What it throws is shown in the browser as well. */
  finish(parameters: URLSearchParams, url: string): Promise<T>;
}

interface Answer {
  readonly parameters: URLSearchParams;
  readonly response: ServerResponse;
}

/**
 * Listens on 127.0.0.1, lets the user sign in, and returns what `finish` makes of the answer. The browser's page waits
 * for that and says how it went. The listener is closed in every case.
 *
 * Throws Cancelled when the signal aborts, UserError when the port is taken or nobody answers in time, and what `open`
 * and `finish` throw.
 */
export async function receiveFromBrowser<T>(options: BrowserAnswerOptions, round: BrowserRound<T>): Promise<T> {
  const { signal, timeoutMs = BROWSER_TIMEOUT_MS, host = '127.0.0.1', path } = options;
  const server = createServer();
  const over = new AbortController();
  try {
    const port = await listen(server, options.port ?? 0);
    const url = `http://${host}:${port}${path}`;
    const arrival = nextAnswer(server, options, port);
    const opened = Promise.all([arrival, round.open(url, over.signal)]);
    const [{ parameters, response }] = await before(opened, { signal, timeoutMs });
    over.abort();
    return await tellBrowser(response, before(round.finish(parameters, url), { signal }));
  } finally {
    over.abort();
    server.close();
    server.closeAllConnections();
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, port)));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function cannotListen(error: Error, port: number): UserError {
  const reason =
    errorCode(error) === 'EADDRINUSE' ? l10n.t('another program uses it') : (errorCode(error) ?? error.message);
  return new UserError(
    l10n.t(
      'The browser cannot bring the sign-in back to port {0} of this computer: {1}. End the program that uses the port, or choose another one here and at the identity provider.',
      port,
      reason,
    ),
    { cause: error },
  );
}

const noAnswer = (timeoutMs: number): UserError =>
  new UserError(
    l10n.t(
      'No answer from the browser within {0}. Start again, and finish the sign-in in the browser.',
      inWords(timeoutMs),
    ),
  );

/** `work`, unless the signal aborts or the time is up first. */
async function before<T>(
  work: Promise<T>,
  { signal, timeoutMs }: { signal: AbortSignal | undefined; timeoutMs?: number },
): Promise<T> {
  let stop = (): void => undefined;
  const interruption = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new Cancelled());
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => reject(noAnswer(timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) cancel();
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
  });
  try {
    return await Promise.race([interruption, work]);
  } finally {
    stop();
  }
}

async function tellBrowser<T>(response: ServerResponse, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    await sendPage(response, 200, signedInPage());
    return result;
  } catch (error) {
    const known = error instanceof UserError || error instanceof Cancelled;
    await sendPage(response, 400, failurePage(known ? error.message : l10n.t('The editor says what went wrong.')));
    throw error;
  }
}

/** Resolves with the first request that is an answer; all others get an error page. */
function nextAnswer(server: Server, options: BrowserAnswerOptions, port: number): Promise<Answer> {
  return new Promise((resolve) => {
    let answered = false;
    server.on('request', (request, response) => {
      void readAnswer(request, options, port).then((outcome) => {
        if (!(outcome instanceof URLSearchParams)) {
          void sendPage(response, outcome.status, failurePage(outcome.text));
        } else if (answered) {
          void sendPage(response, 410, failurePage(l10n.t('This sign-in is over.')));
        } else {
          answered = true;
          resolve({ parameters: outcome, response });
        }
      });
    });
  });
}

interface Refusal {
  readonly status: number;
  readonly text: string;
}

async function readAnswer(
  request: IncomingMessage,
  options: BrowserAnswerOptions,
  port: number,
): Promise<URLSearchParams | Refusal> {
  const address = request.url ?? '/';
  if (!URL.canParse(address, 'http://loopback')) return { status: 400, text: l10n.t('There is no such page.') };
  const url = new URL(address, 'http://loopback');
  const refused = refusal(request, url.pathname, options, port);
  if (refused) return refused;
  const parameters = options.method === 'GET' ? url.searchParams : await readForm(request);
  if (!parameters) return { status: 413, text: l10n.t('The answer is too long.') };
  if (!options.parameters.some((name) => parameters.has(name))) {
    return { status: 400, text: l10n.t('This is not the answer to a sign-in.') };
  }
  const text = options.refusalOf?.(parameters);
  return text === undefined ? parameters : { status: 400, text };
}

function refusal(
  { method, headers }: IncomingMessage,
  pathname: string,
  options: BrowserAnswerOptions,
  port: number,
): Refusal | undefined {
  // A site that rebinds its name to 127.0.0.1 still sends that name.
  if (![`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(headers.host ?? '')) {
    return { status: 403, text: l10n.t('This address is for this computer only.') };
  }
  if (pathname !== options.path) return { status: 404, text: l10n.t('There is no such page.') };
  if (method !== options.method) return { status: 405, text: l10n.t('Only {0} is answered here.', options.method) };
  const { origin } = headers;
  const isHidden = origin === undefined || (origin === 'null' && options.originMayBeHidden === true);
  if (options.origin !== undefined && !isHidden && origin !== options.origin) {
    return { status: 403, text: otherOrigin(origin, options.origin) };
  }
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return options.method === 'POST' && !isForm ? { status: 415, text: l10n.t('Only forms are taken here.') } : undefined;
}

function otherOrigin(origin: string, expected: string): string {
  return l10n.t(
    'This answer was posted by a page of {0}, and one of {1} is awaited, so it was not used. If {0} is your identity provider, set it as "origin" beside the signInUrl of the role.',
    origin,
    expected,
  );
}

/** The form's fields; undefined when it is too long. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      // The rest is read and dropped: a browser that still sends would not see the answer.
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return new URLSearchParams();
  }
  return size > MAX_BODY_BYTES ? undefined : new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** Resolves when the page is sent, or the browser gone. */
function sendPage(response: ServerResponse, status: number, page: string): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.writeHead(status, PAGE_HEADERS);
    response.end(page, () => resolve());
  });
}
