import { debug, window } from 'vscode';
import type { DebugConfiguration, DebugSession, Terminal } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import type { TellOnce } from '../editor/tellOnce.js';
import type { Giver } from '../lending/given.js';
import { folderKey, type SessionReader } from '../model/session/sessionReader.js';
import { CONTAINER_TOKEN } from '../model/variables/strayVariables.js';
import { standingOfKeys } from '../identity/holding.js';
import { holdingKey } from './environment/holding.js';
import { reusedTerminalText } from './environment/keysText.js';
import { holdingAt, shellPlace, windowPlace } from './collection.js';
import type { TerminalSessions } from './terminalSessions.js';

/** The editor's answer to a debugger that wants a program run in a terminal. */
interface InTerminal {
  readonly type: 'response';
  readonly command: 'runInTerminal';
  readonly body: { readonly shellProcessId: number };
}

/**
 * The editor gives a debug run the terminal that an earlier one has left, which acts as what was active then: also where
 * that has ended, or nobody knows.
 */
export function watchDebugTerminals(
  sessions: SessionReader,
  lending: Giver,
  terminals: TerminalSessions,
  tell: TellOnce,
): Disposable {
  const look = async (run: DebugSession, pid: number): Promise<void> => {
    const terminal = await terminalOf(pid);
    if (terminal === undefined || hasOwnKeys(run.configuration)) {
      return;
    }
    await terminals.process(terminal);
    const holding = terminals.of(terminal);
    const folder = run.workspaceFolder && folderKey(run.workspaceFolder);
    const place = folder === undefined || sessions.folders().size === 0 ? windowPlace() : shellPlace(folder);
    const active = holdingAt(lending, sessions.active(folder), place);
    if (holdingKey(holding) !== holdingKey(active) || holding.kind === 'unknown') {
      const standing =
        holding.kind === 'keys' ? standingOfKeys(holding.keys, sessions.get(holding.keys.id)) : undefined;
      const now = Date.now();
      const isDead = holding.kind === 'keys' && holding.keys.expiresAt <= now;
      const cause = ['run', pid, holdingKey(holding), standing, isDead, holdingKey(active)].join(':');
      tell.warn(reusedTerminalText(run.name, holding, standing, now), { cause });
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
  return [CONTAINER_TOKEN, 'AWS_ACCESS_KEY_ID'].some((name) => names.includes(name));
}
