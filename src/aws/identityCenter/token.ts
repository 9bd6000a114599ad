import { portalName, type Portal } from '../../model/plan/portal.js';
import { errorCode } from '../../base/errors.js';
import type { Interaction } from '../../model/session/interaction.js';
import { signInWithBrowser } from './browser.js';
import { createToken } from './createToken.js';
import { signInWithDeviceCode } from './deviceCode.js';
import { identityCenterFailure } from './failures.js';
import { Flights } from '../../base/waiting/flights.js';
import { tokenFile, type PortalAccess } from './portal.js';
import { dropToken, readToken, writeToken, type PortalToken, type Registration } from './tokenCache.js';

/** botocore's SSOTokenProvider._REFRESH_WINDOW. */
const REFRESH_WINDOW_MS = 15 * 60_000;

interface Question {
  readonly flight: string;
  readonly ask: (interaction: Interaction) => Promise<void>;
}

/** By token file, and apart those that ask nobody, and those that ask in any case: two plans of one portal ask the user once. */
const flights = new Flights<PortalToken>();
/** What the user is being asked, by token file. */
const questions = new Map<string, Question>();

/**
 * A token that is good now: the kept one, whoever signed in for it, else a refreshed one, else the user signs in. Who
 * may be asked does not wait for what may ask nobody, and would fail where somebody has to be.
 * @throws UserError, Cancelled
 */
export function portalToken(access: PortalAccess): Promise<PortalToken> {
  const file = fileOf(access);
  const mayWait = access.interaction.attended || flights.has(file);
  return fly(access, questions.get(file)?.flight ?? (mayWait ? file : `${file}?quiet`), obtain);
}

/** As `portalToken`, after AWS has refused the kept one. */
export async function replacedToken(access: PortalAccess, refused: string): Promise<PortalToken> {
  await dropToken(access.portal, access.homeDirectory, refused);
  const token = await portalToken(access);
  return token.accessToken === refused ? portalToken(access) : token;
}

/**
 * The user signs in, also where a good token is kept: they may want to be somebody else. Where a sign-in is under way
 * they are asked for it once more, having perhaps closed the page. What is under way and has not asked may never do so.
 * @throws UserError, Cancelled
 */
export async function signInToPortal(access: PortalAccess): Promise<PortalToken> {
  const file = fileOf(access);
  const question = questions.get(file);
  await question?.ask(access.interaction);
  return fly(access, question?.flight ?? (flights.has(file) ? `${file}?now` : file), signInNow);
}

function fly(access: PortalAccess, flight: string, work: typeof obtain): Promise<PortalToken> {
  const file = fileOf(access);
  return flights.join(flight, access.signal, async (signal) => {
    const asked = (ask: Question['ask']) => void questions.set(file, { flight, ask });
    const shared = { ...access, signal, ...(access.interaction.attended && { onAsked: asked }) };
    try {
      return await work(shared);
    } catch (error) {
      throw identityCenterFailure(error, shared);
    } finally {
      if (questions.get(file)?.flight === flight) {
        questions.delete(file);
      }
    }
  });
}

function fileOf({ portal, homeDirectory }: PortalAccess): string {
  return tokenFile(portal, homeDirectory);
}

async function obtain(access: PortalAccess): Promise<PortalToken> {
  const { portal, homeDirectory } = access;
  const kept = await readToken(portal, homeDirectory);
  if (kept === undefined) {
    return signInNow(access);
  }
  const remaining = kept.expiresAt - Date.now();
  if (remaining >= REFRESH_WINDOW_MS) {
    return kept;
  }
  const refreshed = await refresh(access, kept);
  return refreshed ?? (remaining > 0 ? kept : signInNow(access));
}

type Refreshable = PortalToken & { readonly refreshToken: string; readonly registration: Registration };

/** Whether AWS can be asked for a new one without the user: botocore never does so for a token of the legacy keys. */
export function isRefreshable({ session }: Portal, token: PortalToken): token is Refreshable {
  const { refreshToken, registration } = token;
  return session !== undefined && refreshToken !== undefined && (registration?.expiresAt ?? 0) > Date.now();
}

/** Undefined where it cannot be refreshed: the user has to sign in again, unless it is still good for a while. */
async function refresh(access: PortalAccess, kept: PortalToken): Promise<PortalToken | undefined> {
  const { portal, homeDirectory } = access;
  if (!isRefreshable(portal, kept)) {
    return undefined;
  }
  const { refreshToken, registration } = kept;
  try {
    // A token that cannot be kept for others is good all the same.
    const keep = (token: PortalToken) =>
      writeToken(portal, homeDirectory, token).catch((error: unknown) =>
        access.interaction.warn(`The sign-in to ${portalName(portal)} was renewed`, error),
      );
    return await createToken(access, registration, { grantType: 'refresh_token', refreshToken }, keep);
  } catch (error) {
    if (access.signal.aborted || cannotSay(error, kept)) {
      throw error;
    }
    return refreshedElsewhere(access, kept);
  }
}

/** Where AWS could not be asked, signing in would fail as well; a token that still lasts does for now. */
function cannotSay(error: unknown, kept: PortalToken): boolean {
  const refused = errorCode(error)?.endsWith('Exception') === true;
  return !refused && kept.expiresAt <= Date.now();
}

/** A refresh token works once: the AWS CLI or another window may have been first. */
async function refreshedElsewhere({ portal, homeDirectory }: PortalAccess, kept: PortalToken) {
  const now = await readToken(portal, homeDirectory);
  return now !== undefined && now.accessToken !== kept.accessToken && now.expiresAt > Date.now() ? now : undefined;
}

async function signInNow(access: PortalAccess): Promise<PortalToken> {
  const { portal, homeDirectory, interaction } = access;
  interaction.report(portalName(portal));
  // The AWS CLI signs in with a code where there is no sso-session.
  const flow = portal.session === undefined ? 'device-code' : interaction.identityCenterFlow();
  const keep = (token: PortalToken) => writeToken(portal, homeDirectory, token);
  return flow === 'browser' ? signInWithBrowser(access, keep) : signInWithDeviceCode(access, keep);
}
