// Sessions that tests put in and take out, as consumers see them.
import type { SessionEntry } from '../../src/model/session/entry.js';
import type { LiveSession, Session, SessionFacts, SessionId } from '../../src/model/session/session.js';
import { liveSession } from '../../src/model/session/session.js';
import type { FolderKey, SessionChange, SessionReader } from '../../src/model/session/sessionReader.js';

/** One that holds credentials, and has nothing else going on. */
export function liveEntry(session: LiveSession, overrides: Partial<SessionEntry> = {}): SessionEntry {
  const { id, role } = session;
  return { id, role, state: session, underWay: false, renewal: { kind: 'off' }, ...overrides };
}

export class FakeSessions implements SessionReader {
  readonly live = new Map<string, LiveSession>();
  readonly known = new Map<string, SessionFacts>();
  private readonly entries = new Map<SessionId, SessionEntry>();
  private session: Session = { kind: 'none' };
  private readonly own = new Map<FolderKey, Session>();
  private readonly listeners = new Set<(change: SessionChange) => unknown>();

  readonly onDidChange: SessionReader['onDidChange'] = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  active = (folder?: FolderKey): Session => (folder === undefined ? undefined : this.own.get(folder)) ?? this.session;
  folders = (): ReadonlyMap<FolderKey, Session> => this.own;
  list = (): SessionEntry[] => [
    ...[...this.live.values()].map((session) => {
      const entry = this.entries.get(session.id);
      return entry?.state === session ? entry : liveEntry(session);
    }),
    ...[...this.entries.values()].filter(({ state }) => state.kind !== 'live'),
  ];
  get = (id: SessionId): SessionEntry | undefined => this.list().find((entry) => entry.id === id);
  byKey = (key: string): LiveSession | undefined => this.live.get(key);
  facts = (key: string): SessionFacts | undefined => this.live.get(key) ?? this.known.get(key);

  /** Makes it what new things act as; one with credentials is in the list as well. */
  activate(after: Session): void {
    const before = this.session;
    this.hold(after);
    this.session = after;
    this.fire({ entries: [], active: { before, after }, folders: [] });
  }

  /** Makes it what new things of the folder act as; without a session, those follow the window. */
  assign(folder: FolderKey, after?: Session): void {
    const before = this.own.get(folder);
    if (after === undefined) {
      this.own.delete(folder);
    } else {
      this.hold(after);
      this.own.set(folder, after);
    }
    this.fire({ entries: [], active: undefined, folders: [{ folder, before, after }] });
  }

  /** Puts one in the list, or in the place of what it was. */
  put(entry: SessionEntry): void {
    const before = this.get(entry.id);
    if (before?.state.kind === 'live') {
      this.live.delete(before.state.key);
    }
    if (entry.state.kind === 'live') {
      this.live.set(entry.state.key, entry.state);
    }
    this.entries.set(entry.id, entry);
    this.fire({ entries: [{ id: entry.id, before, after: entry }], active: undefined, folders: [] });
  }

  /** Ends one. */
  drop(id: SessionId): void {
    const before = this.get(id);
    if (before?.state.kind === 'live') {
      this.live.delete(before.state.key);
    }
    this.entries.delete(id);
    this.fire({ entries: [{ id, before, after: undefined }], active: undefined, folders: [] });
  }

  private hold(session: Session): void {
    const live = liveSession(session);
    if (live !== undefined) {
      this.live.set(live.key, live);
    }
  }

  private fire(change: SessionChange): void {
    for (const listener of [...this.listeners]) {
      listener(change);
    }
  }
}
