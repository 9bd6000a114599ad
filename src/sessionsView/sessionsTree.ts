import { EventEmitter, type Disposable, type TreeDataProvider, type TreeItem } from 'vscode';
import type { ChangeEvent } from '../base/listeners.js';
import { isLive } from '../model/session/entry.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { remainingGoodForMs } from '../model/sessionText/remaining.js';
import { rowItem } from './rowItem.js';
import { viewRows, type Row, type RowContext, type RowKey } from './rows.js';

/** Timers stand still while a machine sleeps: rows are looked at again at least this often. */
const REDRAW_MS = 30_000;

interface TreeContext {
  readonly sessions: SessionReader;
  /** At this moment. */
  readonly context: () => RowContext;
  /** What else the rows depend on. */
  readonly changes: readonly ChangeEvent[];
}

/** The rows of the Sessions view. A clock runs only while they are seen and something of them counts down. */
export class SessionsTree implements TreeDataProvider<RowKey>, Disposable {
  private readonly emitter = new EventEmitter<RowKey | undefined>();
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  /** What is drawn, by an id. The editor knows rows by their keys: one that stays keeps its key. */
  private rows = new Map<string, Row>();
  /** The latest of each key: the editor may ask for one that has just gone. */
  private readonly drawn = new WeakMap<RowKey, Row>();
  private visible = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tree: TreeContext) {
    const redraw = () => this.redraw();
    this.subscriptions = [tree.sessions.onDidChange(redraw), ...tree.changes.map((change) => change(redraw))];
    this.update();
  }

  getTreeItem(key: RowKey): TreeItem {
    const row = this.drawn.get(key);
    if (row === undefined) {
      throw new Error(`No row was ever there for ${idOf(key)}`);
    }
    return rowItem(row);
  }

  getChildren(key?: RowKey): RowKey[] {
    return key === undefined ? [...this.rows.values()].map((row) => row.key) : [];
  }

  /** Whether anybody sees the rows. */
  show(visible: boolean): void {
    this.visible = visible;
    this.redraw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.emitter.dispose();
  }

  /** Tells the editor of the rows that are different, or of all where there are other ones. */
  private redraw(): void {
    const before = this.rows;
    this.update();
    const ids = [...this.rows.keys()];
    if (ids.join('\n') !== [...before.keys()].join('\n')) {
      this.emitter.fire(undefined);
    } else {
      for (const [id, row] of this.rows) {
        if (JSON.stringify(row) !== JSON.stringify(before.get(id))) {
          this.emitter.fire(row.key);
        }
      }
    }
    this.schedule();
  }

  private update(): void {
    const { sessions, context } = this.tree;
    const rows = viewRows(sessions, context()).map((row): [string, Row] => {
      const id = idOf(row.key);
      return [id, { ...row, key: this.rows.get(id)?.key ?? row.key }];
    });
    this.rows = new Map(rows);
    for (const row of this.rows.values()) {
      this.drawn.set(row.key, row);
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    const { now, mfa } = this.tree.context();
    const live = this.tree.sessions.list().flatMap((entry) => (isLive(entry) ? [entry.state] : []));
    const waits = [...live, ...mfa].map((one) => remainingGoodForMs(one, now)).filter((wait) => wait !== undefined);
    if (this.visible && waits.length > 0) {
      this.timer = setTimeout(() => this.redraw(), Math.min(...waits, REDRAW_MS));
    }
  }
}

function idOf(key: RowKey): string {
  switch (key.kind) {
    case 'session':
      return `session:${key.sessionId}`;
    case 'mfa':
      return `mfa:${key.mfaSession}`;
    case 'recent':
      return `recent:${key.roleId}`;
  }
}
