/** Whether a URL's hostname is of this computer: localhost, 127.0.0.0/8 (RFC 1122, 3.2.1.3) and ::1. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether sign-ins may travel to this address: https, or http on this computer. */
export function isSignInUrl(text: string): boolean {
  const url = URL.canParse(text) && !/\s/.test(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
}

/** The ports that TCP has, but the one that means "any". */
export const MIN_PORT = 1;
export const MAX_PORT = 65_535;

export function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) >= MIN_PORT && Number(port) <= MAX_PORT;
}
