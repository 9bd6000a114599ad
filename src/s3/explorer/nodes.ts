import type { ObjectEntry } from '../../model/s3Api.js';
import type { S3Failure } from '../store/failures.js';

interface Common {
  /** Unique in the tree and the same after a refresh, so that selection and expansion survive it. */
  readonly id: string;
  /** The identity this node was listed with. */
  readonly sessionKey: string;
}

/** The view itself: the buckets of a session. */
export interface RootNode extends Common {
  readonly kind: 'root';
}

export interface BucketNode extends Common {
  readonly kind: 'bucket';
  readonly parent: RootNode;
  readonly bucket: string;
  /** Where the listing starts: empty, or the only prefix the role may list. */
  readonly prefix: string;
  readonly region: string | undefined;
  /** Opened by name, not found by listing the account's buckets. */
  readonly opened: boolean;
}

export interface FolderNode extends Common {
  readonly kind: 'folder';
  readonly parent: BucketNode | FolderNode;
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

export interface ObjectNode extends Common {
  readonly kind: 'object';
  readonly parent: BucketNode | FolderNode;
  readonly bucket: string;
  readonly key: string;
  readonly entry: ObjectEntry;
}

export type ContainerNode = RootNode | BucketNode | FolderNode;

export type NoteNode = Common & { readonly parent: ContainerNode } & (
    | { readonly kind: 'more'; readonly loaded: number }
    | { readonly kind: 'full'; readonly loaded: number }
    | { readonly kind: 'empty' }
    | { readonly kind: 'open-by-name' }
    | { readonly kind: 'failed'; readonly failure: S3Failure; readonly message: string }
  );

export type S3Node = BucketNode | FolderNode | ObjectNode | NoteNode;

export type PrefixNode = BucketNode | FolderNode;

export function rootNode(sessionKey: string): RootNode {
  return { kind: 'root', id: sessionKey, sessionKey };
}

export function bucketNode(
  parent: RootNode,
  { bucket, prefix, region, opened }: Pick<BucketNode, 'bucket' | 'prefix' | 'region' | 'opened'>,
): BucketNode {
  const id = childId(parent, `${opened ? 'opened' : 'bucket'}:${bucket}/${prefix}`);
  return { kind: 'bucket', id, sessionKey: parent.sessionKey, parent, bucket, prefix, region, opened };
}

export function folderNode(parent: PrefixNode, prefix: string): FolderNode {
  const { sessionKey, bucket } = parent;
  return { kind: 'folder', id: childId(parent, `folder:${prefix}`), sessionKey, parent, bucket, prefix };
}

export function objectNode(parent: PrefixNode, entry: ObjectEntry): ObjectNode {
  const { sessionKey, bucket } = parent;
  const id = childId(parent, `object:${entry.key}`);
  return { kind: 'object', id, sessionKey, parent, bucket, key: entry.key, entry };
}

/** Identity of a note about its container: one of each kind. */
export function noteBase<K extends NoteNode['kind']>(parent: ContainerNode, kind: K) {
  return { kind, id: childId(parent, `note:${kind}`), sessionKey: parent.sessionKey, parent };
}

function childId(parent: ContainerNode, name: string): string {
  return parent.kind === 'root' ? `${parent.sessionKey}\n${name}` : `${parent.id}\n${name}`;
}
