import { CustomExecution, tasks } from 'vscode';
import type { Task } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { TellOnce } from '../editor/tellOnce.js';
import { liveSession } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { editorsVariables } from './editorsVariables.js';

/** Nothing can be taken out of a task's environment: what makes it act as somebody else is said. */
export function watchTasks(sessions: SessionReader, tell: TellOnce): Disposable {
  return tasks.onDidStartTask(({ execution: { task } }) => {
    const session = liveSession(sessions.active());
    const environment = environmentOf(task);
    if (session === undefined || environment === undefined) {
      return;
    }
    const stray = strayVariables(environment, sessionVariables(session));
    if (stray.length > 0) {
      const found = stray.map((name) => `${name}=${environment.get(name)}`).join(', ');
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
  });
}

/** Undefined: it runs no program of its own. */
function environmentOf({ execution }: Task): ReadonlyMap<string, string> | undefined {
  return execution === undefined || execution instanceof CustomExecution
    ? undefined
    : new Map([...editorsVariables(), ...Object.entries(execution.options?.env ?? {})]);
}
