import { tasks, window } from 'vscode';
import type { Event, TaskExecution } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import { folderOfTask } from './terminalShell.js';

interface OpenShells {
  pids(): ReadonlySet<number>;
  readonly onDidBegin: Event<unknown>;
}

/**
 * Shells that run a task and nothing else. A number is forgotten once no terminal has that process any more: the system
 * gives it to another.
 */
export class TaskProcesses implements Disposable {
  /** By process: the task that runs there, until it has ended. */
  private readonly running = new Map<number, TaskExecution | undefined>();
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly terminals: OpenShells) {
    const prune = () => this.prune();
    this.subscriptions = [
      tasks.onDidStartTaskProcess(({ processId, execution }) => this.running.set(processId, execution)),
      tasks.onDidEndTaskProcess(({ execution }) => this.onEnd(execution)),
      terminals.onDidBegin(prune),
      window.onDidCloseTerminal(prune),
    ];
  }

  has(pid: number): boolean {
    return this.running.has(pid);
  }

  /** Whether a task ran there: the editor has its terminal run others, too, wherever those are to run. */
  isOfTask(pid: number | undefined): boolean {
    return pid !== undefined && this.running.has(pid);
  }

  /** The folder that the task there runs in; undefined where nobody knows. */
  folderOf(pid: number): FolderKey | undefined {
    const execution = this.running.get(pid);
    return execution && folderOfTask(execution.task);
  }

  hasEnded(pid: number): boolean {
    return this.running.has(pid) && this.running.get(pid) === undefined;
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private onEnd(execution: TaskExecution): void {
    for (const [pid, running] of this.running) {
      if (running === execution) {
        this.running.set(pid, undefined);
      }
    }
    this.prune();
  }

  private prune(): void {
    const open = this.terminals.pids();
    for (const [pid, running] of this.running) {
      if (running === undefined && !open.has(pid)) {
        this.running.delete(pid);
      }
    }
  }
}
