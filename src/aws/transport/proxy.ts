import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { proxyOf } from './proxyVariables.js';

/**
 * The proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY give for a URL, as for the AWS CLI. What the editor itself is told
 * to use (http.proxy) comes on top: it replaces the agents of every request that an extension makes.
 * @throws UserError that does not show the variable, which may hold a password
 */
export function proxyFor(url: string): URL | undefined {
  const text = proxyOf(new URL(url), process.env);
  if (text === undefined) {
    return undefined;
  }
  if (!URL.canParse(text)) {
    throw new UserError(
      l10n.t('HTTPS_PROXY or HTTP_PROXY is not a URL. Give something like http://proxy.example.com:3128.'),
    );
  }
  return new URL(text);
}

/** Those of other kinds, such as SOCKS, are for the editor, which knows them. */
export function isHttpProxy({ protocol }: URL): boolean {
  return ['http:', 'https:'].includes(protocol);
}

/** Where the editor does not use it either. */
export function unusableProxy(variable: string, proxy: URL): UserError {
  return new UserError(
    sentences(
      l10n.t('{0} names {1}, which is no HTTP proxy; the AWS CLI takes no others either.', variable, proxyName(proxy)),
      l10n.t(
        'Name one, such as http://proxy.example.com:3128, or let the editor use yours: http.proxySupport “override”.',
      ),
    ),
  );
}

/** Without the user name and password that it may hold. */
export function proxyName({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** Where it listens. */
export function proxyPort({ protocol, port }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

/** @param status what the proxy answered instead of connecting */
export function proxyRefusal(proxy: URL, status: number): UserError {
  const name = proxyName(proxy);
  return new UserError(
    status === 407
      ? sentences(
          proxy.username === ''
            ? l10n.t('The proxy {0} wants a user name and password (407).', name)
            : l10n.t(
                'The proxy {0} wants a user name and password, and does not accept those it was given (407).',
                name,
              ),
          l10n.t('They belong into HTTPS_PROXY, before the host.'),
        )
      : l10n.t('The proxy {0} did not connect ({1}). Is the host allowed there?', name, status),
  );
}
