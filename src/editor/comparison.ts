import { basename } from 'node:path';
import { commands, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import * as l10n from '../base/l10n.js';

const SCHEME = 'role-sessions-config';

interface Compared {
  readonly file: string;
  /** By which the editor knows the language; default: ini. */
  readonly extension?: string;
  readonly before: string;
  readonly after: string;
}

/** Shows the file as it is and as it would be, without writing either, for as long as `ask` goes on. */
export async function whileCompared<T>(
  { file, extension = 'ini', before, after }: Compared,
  ask: () => Promise<T>,
): Promise<T> {
  const uri = (side: string) => Uri.from({ scheme: SCHEME, path: `/${side}/${basename(file)}.${extension}` });
  const [left, right] = [uri('before'), uri('after')];
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ path }) => (path === left.path ? before : after),
  });
  try {
    await commands.executeCommand(
      'vscode.diff',
      left,
      right,
      l10n.t('{0}: As It Is ↔ As It Would Be', basename(file)),
      {
        preview: true,
        preserveFocus: false,
      },
    );
    return await ask();
  } finally {
    await close();
    provider.dispose();
  }
}

/** Also what a window had open that went away meanwhile. */
async function close(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(
    tabs.filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME),
  );
}
