import { EventEmitter, TabInputText, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../base/listeners.js';

const SCHEMES = [
  'role-sessions-denial',
  'role-sessions-identity',
  'role-sessions-notebook',
  'role-sessions-setup',
  'role-sessions-simulation',
] as const;

/** A text that is on show. */
export interface ShownText {
  /** It says something else from now on; nothing happens where it was closed. */
  change(text: string): void;
}

/** Texts of ours in editors that nobody writes in. */
export class ShownTexts implements Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  private count = 0;
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly scheme: (typeof SCHEMES)[number]) {
    this.subscriptions = [
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      this.changed,
      workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** @param preview whether the next editor that opens takes its place */
  async show(title: string, text: string, preview = true): Promise<ShownText> {
    this.count += 1; // an editor that still has one open would show its text for a moment
    const path = `/${title.replace(/[\\/]/g, ' ')}`;
    const uri = Uri.from({ scheme: this.scheme, path, query: String(this.count) });
    this.texts.set(uri.toString(), text);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview });
    return { change: (changed) => this.change(uri, changed) };
  }

  private change(uri: Uri, text: string): void {
    if (this.texts.has(uri.toString())) {
      this.texts.set(uri.toString(), text);
      this.changed.fire(uri);
    }
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
