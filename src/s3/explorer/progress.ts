import { ProgressLocation, window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { Cancelled } from '../../base/errors.js';
import { sizeText } from '../names/labels.js';

export interface TransferProgress {
  readonly signal: AbortSignal;
  /** Bytes done, of so many. */
  readonly report: (done: number, total: number) => void;
}

/** A notification with a bar and a Cancel button that reaches the request. A cancelled transfer ends in Cancelled. */
export async function withTransferProgress<T>(
  title: string,
  work: (progress: TransferProgress) => Promise<T>,
): Promise<T> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort(new Cancelled()));
    let shown = 0;
    try {
      return await work({
        signal: controller.signal,
        report: (done, total) => {
          const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
          if (percent > shown) {
            progress.report({
              increment: percent - shown,
              message: l10n.t('{0} of {1}', sizeText(done), sizeText(total)),
            });
            shown = percent;
          }
        },
      });
    } finally {
      subscription.dispose();
    }
  });
}
