import { ProgressLocation, window } from 'vscode';
import { unlessQuick } from '../base/unlessQuick.js';

/** What is done within this time needs no message, which would only flash. */
const QUICK_MS = 300;

interface Attending {
  readonly report: (message: string) => void;
  /** Aborts when the user cancels. */
  readonly signal: AbortSignal;
}

/** A message with a Cancel button, from when the work turns out to take a while. The work starts at once. */
export async function progressUnlessQuick<T>(title: string, work: (attending: Attending) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let latest: string | undefined;
  let show = (message: string) => {
    latest = message;
  };
  const result = work({ signal: abort.signal, report: (message) => show(message) });
  return unlessQuick(result, QUICK_MS, () =>
    window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      show = (message) => progress.report({ message });
      if (latest !== undefined) {
        show(latest);
      }
      return result;
    }),
  );
}
