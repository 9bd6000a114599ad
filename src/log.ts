import type { LogOutputChannel } from 'vscode';

export type Log = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>;
