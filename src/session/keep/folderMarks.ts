import type { SessionId } from '../../model/session/session.js';
import type { FolderKey } from '../../model/session/sessionReader.js';
import type { ActiveMark } from './vault.js';

/** Undefined: the folder has had a session of its own, and acts as nobody. */
type Kept = ReadonlyMap<FolderKey, ActiveMark | undefined>;

/** What folders of this window act as, as it is remembered for a reload. */
export class FolderMarks {
  /** Of folders that wait since a reload for what they acted as before it. */
  private readonly waiting: Map<FolderKey, ActiveMark>;

  /** `kept`: before the reload. */
  constructor(private kept: Kept) {
    this.waiting = new Map([...kept].flatMap(([folder, mark]) => (mark === undefined ? [] : [[folder, mark]])));
  }

  get(): Kept {
    return this.kept;
  }

  /** What each folder acted as before the reload, as long as it has not acted as anybody since. */
  awaited(): readonly (readonly [FolderKey, ActiveMark])[] {
    return [...this.waiting];
  }

  /** A session that has ended is not what a folder acts as after a reload, whoever has opened it since. Whether that is new. */
  forget(id: SessionId): boolean {
    const before = this.kept;
    for (const [folder, mark] of this.waiting) {
      if (mark.id === id) {
        this.waiting.delete(folder);
      }
    }
    this.kept = new Map([...before].map(([folder, mark]) => [folder, mark?.id === id ? undefined : mark]));
    return isOther(before, this.kept);
  }

  /**
   * @param own what each folder that has its own acts as: undefined where that has gone
   * @param markOf undefined of one that is nobody now
   * @returns whether there is something new to remember
   */
  follow(
    own: ReadonlyMap<FolderKey, SessionId | undefined>,
    markOf: (id: SessionId) => ActiveMark | undefined,
  ): boolean {
    const before = this.kept;
    const after = new Map<FolderKey, ActiveMark | undefined>();
    for (const folder of [...this.waiting.keys()].filter((each) => !own.has(each))) {
      this.waiting.delete(folder); // the user has let it follow the window since
    }
    for (const [folder, id] of own) {
      if (id === undefined) {
        after.set(folder, this.waiting.get(folder));
      } else {
        this.waiting.delete(folder);
        const was = before.get(folder);
        after.set(folder, markOf(id) ?? (was?.id === id ? was : undefined));
      }
    }
    this.kept = after;
    return isOther(before, after);
  }
}

function isOther(before: Kept, after: Kept): boolean {
  return JSON.stringify([...before]) !== JSON.stringify([...after]);
}
