import { TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../base/listeners.js';

/** Texts of ours in editors that nobody writes in, each as it was when it was shown. */
export class ShownTexts implements Disposable {
  private readonly texts = new Map<string, string>();
  private count = 0;
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly scheme: string) {
    this.subscriptions = [
      workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
    closeTabs(scheme); // the editor has restored them, and nobody knows any more what they said
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  async show(title: string, text: string): Promise<void> {
    this.count += 1; // an editor that still has one open would show its text for a moment
    const path = `/${title.replace(/[\\/]/g, ' ')}`;
    const uri = Uri.from({ scheme: this.scheme, path, query: String(this.count) });
    this.texts.set(uri.toString(), text);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }
}

function closeTabs(scheme: string): void {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ input }) => input instanceof TabInputText && input.uri.scheme === scheme);
  if (ours.length > 0) {
    void window.tabGroups.close(ours);
  }
}
