import { basename } from 'node:path';
import { window, workspace } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { loadAws } from '../../bundles.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { s3Uri, type Address } from '../../model/s3Address.js';
import { parseAddress } from '../names/address.js';
import type { WriteCondition } from '../../model/s3Api.js';
import { dateText, sizeText } from '../names/labels.js';
import type { PrefixNode } from './nodes.js';
import { withTransferProgress } from './progress.js';
import { S3Error, type S3Store } from '../store/store.js';
import { uploadFile, uploadSize } from '../transfer/uploadFile.js';

/** Uploads files chosen by the user to a bucket or folder. Never overwrites without asking. */
export async function uploadTo(store: S3Store, folder: PrefixNode, changed: () => void): Promise<void> {
  const place = s3Uri({ bucket: folder.bucket, key: folder.prefix });
  const files = await window.showOpenDialog({
    canSelectMany: true,
    openLabel: l10n.t('Upload'),
    title: l10n.t('Upload to {0}', place),
    ...(workspace.workspaceFolders?.[0] && { defaultUri: workspace.workspaceFolders[0].uri }),
  });
  if (files === undefined) {
    throw new Cancelled();
  }
  let uploaded = 0;
  try {
    for (const file of files) {
      if (file.scheme !== 'file') {
        throw new UserError(l10n.t('Only files on disk can be uploaded, not {0}.', file.toString(true)));
      }
      await uploadOne(store, file.fsPath, { bucket: folder.bucket, key: folder.prefix + basename(file.fsPath) });
      uploaded++;
    }
  } finally {
    if (uploaded > 0) {
      changed();
    }
  }
  void window.showInformationMessage(
    files.length === 1
      ? l10n.t('Uploaded {0} to {1}.', basename(files[0]?.fsPath ?? ''), place)
      : l10n.t('Uploaded {0} files to {1}.', files.length, place),
  );
}

async function uploadOne(store: S3Store, path: string, object: Address): Promise<void> {
  const checked = parseAddress(s3Uri(object));
  if (!checked.ok) {
    throw new UserError(checked.message);
  }
  try {
    await put(store, path, object, { kind: 'create' });
  } catch (error) {
    if (!(error instanceof S3Error) || error.failure.kind !== 'changed') {
      throw error;
    }
    await put(store, path, object, await askOverwrite(store, object));
  }
}

async function put(store: S3Store, path: string, object: Address, condition: WriteCondition): Promise<void> {
  const contentType = (await loadAws()).contentTypeOf(basename(path));
  const total = await uploadSize(path);
  await withTransferProgress(l10n.t('Uploading {0}', basename(path)), ({ signal, report }) =>
    uploadFile(path, store, object, { contentType, condition, signal, onSent: (sent) => report(sent, total) }),
  );
}

/** Allows replacing the very object that the user was told about; one that changes meanwhile is safe. */
async function askOverwrite(store: S3Store, object: Address): Promise<WriteCondition> {
  const existing = await store.head(object.bucket, object.key).catch((error: unknown) => {
    if (error instanceof S3Error && error.failure.kind === 'denied') {
      return undefined;
    }
    throw error;
  });
  const overwrite = l10n.t('Overwrite');
  const detail =
    existing === undefined
      ? l10n.t('This role may not see its size and date.')
      : l10n.t('It is {0}, last modified {1}.', sizeText(existing.size), dateText(existing.modifiedAt));
  const message = l10n.t('{0} exists already.', s3Uri(object));
  const answer = await window.showWarningMessage(message, { modal: true, detail }, overwrite);
  if (answer !== overwrite) {
    throw new Cancelled();
  }
  return existing?.etag === undefined ? { kind: 'always' } : { kind: 'replace', etag: existing.etag };
}
