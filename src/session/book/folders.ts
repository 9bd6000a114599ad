import type { SessionId } from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';

/** What a folder acts as, where that is not just what the window does. */
export interface FolderAssignment {
  readonly actsAs:
    | { readonly kind: 'session'; readonly id: SessionId }
    /** Its own has gone: another one, be it the window's, is for the user to choose. */
    | { readonly kind: 'nobody' }
    /** The window, until `pending` has answered. */
    | { readonly kind: 'window' };
  /** What it acts as once its call has answered. */
  readonly pending: SessionId | undefined;
}

export type FolderAssignments = ReadonlyMap<FolderKey, FolderAssignment>;

const NOBODY = { kind: 'nobody' } as const;

/** Of the folders that have one; undefined where it has gone. */
export function ownSessions(all: FolderAssignments): ReadonlyMap<FolderKey, SessionId | undefined> {
  const own = [...all].filter(([, { actsAs }]) => actsAs.kind !== 'window');
  return new Map(own.map(([folder, { actsAs }]) => [folder, actsAs.kind === 'session' ? actsAs.id : undefined]));
}

export function foldersActingAs(all: FolderAssignments, id: SessionId): readonly FolderKey[] {
  return [...all].flatMap(([folder, assignment]) => (actsAsIt(assignment, id) ? [folder] : []));
}

/** And waits for nobody. */
export function staysNobody(all: FolderAssignments, folder: FolderKey): boolean {
  const assignment = all.get(folder);
  return assignment?.actsAs.kind === 'nobody' && assignment.pending === undefined;
}

/** `waits`: for the call of it. */
export function assign(all: FolderAssignments, folder: FolderKey, id: SessionId, waits: boolean): FolderAssignments {
  const actsAs = all.get(folder)?.actsAs ?? { kind: 'window' };
  return new Map(all).set(
    folder,
    waits ? { actsAs, pending: id } : { actsAs: { kind: 'session', id }, pending: undefined },
  );
}

/** Nobody, where it would act as the window. */
export function setApart(all: FolderAssignments, folder: FolderKey): FolderAssignments {
  return all.has(folder) ? all : new Map(all).set(folder, { actsAs: NOBODY, pending: undefined });
}

/** The window, whatever there was. */
export function follow(all: FolderAssignments, folder: FolderKey): FolderAssignments {
  return each(all, (assignment, key) =>
    key === folder ? { actsAs: { kind: 'window' }, pending: undefined } : assignment,
  );
}

/** The folder waits for it no longer. */
export function letGo(all: FolderAssignments, folder: FolderKey, id: SessionId): FolderAssignments {
  return each(all, (assignment, key) => (key === folder ? notWaitingFor(assignment, id) : assignment));
}

/** No folder waits for it any longer: each is as before. */
export function giveUp(all: FolderAssignments, id: SessionId): FolderAssignments {
  return each(all, (assignment) => notWaitingFor(assignment, id));
}

/** What folders wait for has another id than it was begun under. */
export function rename(all: FolderAssignments, id: SessionId, became: SessionId): FolderAssignments {
  return each(all, (assignment) => (assignment.pending === id ? { ...assignment, pending: became } : assignment));
}

/** Whoever waits for it acts as it. */
export function settle(all: FolderAssignments, id: SessionId): FolderAssignments {
  return each(all, (assignment) =>
    assignment.pending === id ? { actsAs: { kind: 'session', id }, pending: undefined } : assignment,
  );
}

/**
 * What there was goes on where that is a live one of the folder's own; else it acts as the one that failed, or as nobody
 * where that is live, as it was before: the user wanted it to be somebody else than the window, and not that one.
 */
export function inVain(all: FolderAssignments, id: SessionId, isLive: (id: SessionId) => boolean): FolderAssignments {
  return each(all, (assignment) => {
    const { actsAs, pending } = assignment;
    if (pending !== id) {
      return assignment;
    }
    const goesOn = actsAs.kind === 'session' && isLive(actsAs.id);
    const failed: FolderAssignment['actsAs'] = isLive(id) ? NOBODY : { kind: 'session', id };
    return { actsAs: goesOn ? actsAs : failed, pending: undefined };
  });
}

/** Whoever acts as it is nobody from now on. */
export function lose(all: FolderAssignments, id: SessionId): FolderAssignments {
  return each(all, (assignment) => (actsAsIt(assignment, id) ? { ...assignment, actsAs: NOBODY } : assignment));
}

/** Whoever came to act as it meanwhile is again who it was `before`, where that is still there. */
export function putBackFolders(
  all: FolderAssignments,
  id: SessionId,
  before: FolderAssignments,
  isThere: (id: SessionId) => boolean,
): FolderAssignments {
  return each(all, (assignment, folder) => {
    const was = before.get(folder)?.actsAs;
    if (!actsAsIt(assignment, id) || was === undefined) {
      return assignment;
    }
    return { ...assignment, actsAs: was.kind === 'session' && !isThere(was.id) ? NOBODY : was };
  });
}

function actsAsIt({ actsAs }: FolderAssignment, id: SessionId): boolean {
  return actsAs.kind === 'session' && actsAs.id === id;
}

function notWaitingFor(assignment: FolderAssignment, id: SessionId): FolderAssignment {
  return assignment.pending === id ? { ...assignment, pending: undefined } : assignment;
}

/** Who acts as the window and waits for nothing follows it, and is not in here. The same where nothing is different. */
function each(
  all: FolderAssignments,
  change: (assignment: FolderAssignment, folder: FolderKey) => FolderAssignment,
): FolderAssignments {
  const after = [...all].map(([folder, assignment]) => [folder, change(assignment, folder)] as const);
  return after.every(([folder, assignment]) => all.get(folder) === assignment)
    ? all
    : new Map(after.filter(([, { actsAs, pending }]) => actsAs.kind !== 'window' || pending !== undefined));
}
