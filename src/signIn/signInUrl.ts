import * as l10n from '../base/l10n.js';
import { isLoopback } from '../base/loopback.js';
import { UserError } from '../base/errors.js';
import { sentences } from '../base/words.js';

type Address = 'issuer' | 'sign-in page';

/** The address of an identity provider, which is https unless it runs on this computer. Throws UserError. */
export function parseSignInUrl(text: string, what: Address): URL {
  if (!URL.canParse(text)) {
    throw new UserError(
      sentences(notUrl(text, what), l10n.t('It starts with https://, as the identity provider documents it.')),
    );
  }
  const url = new URL(text);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new UserError(notHttps(text, what));
}

function notUrl(text: string, what: Address): string {
  switch (what) {
    case 'issuer':
      return l10n.t('The issuer "{0}" is not a URL.', text);
    case 'sign-in page':
      return l10n.t('The sign-in page "{0}" is not a URL.', text);
  }
}

function notHttps(text: string, what: Address): string {
  switch (what) {
    case 'issuer':
      return l10n.t('The issuer "{0}" must start with https://: sign-ins do not travel unencrypted.', text);
    case 'sign-in page':
      return l10n.t('The sign-in page "{0}" must start with https://: sign-ins do not travel unencrypted.', text);
  }
}
