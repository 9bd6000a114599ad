import type { Memento } from 'vscode';
import { runOutcome, type SetupRun } from '../runState.js';

/** A run and where it was made. Documents, names and key ids, but no secret. */
export interface KeptRun {
  readonly partition: string;
  /** 12 digits. */
  readonly account: string;
  /** Name of the role. */
  readonly role: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly run: SetupRun;
}

const KEY = 'roleSetup.runs';
const MOST = 10;

/** What was set up from this machine, so that it can be undone after a reload too. The last one first. */
export class KeptRuns {
  constructor(private readonly memento: Memento) {}

  /** Those of which something may still be at AWS. */
  list(): readonly KeptRun[] {
    return this.memento.get<readonly KeptRun[]>(KEY, []);
  }

  /** As it stands now, also in the middle of it: a window may go away at any moment. */
  async keep(kept: KeptRun): Promise<void> {
    const others = this.list().filter(({ at }) => at !== kept.at);
    const isLeft = runOutcome(kept.run) !== 'clean';
    await this.memento.update(KEY, [...(isLeft ? [kept] : []), ...others].slice(0, MOST));
  }
}
