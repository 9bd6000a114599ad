import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { SessionRequest } from '../model/request.js';
import { requestIn } from '../model/requestArgument.js';
import type { LiveSession, SessionFacts, SessionId } from '../model/session/session.js';
import { sessionIdOf } from '../model/session/sessionArgument.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import type { BookEntry } from './book/book.js';
import { nameOf } from './book/wider.js';
import type { Sessions } from './sessions.js';

interface LiveRow {
  readonly label: string;
  readonly description: string;
  readonly id: SessionId;
}

/** A folder of the workspace, and not the window. */
export interface OneFolder {
  /** Undefined: one that the user is to choose. */
  readonly folder: FolderKey | undefined;
}

/** Where they are several, the user is to choose. */
export function oneOf([folder, ...others]: readonly FolderKey[]): OneFolder {
  return { folder: others.length === 0 ? folder : undefined };
}

type Known = Pick<Sessions, 'get' | 'list' | 'activeId' | 'pendingId' | 'lastRole'>;

/** What a command is called on: the session of a row or a button, what is asked for, or whatever is active. */
type Wanted =
  | { readonly kind: 'active' }
  | { readonly kind: 'session'; readonly entry: BookEntry }
  | { readonly kind: 'request'; readonly request: SessionRequest };

/**
 * A session that has gone is nobody else: what was to be done with it is not done with the active one.
 * @throws UserError where it is called on one that has gone
 */
function wantedOf(argument: unknown, sessions: Known): Wanted {
  const id = sessionIdOf(argument);
  if (id !== undefined) {
    const entry = sessions.get(id);
    if (entry === undefined) {
      throw ended(sessions.lastRole(id)?.request);
    }
    return { kind: 'session', entry };
  }
  const request = requestIn(argument);
  return request === undefined ? { kind: 'active' } : { kind: 'request', request };
}

/** Undefined where nothing is named. @throws UserError */
export function requestOf(argument: unknown, sessions: Known): SessionRequest | undefined {
  const wanted = wantedOf(argument, sessions);
  switch (wanted.kind) {
    case 'active':
      return undefined;
    case 'session':
      return wanted.entry.role.request;
    case 'request':
      return wanted.request;
  }
}

/** The session that it is called on, or the latest of the role that it is called on; undefined where nothing is named. @throws UserError */
export function namedEntry(argument: unknown, sessions: Known): BookEntry | undefined {
  const wanted = wantedOf(argument, sessions);
  switch (wanted.kind) {
    case 'active':
      return undefined;
    case 'session':
      return wanted.entry;
    case 'request': {
      const entry = latestOf(wanted.request, sessions);
      if (entry === undefined) {
        throw ended(wanted.request);
      }
      return entry;
    }
  }
}

/** As `namedEntry`, or the active one, or the one that is about to be. @throws UserError */
export function entryOf(argument: unknown, sessions: Known): BookEntry {
  const named = namedEntry(argument, sessions);
  const id = sessions.activeId ?? sessions.pendingId;
  const entry = named ?? (id === undefined ? undefined : sessions.get(id));
  if (entry === undefined) {
    throw noRole();
  }
  return entry;
}

/** Of what our buttons pass; undefined where it is for the window. */
export function oneFolderOf(argument: unknown): OneFolder | undefined {
  if (typeof argument !== 'object' || argument === null || !('folder' in argument)) {
    return undefined;
  }
  return { folder: typeof argument.folder === 'string' ? argument.folder : undefined };
}

/** What is there of a session that it is called on; undefined where it is called on none, or on one that has gone. */
export function entryOn(argument: unknown, sessions: Known): BookEntry | undefined {
  const id = sessionIdOf(argument);
  return id === undefined ? undefined : sessions.get(id);
}

/** What is to be renewed; a request where its session is no more, of a window that is gone for instance. @throws UserError */
export function toRenew(argument: unknown, sessions: Known): BookEntry | SessionRequest {
  const wanted = wantedOf(argument, sessions);
  return wanted.kind === 'request'
    ? (latestOf(wanted.request, sessions) ?? wanted.request)
    : entryOf(argument, sessions);
}

/** @throws UserError where it never was anybody */
export function factsOf(argument: unknown, sessions: Known): SessionFacts {
  const { state, role } = entryOf(argument, sessions);
  if (!('identity' in state)) {
    throw nobody(role.name, role.request);
  }
  return state;
}

/** @throws UserError where it has no credentials */
export function liveOf(argument: unknown, sessions: Known): LiveSession {
  const { state, role } = entryOf(argument, sessions);
  if (state.kind !== 'live') {
    throw state.kind === 'expired' ? ended(role.request) : nobody(role.name, role.request);
  }
  return state;
}

/** To choose from, where nothing is named. */
export function liveRows(sessions: Pick<Known, 'list'>): readonly LiveRow[] {
  return sessions.list().flatMap(({ id, state }) => {
    if (state.kind !== 'live') {
      return [];
    }
    return [{ label: nameOf(state), description: state.identity.arn, id }];
  });
}

export function noRole(): UserError {
  return new UserError(l10n.t('No AWS role is active.'), { actions: [assumeRole()] });
}

function latestOf(request: SessionRequest, sessions: Known): BookEntry | undefined {
  const asked = JSON.stringify(request);
  return sessions.list().find(({ role }) => JSON.stringify(role.request) === asked);
}

function ended(request: SessionRequest | undefined): UserError {
  return new UserError(l10n.t('That session has ended. Assume the role again to use it.'), {
    actions: [assumeRole(request)],
  });
}

function nobody(name: string, request: SessionRequest): UserError {
  return new UserError(l10n.t('{0} has not been assumed yet.', name), { actions: [assumeRole(request)] });
}

function assumeRole(request?: SessionRequest) {
  const args = request === undefined ? {} : { args: [request] };
  return { title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole', ...args } as const;
}
