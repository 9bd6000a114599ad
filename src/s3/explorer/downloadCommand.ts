import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled, UserError } from '../../base/errors.js';
import { downloadTo } from '../transfer/download.js';
import { visibleName } from '../names/labels.js';
import { localName, localNames } from '../names/localName.js';
import type { ObjectNode } from './nodes.js';
import { withTransferProgress } from './progress.js';
import type { Stores } from '../store/stores.js';

interface Job {
  readonly node: ObjectNode;
  readonly target: string;
}

/** One object goes where the user says, several to a folder; the files land whole or not at all. */
export async function downloadObjects(stores: Stores, nodes: readonly ObjectNode[]): Promise<void> {
  const [first] = nodes;
  if (first === undefined) {
    throw new UserError(l10n.t('Select an object in the S3 view, then download it.'));
  }
  stores.get(first.sessionKey);
  const jobs = nodes.length === 1 ? [await askFile(first)] : await askFolder(nodes);
  for (const job of jobs) {
    await run(stores, job);
  }
  void announce(jobs);
}

async function askFile(node: ObjectNode): Promise<Job> {
  const name = localName(node.key);
  const chosen = await window.showSaveDialog({
    defaultUri: Uri.joinPath(startFolder(), name),
    saveLabel: l10n.t('Download'),
    title: l10n.t('Download {0}', visibleName(name)),
  });
  return { node, target: localPath(chosen) };
}

async function askFolder(nodes: readonly ObjectNode[]): Promise<Job[]> {
  const chosen = await window.showOpenDialog({
    defaultUri: startFolder(),
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Download Here'),
    title: l10n.t('Download {0} objects', nodes.length),
  });
  const folder = localPath(chosen?.[0]);
  const names = localNames(nodes.map(({ key }) => key));
  const jobs: Job[] = [];
  for (const [index, node] of nodes.entries()) {
    const target = join(folder, names[index] ?? localName(node.key));
    if (!(await exists(target)) || (await mayReplace(target))) {
      jobs.push({ node, target });
    }
  }
  return jobs;
}

async function mayReplace(target: string): Promise<boolean> {
  const replace = l10n.t('Replace');
  const skip = l10n.t('Skip');
  const answer = await window.showWarningMessage(l10n.t('{0} exists already.', target), { modal: true }, replace, skip);
  if (answer === undefined) {
    throw new Cancelled();
  }
  return answer === replace;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function localPath(uri: Uri | undefined): string {
  if (uri === undefined) {
    throw new Cancelled();
  }
  if (uri.scheme !== 'file') {
    throw new UserError(l10n.t('Objects can be downloaded to folders on disk only, not to {0}.', uri.toString(true)));
  }
  return uri.fsPath;
}

function startFolder(): Uri {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return folder?.uri ?? Uri.file(homedir());
}

async function run(stores: Stores, { node, target }: Job): Promise<void> {
  const store = stores.get(node.sessionKey);
  const title = l10n.t('Downloading {0}', visibleName(localName(node.key)));
  await withTransferProgress(title, async ({ signal, report }) => {
    let total = node.entry.size;
    let done = 0;
    await downloadTo(target, store, node, {
      signal,
      onFacts: ({ size }) => (total = size),
      onBytes: (count) => report((done += count), total),
    });
  });
}

async function announce(jobs: readonly Job[]): Promise<void> {
  const [job] = jobs;
  if (job === undefined) {
    return;
  }
  const open = l10n.t('Open');
  const message =
    jobs.length === 1 ? l10n.t('Downloaded to {0}.', job.target) : l10n.t('Downloaded {0} objects.', jobs.length);
  const answer = await window.showInformationMessage(message, ...(jobs.length === 1 ? [open] : []));
  if (answer === open) {
    await commands.executeCommand('vscode.open', Uri.file(job.target));
  }
}
