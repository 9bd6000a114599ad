import { env, window, type QuickPickItem } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { openAsWritten } from '../../editor/openAsWritten.js';

interface WaitingPage {
  readonly title: string;
  readonly placeholder: string;
  readonly url: string;
  /** What opens the page. */
  readonly openers: readonly PageOpener[];
  /** When nothing is waited for any more. */
  readonly over: AbortSignal;
}

interface PageOpener {
  readonly label: string;
  /** Into the clipboard before. */
  readonly copies?: string;
}

/** Beside the progress, whose message has no room for buttons: the page again, or its link. It goes by itself. */
export function offerPage({ title, placeholder, url, openers, over }: WaitingPage): void {
  if (over.aborted) {
    return;
  }
  const copyLink: QuickPickItem = {
    label: `$(copy) ${l10n.t('Copy Link')}`,
    detail: l10n.t('For another browser or profile'),
  };
  const rows = openers.map((opener) => ({ label: `$(link-external) ${opener.label}`, opener }));
  const pick = window.createQuickPick();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.items = [...rows, copyLink];
  pick.busy = true;
  pick.ignoreFocusOut = true; // they go to their browser
  const close = () => pick.dispose();
  over.addEventListener('abort', close, { once: true });
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems;
    const row = rows.find((each) => each === chosen);
    if (row !== undefined) {
      void openPage(url, row.opener);
    } else if (chosen === copyLink) {
      void env.clipboard.writeText(url);
    }
  });
  pick.onDidHide(() => {
    over.removeEventListener('abort', close);
    pick.dispose();
  });
  pick.show();
}

async function openPage(url: string, { copies }: PageOpener): Promise<void> {
  if (copies !== undefined) {
    await env.clipboard.writeText(copies);
  }
  await openAsWritten(url);
}
