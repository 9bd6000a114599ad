import { Uri, window, type Tab } from 'vscode';
import type { SessionId } from '../../model/session/session.js';
import type { SessionReader } from '../../model/session/sessionReader.js';
import type { SessionUse } from '../../model/session/sessionUse.js';
import type { PinnedSessions } from '../explorer/pins.js';
import { SCHEME } from '../names/uri.js';

export function openTabs(): readonly Tab[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

/** The objects that a tab shows: two of them, where it compares, the one that is edited there first. */
export function objectsIn(tab: Tab | undefined): readonly Uri[] {
  const { modified, ...others } = { ...(tab?.input as Readonly<Record<string, unknown>> | null | undefined) };
  return [modified, ...Object.values(others)]
    .filter((part) => part instanceof Uri)
    .filter(({ scheme }) => scheme === SCHEME);
}

/** Of the sessions that they were opened with. */
export function openKeys(): readonly string[] {
  return [...new Set(openTabs().flatMap((tab) => objectsIn(tab).map(({ authority }) => authority)))];
}

/** The sessions whose objects are open, and those pinned to the view. */
export function s3Use(sessions: SessionReader, pins: PinnedSessions): SessionUse {
  return {
    *used(): Iterable<SessionId> {
      for (const key of openKeys()) {
        const session = sessions.facts(key);
        if (session !== undefined) {
          yield session.id;
        }
      }
      yield* pins.list().map(({ id }) => id);
    },
  };
}
