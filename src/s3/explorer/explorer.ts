import { s3Uri, type Address } from '../../model/s3Address.js';
import { Cancelled } from '../../base/errors.js';
import type { Log } from '../../editor/log.js';
import { broken, nextPage, received, unread, type Listing } from '../listing/listing.js';
import {
  bucketNode,
  folderNode,
  noteBase,
  objectNode,
  type BucketNode,
  type ContainerNode,
  type NoteNode,
  type PlaceNode,
  type RootNode,
  type S3Node,
} from './nodes.js';
import { S3Error, type S3Store } from '../store/store.js';

interface Container {
  readonly node: ContainerNode;
  listing: Listing<PlaceNode>;
  /** The flight that reads the next page, if one is under way. */
  loading: Promise<void> | undefined;
}

/** What is loaded of S3 for one session: nothing of another account shows. */
export class Explorer {
  private readonly containers = new Map<string, Container>();
  private readonly ended = new AbortController();
  private opened: readonly BucketNode[] = [];

  constructor(
    readonly root: RootNode,
    /** Asked for each page: renewal changes the credentials, not the identity. */
    private readonly store: () => S3Store,
    opened: readonly Address[],
    private readonly changed: (node: ContainerNode) => void,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.setOpened(opened);
  }

  /** Whether anything was asked for yet. */
  get isBegun(): boolean {
    return this.containers.size > 0;
  }

  /** Stops what is being read; late replies are dropped. */
  dispose(): void {
    this.ended.abort();
  }

  setOpened(addresses: readonly Address[]): void {
    this.opened = addresses.map(
      ({ bucket, key }) =>
        this.opened.find((node) => node.bucket === bucket && node.prefix === key) ??
        bucketNode(this.root, { bucket, prefix: key, region: undefined, opened: true }),
    );
  }

  openedNode({ bucket, key }: Address): S3Node | undefined {
    return this.rootEntries(this.containers.get(this.root.id)?.listing.entries ?? []).find(
      (node) => node.kind === 'bucket' && node.bucket === bucket && node.prefix === key,
    );
  }

  /** Reads the first page where nothing is loaded yet, and waits for a page under way. */
  async children(node: ContainerNode): Promise<S3Node[]> {
    const container = this.container(node);
    if (container.listing.tail.kind === 'unread') {
      container.loading ??= this.load(container, 1);
    }
    await container.loading;
    return this.ended.signal.aborted ? [] : this.render(container);
  }

  /** Goes on behind what is loaded, also after a failure. */
  async loadMore(node: ContainerNode): Promise<void> {
    const container = this.container(node);
    if (nextPage(container.listing.tail) === undefined) {
      return;
    }
    container.loading ??= this.load(container, container.listing.pages + 1);
    this.changed(node);
    await container.loading;
  }

  /** Forgets what is below a node, and reads as many pages of it as were loaded. */
  refresh(node: ContainerNode): void {
    const pages = Math.max(1, this.container(node).listing.pages);
    for (const id of [...this.containers.keys()]) {
      if (id === node.id || id.startsWith(`${node.id}\n`)) {
        this.containers.delete(id);
      }
    }
    const fresh = this.container(node);
    fresh.loading = this.load(fresh, pages);
    // The editor asks for the children and so learns of a failure; where it does not ask, nobody has to know.
    fresh.loading.catch(() => undefined);
    this.changed(node);
  }

  private container(node: ContainerNode): Container {
    let container = this.containers.get(node.id);
    if (container === undefined) {
      container = { node, listing: unread(), loading: undefined };
      this.containers.set(node.id, container);
    }
    return container;
  }

  private async load(container: Container, pages: number): Promise<void> {
    try {
      do {
        const start = nextPage(container.listing.tail);
        if (start === undefined) {
          return;
        }
        const { entries, next } = await this.read(container.node, start.token);
        container.listing = received(container.listing, entries, next);
      } while (container.listing.pages < pages && container.listing.tail.kind === 'more');
    } catch (error) {
      if (error instanceof S3Error) {
        this.tell(container.node, error);
        container.listing = broken(container.listing, error.failure, error.message);
      } else if (!(error instanceof Cancelled)) {
        throw error;
      }
    } finally {
      container.loading = undefined;
    }
  }

  private tell(node: ContainerNode, error: S3Error): void {
    if (node.kind === 'root') {
      this.log.warn('The buckets could not be listed', error);
    } else {
      this.log.warn(`${s3Uri({ bucket: node.bucket, key: node.prefix })} could not be listed`, error);
    }
  }

  private async read(
    node: ContainerNode,
    token: string | undefined,
  ): Promise<{ entries: PlaceNode[]; next: string | undefined }> {
    const { signal } = this.ended;
    if (node.kind === 'root') {
      const page = await this.store().listBuckets(token, signal);
      const entries = page.buckets.map(({ name, region }) =>
        bucketNode(node, { bucket: name, prefix: '', region, opened: false }),
      );
      return { entries, next: page.next };
    }
    const page = await this.store().list({ bucket: node.bucket, prefix: node.prefix, token, signal });
    // The empty object that some tools create to stand for the folder itself.
    const objects = page.objects.filter(({ key, size }) => key !== node.prefix || size > 0);
    return {
      entries: [
        ...page.prefixes.map((prefix) => folderNode(node, prefix)),
        ...objects.map((entry) => objectNode(node, entry)),
      ],
      next: page.next,
    };
  }

  private render({ node, listing }: Container): S3Node[] {
    const entries = node.kind === 'root' ? this.rootEntries(listing.entries) : foldersFirst(listing.entries);
    return [...entries, ...notes(node, listing, entries.length === 0)];
  }

  /** Buckets opened by name come first, unless the account's list has them by now. */
  private rootEntries(listed: readonly PlaceNode[]): PlaceNode[] {
    const names = new Set(listed.flatMap((entry) => (entry.kind === 'bucket' ? [entry.bucket] : [])));
    return [...this.opened.filter(({ bucket, prefix }) => prefix !== '' || !names.has(bucket)), ...listed];
  }
}

function foldersFirst(entries: readonly PlaceNode[]): PlaceNode[] {
  return [...entries.filter(({ kind }) => kind === 'folder'), ...entries.filter(({ kind }) => kind !== 'folder')];
}

function notes(node: ContainerNode, { entries, tail }: Listing<PlaceNode>, empty: boolean): NoteNode[] {
  const byName: NoteNode[] = node.kind === 'root' ? [noteBase(node, 'open-by-name')] : [];
  const loaded = entries.length;
  switch (tail.kind) {
    case 'unread':
      return [];
    case 'more':
      return [{ ...noteBase(node, 'more'), loaded }];
    case 'full':
      return [{ ...noteBase(node, 'full'), loaded }];
    case 'failed':
      return [{ ...noteBase(node, 'failed'), failure: tail.failure, message: tail.message }, ...byName];
    case 'end':
      return empty ? [noteBase(node, 'empty'), ...byName] : [];
  }
}

/** The container a node stands in or for; what has ended holds nothing. */
export function containerOf(node: S3Node): ContainerNode | undefined {
  switch (node.kind) {
    case 'root':
    case 'bucket':
    case 'folder':
      return node;
    case 'ended':
    case 'assume-again':
      return undefined;
    default:
      return node.parent;
  }
}
