import {
  EventEmitter,
  FileDecoration,
  ThemeColor,
  type Disposable,
  type FileDecorationProvider,
  type Uri,
} from 'vscode';
import { ROW_FRAGMENT, SCHEME, SESSION_FRAGMENT } from '../names/uri.js';
import { tabLooks, type TabIdentity, type TabLooks } from './tabIdentity.js';

const COLORS: Readonly<Record<TabLooks['color'], ThemeColor | undefined>> = {
  none: undefined,
  warning: new ThemeColor('list.warningForeground'),
  error: new ThemeColor('list.errorForeground'),
};

/** On the tab of an object: whose it is. */
export class TabDecorations implements FileDecorationProvider, Disposable {
  private readonly changed = new EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.changed.event;

  /** @param identify undefined while nobody knows yet */
  constructor(private readonly identify: (sessionKey: string) => TabIdentity | undefined) {}

  provideFileDecoration({ scheme, authority, fragment }: Uri): FileDecoration | undefined {
    const tab = scheme === SCHEME && fragment !== ROW_FRAGMENT ? this.identify(authority) : undefined;
    if (tab === undefined) {
      return undefined;
    }
    const { badge, tooltip, color } = tabLooks(tab);
    return fragment === SESSION_FRAGMENT
      ? new FileDecoration(undefined, undefined, COLORS[color])
      : new FileDecoration(badge, tooltip, COLORS[color]);
  }

  /** Something that they are made of is another. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
