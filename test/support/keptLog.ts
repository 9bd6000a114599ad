// A log as the extension has it, whose lines a test can read.
import { redactingLog, type Log } from '../../src/editor/log.js';

export interface KeptLog extends Log {
  /** What was written, as users find it; `splice(0)` starts anew. */
  readonly lines: string[];
}

export function keptLog(): KeptLog {
  const lines: string[] = [];
  const write = (line: string | Error): void => void lines.push(String(line));
  return { ...redactingLog({ debug: write, info: write, warn: write, error: write }, () => []), lines };
}
