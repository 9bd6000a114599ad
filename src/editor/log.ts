import type { LogOutputChannel } from 'vscode';
import { inEnglish } from '../base/l10n.js';
import { errorReport } from '../base/errorReport.js';
import { redact } from '../base/redaction.js';

/** Lines in English for whoever looks into something. An error is told after the line, with all that lies behind it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
}

/** A log in English that cannot hold secrets: whatever `secrets` returns at the time of writing is blanked, as is what looks like one. */
export function redactingLog(
  channel: Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>,
  secrets: () => Iterable<string>,
): Log {
  const clean = (message: string, error?: unknown) =>
    redact(inEnglish(error === undefined ? message : `${message}: ${errorReport(error)}`), secrets());
  return {
    debug: (message) => channel.debug(clean(message)),
    info: (message) => channel.info(clean(message)),
    warn: (message, error) => channel.warn(clean(message, error)),
    error: (message, error) => channel.error(clean(message, error)),
  };
}
