import type { ObjectEntry } from '../../model/s3Api.js';
import type { LiveSession, SessionId } from '../../model/session/session.js';
import type { S3Failure } from '../store/failures.js';
import type { Pin } from './pins.js';

interface Common {
  /** Unique in the tree and the same after a refresh, so that selection and expansion survive it. */
  readonly id: string;
  /** The identity this node was listed with. */
  readonly sessionKey: string;
}

/** A session with its buckets: a row of its own where several are shown, else the view itself. */
export interface RootNode extends Common {
  readonly kind: 'root';
  readonly sessionId: SessionId;
}

/** A pinned session that has no credentials (any more). */
export interface EndedNode extends Common {
  readonly kind: 'ended';
  readonly sessionId: SessionId;
  readonly pin: Pin;
}

/** What is to be done about it. */
export interface AssumeAgainNode extends Common {
  readonly kind: 'assume-again';
  readonly parent: EndedNode;
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

/** A place in S3. */
export type PlaceNode = BucketNode | FolderNode | ObjectNode;

export type S3Node = RootNode | EndedNode | AssumeAgainNode | PlaceNode | NoteNode;

export type PrefixNode = BucketNode | FolderNode;

export function rootNode({ key, id }: Pick<LiveSession, 'key' | 'id'>): RootNode {
  return { kind: 'root', id: key, sessionKey: key, sessionId: id };
}

export function endedNode(pin: Pin): EndedNode {
  return { kind: 'ended', id: `ended:${pin.id}`, sessionKey: '', sessionId: pin.id, pin };
}

export function assumeAgainNode(parent: EndedNode): AssumeAgainNode {
  return { kind: 'assume-again', id: `${parent.id}\nassume-again`, sessionKey: '', parent };
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
