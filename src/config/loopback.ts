const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether sign-ins may travel to this address: https, or http on this computer. */
export function isSignInUrl(text: string): boolean {
  const url = URL.canParse(text) && !/\s/.test(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

export function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
}
