import type { Memento } from 'vscode';
import type { LiveSession } from '../../model/session/session.js';
import type { Address } from '../../model/s3Address.js';

const MEMENTO_KEY = 's3.opened';
const MAX_PER_ROLE = 50;

/** Buckets and prefixes opened by name, remembered for each role in this workspace. Names are no secrets. */
export class OpenedBuckets {
  constructor(private readonly memento: Memento) {}

  of(sessionKey: string): readonly Address[] {
    return this.all()[sessionKey] ?? [];
  }

  async add(sessionKey: string, address: Address): Promise<void> {
    const others = this.of(sessionKey).filter((known) => !same(known, address));
    await this.save(sessionKey, [...others, address].slice(-MAX_PER_ROLE));
  }

  async remove(sessionKey: string, address: Address): Promise<void> {
    await this.save(
      sessionKey,
      this.of(sessionKey).filter((known) => !same(known, address)),
    );
  }

  private all(): Readonly<Record<string, readonly Address[]>> {
    return this.memento.get<Readonly<Record<string, readonly Address[]>>>(MEMENTO_KEY, {});
  }

  private async save(sessionKey: string, addresses: readonly Address[]): Promise<void> {
    await this.memento.update(MEMENTO_KEY, { ...this.all(), [sessionKey]: addresses });
  }
}

/** Those that the user opened, and the place that the session was narrowed to: it may list no buckets. */
export function shownPlaces({ role }: LiveSession, opened: readonly Address[]): readonly Address[] {
  const { narrowing, scopes = [] } = role.request.overrides;
  const narrowest = [narrowing, ...scopes.flatMap(({ narrowings }) => narrowings)].findLast(
    (each) => each?.kind === 's3-location',
  );
  if (narrowest === undefined) {
    return opened;
  }
  const place: Address = { bucket: narrowest.bucket, key: narrowest.prefix };
  return opened.some((known) => same(known, place)) ? opened : [place, ...opened];
}

function same(a: Address, b: Address): boolean {
  return a.bucket === b.bucket && a.key === b.key;
}
