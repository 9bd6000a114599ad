import type { IncomingHttpHeaders } from 'node:http';

/** What is looked at of a request before anything is answered. */
export interface AskedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export const ENDPOINT_PATH = '/credentials';

/** `token`: what it brought, which has to be looked for among those that were given. */
export type RequestCheck =
  | { readonly kind: 'asks'; readonly token: string }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 403 | 404 | 405 };

/** What browsers send with a request that a page makes, and programs never do: Node's own `fetch` has `sec-fetch-mode`. */
const OF_BROWSERS = ['origin', 'referer', 'sec-fetch-site', 'access-control-request-method'];

/**
 * A page in a browser that has rebound its name to this address names its own host; what it may send without asking
 * first (a form, an image) has no Authorization.
 */
export function checkRequest({ method, url, headers }: AskedRequest, port: number): RequestCheck {
  if (headers.host !== `127.0.0.1:${port}` || OF_BROWSERS.some((name) => headers[name] !== undefined)) {
    return { kind: 'refused', status: 403 };
  }
  if (method !== 'GET') {
    return { kind: 'refused', status: 405 };
  }
  if (url !== ENDPOINT_PATH) {
    return { kind: 'refused', status: 404 };
  }
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') {
    return { kind: 'refused', status: 400 };
  }
  const token = headers.authorization;
  return token === undefined ? { kind: 'refused', status: 401 } : { kind: 'asks', token };
}
