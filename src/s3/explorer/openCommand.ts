import { commands, Uri, window, type TreeView } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled, UserError } from '../../base/errors.js';
import type { LiveSession } from '../../model/session/session.js';
import { s3Uri, type Address } from '../../model/s3Address.js';
import { parseAddress } from '../names/address.js';
import { sizeText, visibleName } from '../names/labels.js';
import type { ObjectNode, S3Node } from './nodes.js';
import { S3Error, type S3Store } from '../store/store.js';
import type { Stores } from '../store/stores.js';
import type { S3Tree } from './tree.js';
import { toUriParts, type SessionAddress } from '../names/uri.js';

/** Above this the editor does not hand files to extensions. */
const LARGE_BYTES = 50 * 1024 ** 2;

export interface Opening {
  readonly session: LiveSession;
  /** What is to be opened, where that is known. */
  readonly typed: string | undefined;
  readonly suggestion: string;
}

/** Asks for a bucket name or URI and shows it in the tree; an object opens in the editor. */
export async function openByName(
  { tree, stores, view }: { tree: S3Tree; stores: Stores; view: TreeView<S3Node> },
  { session, typed, suggestion }: Opening,
): Promise<void> {
  const store = stores.get(session.key);
  const address = read(typed ?? (await ask(session, suggestion)), session);
  const found = await findAt(store, address);
  if (found.kind === 'object') {
    await openInEditor({ sessionKey: session.key, ...found.address });
    return;
  }
  const node = await tree.open(session.key, found.address);
  if (node !== undefined) {
    await view.reveal(node, { select: true, focus: true, expand: true });
  }
}

function endpointOf({ endpoints }: LiveSession): string | undefined {
  return endpoints.s3 ?? endpoints.all;
}

async function ask(session: LiveSession, value: string): Promise<string> {
  const typed = await window.showInputBox({
    title: l10n.t('Open a Bucket as {0}', session.identity.name),
    prompt: l10n.t('A bucket name, s3:// URI, ARN or object URL. End a prefix with a slash.'),
    placeHolder: 's3://bucket/prefix/',
    value,
    valueSelection: [value.length, value.length],
    ignoreFocusOut: true,
    validateInput: (text) => {
      const parsed = parseAddress(text, endpointOf(session));
      return text.trim() === '' || parsed.ok ? undefined : parsed.message;
    },
  });
  if (typed === undefined || typed.trim() === '') {
    throw new Cancelled();
  }
  return typed;
}

function read(text: string, session: LiveSession): Address {
  const parsed = parseAddress(text, endpointOf(session));
  if (!parsed.ok) {
    throw new UserError(parsed.message);
  }
  return parsed.address;
}

interface Found {
  readonly kind: 'object' | 'prefix';
  readonly address: Address;
}

/** An object where there is one of that name, else a prefix. What may only not be listed is kept, to be written to. */
async function findAt(store: S3Store, address: Address): Promise<Found> {
  const { bucket, key } = address;
  if (key !== '' && !key.endsWith('/') && (await isObject(store, address))) {
    return { kind: 'object', address };
  }
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  try {
    await store.list({ bucket, prefix, max: 1 });
  } catch (error) {
    if (!(error instanceof S3Error) || error.failure.kind !== 'denied') {
      throw error;
    }
  }
  return { kind: 'prefix', address: { bucket, key: prefix } };
}

async function isObject(store: S3Store, { bucket, key }: Address): Promise<boolean> {
  try {
    await store.head(bucket, key);
    return true;
  } catch (error) {
    if (error instanceof S3Error && ['no-object', 'denied'].includes(error.failure.kind)) {
      return false;
    }
    throw error;
  }
}

/** Opens an object read-only in the viewer that suits its name; asks first where it is large. */
export async function openObject(stores: Stores, node: ObjectNode, download: () => Promise<void>): Promise<void> {
  stores.get(node.sessionKey);
  if (node.entry.size > LARGE_BYTES) {
    const open = l10n.t('Open Anyway');
    const save = l10n.t('Download…');
    const answer = await window.showWarningMessage(
      l10n.t('{0} is {1}.', visibleName(s3Uri(node)), sizeText(node.entry.size)),
      { modal: true, detail: l10n.t('The editor would read all of it into memory. Downloading it is faster.') },
      save,
      open,
    );
    if (answer === save) {
      await download();
      return;
    }
    if (answer !== open) {
      throw new Cancelled();
    }
  }
  await openInEditor(node);
}

async function openInEditor(location: SessionAddress): Promise<void> {
  await commands.executeCommand('vscode.open', Uri.from(toUriParts(location)));
}
