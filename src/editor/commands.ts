import { commands, window } from 'vscode';
import * as l10n from '../base/l10n.js';
import { isForExtensions, type CommandId } from '../base/commandIds.js';
import { Cancelled, UserError } from '../base/errors.js';
import type { ErrorAction } from '../base/errors.js';
import type { Log } from './log.js';

type Handler = (...args: unknown[]) => unknown;
/** Handlers throw; they never show errors themselves. */
export type CommandTable<Id extends CommandId> = Readonly<Record<Id, Handler>>;

const showLog = (): ErrorAction => ({ title: l10n.t('Show Log'), command: 'roleSessions.showLog' });

/** Where AWS's own sentence is quoted that says who may not do what. */
function whyDenied(message: string): readonly ErrorAction[] {
  return /is not authorized to perform/i.test(message)
    ? [{ title: l10n.t('Why?'), command: 'roleSessions.explainDenial', args: [{ text: message }] }]
    : [];
}

/** Some of the commands: an id that package.json does not contribute is no entry. */
export function commandTable<Id extends CommandId>(table: CommandTable<Id>): CommandTable<Id> {
  return table;
}

/** Rejects where the command is for other extensions: they are told what the user is not. */
export type RunCommand = (id: CommandId, args: readonly unknown[]) => Promise<unknown>;

/** Runs every command behind the one boundary that turns errors into messages. */
export function commandRunner(table: CommandTable<CommandId>, log: Log): RunCommand {
  return (id, args) =>
    isForExtensions(id)
      ? forCaller(id, () => table[id](...args), log)
      : behindBoundary(id, () => table[id](...args), log);
}

/** Nothing is shown. @throws whatever the work does */
async function forCaller(id: CommandId, work: () => unknown, log: Log): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    log.warn(id, error);
    throw error;
  }
}

/** Never rejects: what is thrown is shown, and undefined comes of it. */
export async function behindBoundary<T>(id: CommandId, work: () => T, log: Log): Promise<Awaited<T> | undefined> {
  try {
    return await work();
  } catch (error) {
    showError(id, error, log);
    return undefined;
  }
}

function showError(commandId: CommandId, error: unknown, log: Log): void {
  if (error instanceof Cancelled) {
    return;
  }
  if (error instanceof UserError) {
    log.warn(commandId, error);
    const actions = error.actions.length > 0 ? error.actions : [showLog()];
    void offer(error.message, [...actions, ...whyDenied(error.message)]);
    return;
  }
  log.error(commandId, error);
  void offer(l10n.t('{0} failed unexpectedly. The log says more.', commandId), [showLog()]);
}

export async function invokeCommand(id: CommandId, ...args: readonly unknown[]): Promise<void> {
  await commands.executeCommand(id, ...args);
}

/** A message without a button is cut to one line until the user unfolds it, so there is always one. */
async function offer(message: string, actions: readonly ErrorAction[]): Promise<void> {
  const chosen = await window.showErrorMessage(message, ...actions.map((action) => action.title));
  const action = actions.find(({ title }) => title === chosen);
  if (action !== undefined) {
    await invokeCommand(action.command, ...(action.args ?? []));
  }
}
