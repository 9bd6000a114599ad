import { CustomExecution, ShellExecution, tasks, workspace } from 'vscode';
import type { Task } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { Giver } from '../lending/given.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { lentVariables, sessionVariables } from '../model/variables/sessionVariables.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { shellPlace, windowPlace } from './collection.js';
import { editorsVariables } from './editorsVariables.js';
import { findConflicts } from './environment/conflicts.js';
import type { StartUpProbes } from './startUpProbes.js';
import { folderOfTask, taskShell, taskVariables } from './terminalShell.js';

/** Nothing can be taken out of a task's environment: what makes it act as somebody else is said. */
export function watchTasks(sessions: SessionReader, lending: Giver, probes: StartUpProbes, tell: TellOnce): Disposable {
  return tasks.onDidStartTask(({ execution: { task } }) => {
    const session = sessionOf(task, sessions);
    const environment = environmentOf(task);
    if (session === undefined || environment === undefined) {
      return;
    }
    const variables = variablesOf(session, task, sessions, lending);
    const stray = strayVariables(environment, variables, editorsVariables());
    if (stray.length > 0) {
      const found = stray.map((name) => shown(name, environment)).join(', ');
      tell.warn(
        l10n.t(
          'Task "{0}" has {1} from the editor\'s environment, or its own: some AWS SDKs follow that, and would not act as {2}. Start the editor without it.',
          task.name,
          found,
          session.role.name,
        ),
        { cause: `task ${found} ${session.id}` },
      );
    }
    void sayStartUpFiles(task, session, { environment, variables, stray });
  });

  /** A shell without a prompt reads some of them as well, and there is no shell integration that would put them right. */
  async function sayStartUpFiles(
    { name, execution, scope }: Task,
    session: LiveSession,
    {
      environment,
      variables,
      stray,
    }: {
      environment: ReadonlyMap<string, string>;
      variables: ReadonlyMap<string, string>;
      stray: readonly string[];
    },
  ): Promise<void> {
    if (!(execution instanceof ShellExecution) || !workspace.isTrusted) {
      return;
    }
    const shell = taskShell(execution, scope);
    const exports = await probes.exports(shell, session, variables, environment);
    const conflicts = exports && findConflicts(exports, variables, false, environment);
    const names = conflicts?.inTheWay.filter((each) => !stray.includes(each)) ?? [];
    if (names.length > 0) {
      const set = names.join(', ');
      tell.warn(
        l10n.t(
          'Task "{0}" runs in {1}, whose start-up files set {2} for tasks as well: it would not act as {3}. Remove that there (.zshenv, config.fish, or what BASH_ENV names).',
          name,
          shell.path,
          set,
          session.role.name,
        ),
        { cause: [shell.path, set, session.id].join() },
      );
    }
  }
}

/** By which it acts as the session: their names. */
function variablesOf(
  session: LiveSession,
  task: Task,
  sessions: SessionReader,
  lending: Giver,
): ReadonlyMap<string, string> {
  const folder = folderOfTask(task);
  const place = sessions.folders().size === 0 || folder === undefined ? windowPlace() : shellPlace(folder);
  return lending.give(session, place).kind === 'keys' ? sessionVariables(session) : lentVariables(session);
}

/** What it is to act as; by no name of its own where it runs in a folder that nobody knows, and folders differ. */
function sessionOf(task: Task, sessions: SessionReader): LiveSession | undefined {
  const folder = folderOfTask(task);
  const all = [sessions.active(folder), ...(folder === undefined ? sessions.folders().values() : [])];
  const [first, ...others] = all.flatMap((session) => liveSession(session) ?? []);
  return first !== undefined && others.some(({ id }) => id !== first.id)
    ? { ...first, role: { ...first.role, name: l10n.t('the role of its folder') } }
    : first;
}

/** A profile's name tells whose it is; an endpoint's URL may have a password in it. */
function shown(name: string, environment: ReadonlyMap<string, string>): string {
  return name.endsWith('PROFILE') ? `${name}=${environment.get(name)}` : name;
}

/** Undefined: it runs no program of its own. */
function environmentOf({ execution }: Task): ReadonlyMap<string, string> | undefined {
  return execution === undefined || execution instanceof CustomExecution
    ? undefined
    : new Map([
        ...(execution instanceof ShellExecution ? taskVariables() : editorsVariables()),
        ...Object.entries(execution.options?.env ?? {}),
      ]);
}
