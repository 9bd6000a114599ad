import type { Memento } from 'vscode';
import { Listeners, type ChangeEvent } from '../../base/listeners.js';
import type { RoleRef, SessionId } from '../../model/session/session.js';

const MEMENTO_KEY = 's3.pinned';

/** A session that the view shows also while another is active, with what is to be said of it once it has ended. */
export interface Pin {
  readonly id: SessionId;
  readonly role: RoleRef;
  readonly narrowedTo?: string;
  /** Empty where there is none. */
  readonly accountId: string;
}

/** In the order of pinning, remembered in this workspace. They hold no secrets. */
export class PinnedSessions {
  private readonly listeners = new Listeners();
  readonly onDidChange: ChangeEvent = this.listeners.event;

  constructor(private readonly memento: Memento) {}

  list(): readonly Pin[] {
    const kept = this.memento.get<unknown>(MEMENTO_KEY);
    return Array.isArray(kept) ? kept.filter(isPin) : [];
  }

  has(id: SessionId): boolean {
    return this.list().some((pin) => pin.id === id);
  }

  async add(pin: Pin): Promise<void> {
    await this.save([...this.list().filter(({ id }) => id !== pin.id), pin]);
  }

  async remove(id: SessionId): Promise<void> {
    await this.save(this.list().filter((pin) => pin.id !== id));
  }

  private async save(pins: readonly Pin[]): Promise<void> {
    await this.memento.update(MEMENTO_KEY, pins);
    this.listeners.fire();
  }
}

/** What an older or a newer release kept may be of another shape. */
function isPin(kept: unknown): kept is Pin {
  const { id, role, accountId } = (kept ?? {}) as Partial<Record<keyof Pin, unknown>>;
  const isRole = typeof role === 'object' && role !== null && 'name' in role && 'request' in role;
  return typeof id === 'string' && typeof accountId === 'string' && isRole;
}
