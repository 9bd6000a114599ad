import { debug, window } from 'vscode';
import type { DebugConfiguration, DebugSession, Terminal } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { TellOnce } from '../editor/tellOnce.js';
import { liveSession } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { TerminalSessions } from './terminalSessions.js';

/** The editor's answer to a debugger that wants a program run in a terminal. */
interface InTerminal {
  readonly type: 'response';
  readonly command: 'runInTerminal';
  readonly body: { readonly shellProcessId: number };
}

/** The editor gives a debug run the terminal that an earlier one has left, which acts as what was active then. */
export function watchDebugTerminals(sessions: SessionReader, terminals: TerminalSessions, tell: TellOnce): Disposable {
  const look = async (run: DebugSession, pid: number): Promise<void> => {
    const active = liveSession(sessions.active());
    const terminal = await terminalOf(pid);
    const id = terminal && terminals.of(terminal);
    const acting = id === undefined ? undefined : sessions.get(id);
    if (acting !== undefined && acting.id !== active?.id && !hasOwnKeys(run.configuration)) {
      tell.warn(
        l10n.t(
          '"{0}" runs in a terminal that an earlier run has left, and acts as {1}. Close that terminal, and the next run acts as what is active then.',
          run.name,
          acting.role.name,
        ),
      );
    }
  };
  return debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: (run) => ({
      onWillReceiveMessage: (message: unknown) => {
        if (isInTerminal(message)) {
          void look(run, message.body.shellProcessId);
        }
      },
    }),
  });
}

function isInTerminal(message: unknown): message is InTerminal {
  const { type, command, body } = message as { type?: unknown; command?: unknown; body?: { shellProcessId?: unknown } };
  return type === 'response' && command === 'runInTerminal' && typeof body?.shellProcessId === 'number';
}

async function terminalOf(pid: number): Promise<Terminal | undefined> {
  for (const terminal of window.terminals) {
    if ((await terminal.processId) === pid) {
      return terminal;
    }
  }
  return undefined;
}

/** Given by us, or by whoever wrote it. */
function hasOwnKeys({ env, environment }: DebugConfiguration): boolean {
  const names = Array.isArray(environment)
    ? environment.map((entry: { name?: unknown } | null) => entry?.name)
    : Object.keys((env ?? {}) as object);
  return names.includes('AWS_ACCESS_KEY_ID');
}
