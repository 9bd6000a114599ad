import { isLoopback } from '../base/loopback.js';
import { UserError } from '../base/errors.js';

/** The address of an identity provider, which is https unless it runs on this computer. Throws UserError. */
export function parseSignInUrl(text: string, what: 'issuer' | 'sign-in page'): URL {
  if (!URL.canParse(text)) {
    throw new UserError(
      `The ${what} "${text}" is not a URL. It starts with https://, as the identity provider documents it.`,
    );
  }
  const url = new URL(text);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new UserError(`The ${what} "${text}" must start with https://: sign-ins do not travel unencrypted.`);
}
