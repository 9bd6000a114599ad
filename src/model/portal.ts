import type { Portal } from '../config/plan/portals.js';

type Named = Pick<Portal, 'session' | 'startUrl'>;

/** As requests name a portal: its session's name, or its start URL. */
export function portalId({ session, startUrl }: Named): string {
  return session ?? startUrl;
}

/** For people. */
export function portalName({ session, startUrl }: Named): string {
  return session ?? (URL.canParse(startUrl) ? new URL(startUrl).hostname : startUrl);
}
