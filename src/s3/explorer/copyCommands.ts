import { env, window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { s3Uri, type Address } from '../../model/s3Address.js';
import { bucketArn, objectArn, objectUrl } from '../names/address.js';
import type { BucketNode, FolderNode, ObjectNode, S3Node } from './nodes.js';
import type { S3Store } from '../store/store.js';

type Located = BucketNode | FolderNode | ObjectNode;

/** Those of the nodes that stand for a bucket, prefix or object. */
function places(nodes: readonly S3Node[]): Located[] {
  const found = nodes.filter((node) => node.kind === 'bucket' || node.kind === 'folder' || node.kind === 'object');
  if (found.length === 0) {
    throw new UserError(l10n.t('Select a bucket, folder or object in the S3 view first.'));
  }
  return found;
}

function addressOf(node: Located): Address {
  return { bucket: node.bucket, key: node.kind === 'object' ? node.key : node.prefix };
}

export async function copyUris(nodes: readonly S3Node[]): Promise<void> {
  await copy(places(nodes).map((node) => s3Uri(addressOf(node))));
}

export async function copyArns(nodes: readonly S3Node[], partitionOf: (sessionKey: string) => string): Promise<void> {
  const arns = places(nodes).map((node) => {
    const { bucket, key } = addressOf(node);
    const partition = partitionOf(node.sessionKey);
    return key === '' ? bucketArn(partition, bucket) : objectArn(partition, bucket, key);
  });
  await copy(arns);
}

export async function copyUrls(nodes: readonly S3Node[], storeOf: (sessionKey: string) => S3Store): Promise<void> {
  await copy(await Promise.all(places(nodes).map((node) => urlOf(addressOf(node), storeOf(node.sessionKey)))));
}

async function urlOf(address: Address, store: S3Store): Promise<string> {
  const { endpoints, identity, region } = store.session;
  const endpoint = endpoints.s3 ?? endpoints.all;
  const bucketRegion = endpoint === undefined ? await store.bucketRegion(address.bucket) : region;
  return objectUrl(address, { partition: identity.partition, region: bucketRegion, endpoint });
}

async function copy(lines: readonly string[]): Promise<void> {
  await env.clipboard.writeText(lines.join('\n'));
  window.setStatusBarMessage(lines.length === 1 ? l10n.t('Copied.') : l10n.t('Copied {0} lines.', lines.length), 3_000);
}
