// What code under unit test takes from `vscode` at run time: events, rows of trees, and settings.

/** As the editor's: a listener is called for each firing until it is disposed of. */
export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  static readonly File = new ThemeIcon('file');
  static readonly Folder = new ThemeIcon('folder');

  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export enum TreeItemCollapsibleState {
  None,
  Collapsed,
  Expanded,
}

export class TreeItem {
  resourceUri: unknown;

  constructor(
    readonly label: string,
    readonly collapsibleState: TreeItemCollapsibleState = TreeItemCollapsibleState.None,
  ) {}
}

export class MarkdownString {
  constructor(public value = '') {}

  appendText(text: string): this {
    this.value += text;
    return this;
  }
}

export const Uri = {
  from: (parts: object): object => parts,
  file: (path: string) => ({ scheme: 'file', path, fsPath: path, toString: () => `file://${path}` }),
  parse: (text: string) => ({ toString: () => text }),
};

interface Item {
  readonly label: string;
}

/** One that a test chooses in. */
export class QuickPick {
  title = '';
  placeholder = '';
  items: readonly Item[] = [];
  selectedItems: readonly Item[] = [];
  isOpen = false;
  private readonly accepted = new EventEmitter<undefined>();
  private readonly hidden = new EventEmitter<undefined>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;

  show(): void {
    this.isOpen = true;
  }

  /** As the editor: what is disposed of is hidden. */
  dispose(): void {
    if (this.isOpen) {
      this.isOpen = false;
      this.hidden.fire(undefined);
    }
  }

  choose(label: string): void {
    this.selectedItems = this.items.filter((item) => item.label.endsWith(label));
    this.accepted.fire(undefined);
  }
}

/** What was shown, and what was done beside the window, in order. */
export const picks: QuickPick[] = [];
export const done: string[] = [];

export const window = {
  createQuickPick: (): QuickPick => {
    const pick = new QuickPick();
    picks.push(pick);
    return pick;
  },
  /** Nobody answers. */
  showWarningMessage: (): Promise<undefined> => Promise.resolve(undefined),
};

export const env = {
  clipboard: { writeText: (text: string) => Promise.resolve(void done.push(`copied ${text}`)) },
  openExternal: (page: string) => Promise.resolve(done.push(`opened ${page}`) > 0),
};

/** The user's settings, by id. */
export const written = new Map<string, unknown>();

export const workspace = {
  getConfiguration: (): object => ({ inspect: (id: string) => ({ globalValue: written.get(id) }) }),
};
