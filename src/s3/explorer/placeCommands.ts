import { commands } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { CommandId } from '../../base/commandIds.js';
import { UserError } from '../../base/errors.js';
import type { SessionId } from '../../model/session/session.js';
import type { BucketNode, FolderNode, ObjectNode, S3Node } from './nodes.js';

/** Runs a command of another room on a bucket, folder or object, as the session that it was listed with. */
export async function runOnPlace(
  command: CommandId,
  node: S3Node,
  idOf: (sessionKey: string) => SessionId | undefined,
): Promise<void> {
  if (node.kind !== 'bucket' && node.kind !== 'folder' && node.kind !== 'object') {
    throw new UserError(l10n.t('Select a bucket, folder or object in the S3 view first.'));
  }
  const { bucket } = node;
  const place = { bucket, key: node.kind === 'object' ? node.key : node.prefix, region: regionOf(node) };
  // One that is not known any more is told of as ended, and not taken for the active one.
  await commands.executeCommand(command, { sessionId: idOf(node.sessionKey) ?? '', place });
}

function regionOf(node: BucketNode | FolderNode | ObjectNode): string | undefined {
  return node.kind === 'bucket' ? node.region : regionOf(node.parent);
}
