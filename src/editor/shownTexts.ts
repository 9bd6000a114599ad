import { TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../base/listeners.js';

const SCHEMES = [
  'role-sessions-denial',
  'role-sessions-identity',
  'role-sessions-notebook',
  'role-sessions-simulation',
] as const;

/** Texts of ours in editors that nobody writes in, each as it was when it was shown. */
export class ShownTexts implements Disposable {
  private readonly texts = new Map<string, string>();
  private count = 0;
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly scheme: (typeof SCHEMES)[number]) {
    this.subscriptions = [
      workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
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

/** When a window begins: the editor has restored them, and nobody knows any more what they said. */
export function closeShownTexts(): void {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const isOurs = ({ scheme }: Uri) => SCHEMES.some((each) => each === scheme);
  const ours = tabs.filter(({ input }) => input instanceof TabInputText && isOurs(input.uri));
  if (ours.length > 0) {
    void window.tabGroups.close(ours);
  }
}
