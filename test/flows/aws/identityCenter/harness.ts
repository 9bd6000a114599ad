// A user of Identity Center: a home folder, a browser that follows pages, and plans that lead through the portal.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortalAccess } from '../../../../src/aws/identityCenter/portal.js';
import { executePlan } from '../../../../src/aws/index.js';
import type { Interaction } from '../../../../src/model/session/interaction.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../../../sandbox/index.js';
import { plan as samplePlan } from '../../../support/samples.js';
import { press } from '../../../sandbox/test/identityCenterHarness.js';
import { SILENT, unasked } from '../interaction.js';
import type { IdentityCenterSource } from '../../../../src/model/plan/source.js';

const { startUrl, region, session, readOnly } = TUTORIAL.identityCenter;
export const MINUTE_MS = 60_000;

export const SOURCE: IdentityCenterSource = {
  kind: 'identity-center',
  profile: 'sso-read-only',
  session,
  startUrl,
  region,
  scopes: ['sso:account:access'],
  accountId: TUTORIAL.accountId,
  roleName: readOnly,
  place: { kind: 'file', file: '/home/me/.aws/config', line: 1 },
};
export const LEGACY: IdentityCenterSource = { ...SOURCE, session: undefined, scopes: [] };

export interface Desk {
  readonly sandbox: Sandbox;
  readonly home: string;
  leave(): Promise<void>;
}

/** A fresh sandbox and an empty home. */
export async function openDesk(): Promise<Desk> {
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  const home = await mkdtemp(join(tmpdir(), 'rs-sso-'));
  const leave = async (): Promise<void> => {
    await sandbox.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { sandbox, home, leave };
}

type Button = 'Allow' | 'Deny';

/** Answers the consent page and goes where it leads: back to the editor's loopback listener. */
export async function decide(page: string, button: Button): Promise<Response> {
  const decided = await press(page, button);
  const back = decided.headers.get('location');
  return back === null ? decided : fetch(back);
}

/** The browser works on its own: the editor does not wait for it. */
export function browsing(button: Button, pages: string[] = []): Partial<Interaction> {
  return {
    identityCenterFlow: () => 'browser',
    openBrowser: ({ url }) => {
      pages.push(url);
      void decide(url, button);
      return Promise.resolve();
    },
  };
}

/** Confirms the code on another device. */
export function confirming(button: Button, codes: string[] = []): Partial<Interaction> {
  return {
    identityCenterFlow: () => 'device-code',
    showDeviceCode: ({ userCode, verificationUri }) => {
      codes.push(userCode);
      void decide(verificationUri, button);
      return Promise.resolve();
    },
  };
}

/** Whoever answers anything is there. */
const asking = (interaction: Partial<Interaction>): Interaction => ({
  ...SILENT,
  attended: Object.keys(interaction).length > 0,
  ...interaction,
});

function planFor({ sandbox }: Desk, source: IdentityCenterSource = SOURCE, overrides: Partial<Plan> = {}): Plan {
  return samplePlan({ source, hops: [], endpoints: { all: sandbox.endpoint }, ...overrides });
}

export interface AssumeOptions {
  readonly source?: IdentityCenterSource;
  readonly signal?: AbortSignal;
  readonly plan?: Partial<Plan>;
}

/** What the editor does for a profile of the portal. */
export function assume(desk: Desk, interaction: Partial<Interaction>, options: AssumeOptions = {}) {
  return executePlan(planFor(desk, options.source, options.plan), {
    environment: { variables: {}, userName: 'me', hostName: 'here', homeDirectory: desk.home },
    secrets: { readStaticKeys: unasked, readProcess: unasked },
    interaction: asking(interaction),
    signal: options.signal ?? new AbortController().signal,
  });
}

export function accessOf(
  { sandbox, home }: Desk,
  interaction: Partial<Interaction>,
  overrides: Partial<PortalAccess> = {},
): PortalAccess {
  return {
    portal: SOURCE,
    endpoints: { all: sandbox.endpoint },
    homeDirectory: home,
    interaction: asking(interaction),
    signal: new AbortController().signal,
    ...overrides,
  };
}

/** As the AWS CLI names it. */
export function cacheFile({ home }: Desk, key: string = session): string {
  return join(home, '.aws/sso/cache', `${createHash('sha1').update(key).digest('hex')}.json`);
}

export async function cached(desk: Desk, key?: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(cacheFile(desk, key), 'utf8')) as Record<string, string>;
}

/** Another tool, or time, changes what is kept. */
export async function alter(desk: Desk, changes: Readonly<Record<string, unknown>>, key?: string): Promise<void> {
  await writeFile(cacheFile(desk, key), JSON.stringify({ ...(await cached(desk, key)), ...changes }));
}

export const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * MINUTE_MS).toISOString().replace(/\.\d+Z$/, 'Z');

/** Names of the operations that the sandbox answered. */
export const operations = ({ sandbox }: Desk): string[] => sandbox.requests.map(({ operation }) => operation);

/** Every file below the home, with its text. */
export async function filesOf({ home }: Desk): Promise<{ readonly path: string; readonly text: string }[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}
