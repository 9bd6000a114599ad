import { join } from 'node:path';
import { commands as editorCommands, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import type { Disposable } from '../base/listeners.js';
import { loadLending } from '../bundles.js';
import { commandTable } from '../editor/commands.js';
import type { LendingPlace } from './profile/managedFile.js';
import type { KeysKeeping } from '../config/sources/keysKeeping.js';
import type { Log } from '../editor/log.js';
import type { SessionId } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import type { RecordAct } from '../model/sessionAct.js';

/** Of all windows: whether there is a managed profile. */
const FLAG = 'roleSessions.managedProfiles';
/** Of all windows: whether a profile has its long-term keys here. */
const KEYS_FLAG = 'roleSessions.keptKeys';
/** A session that a program has asked for goes on being renewed for so long. */
const IN_USE_MS = 60 * 60_000;

interface Parts {
  readonly sessions: SessionReader;
  readonly record: RecordAct;
  readonly log: Log;
  /** The sessions of before are there. */
  readonly ready: Promise<void>;
}

/** Profiles for programs that do not run in a terminal of ours. Nothing is loaded, and nobody served, until there is one. */
export function registerLending(context: ExtensionContext, { sessions, record, log, ready }: Parts) {
  const place = { storage: join(context.globalStorageUri.fsPath, 'lending'), extension: context.extensionUri.fsPath };
  const fetched = new Map<SessionId, number>();
  let serving: Promise<Disposable> | undefined;
  const start = async (): Promise<Disposable> => {
    const { serveHelper, writeLauncher } = await loadLending();
    await writeLauncher(place); // the extension may be another version by now, and the editor
    const onDidFetch = (id: SessionId) => fetched.set(id, Date.now());
    return serveHelper({ storage: place.storage, secrets: context.secrets, sessions, record, onDidFetch, log });
  };
  const stop = (): void => {
    serving?.then(
      (server) => server.dispose(),
      () => undefined, // it never began
    );
    serving = undefined;
  };
  const follow = (): void => {
    const hasManaged = context.globalState.get<boolean>(FLAG, false);
    void editorCommands.executeCommand('setContext', 'roleSessions.hasManagedProfiles', hasManaged);
    if (!hasManaged && !context.globalState.get<boolean>(KEYS_FLAG, false)) {
      stop();
    } else if (serving === undefined) {
      const started = start();
      serving = started;
      started.catch((error: unknown) => {
        serving = undefined;
        log.warn('Programs cannot ask this window for credentials', error);
      });
    }
  };
  const setFlag = async (flag: typeof FLAG | typeof KEYS_FLAG, isOn: boolean): Promise<void> => {
    await context.globalState.update(flag, isOn ? true : undefined);
    follow();
  };
  void ready.then(follow);
  context.subscriptions.push(
    { dispose: stop },
    // What another window has added or taken away.
    window.onDidChangeWindowState(({ focused }) => focused && follow()),
  );
  const commands = commandTable({
    'roleSessions.addManagedProfile': async () => {
      await (await loadLending()).addManagedProfile(place, sessions);
      await setFlag(FLAG, true);
    },
    'roleSessions.removeManagedProfile': async () => {
      const { removeManagedProfile, removeLauncher } = await loadLending();
      if (!(await removeManagedProfile(place))) {
        await setFlag(FLAG, false);
        if (!context.globalState.get<boolean>(KEYS_FLAG, false)) {
          await removeLauncher(place);
        }
      }
    },
  });
  const use: SessionUse = {
    used: () => [...fetched].flatMap(([id, at]) => (Date.now() - at < IN_USE_MS ? [id] : [])),
  };
  return { commands, use, keeping: keepingOf(context, place, () => setFlag(KEYS_FLAG, true)) };
}

function keepingOf({ secrets: store }: ExtensionContext, place: LendingPlace, serve: () => Promise<void>): KeysKeeping {
  return {
    store,
    commandFor: async (line) => (await loadLending()).keysCommand(place, line),
    begin: async () => {
      await (await loadLending()).writeLauncher(place);
      await serve();
    },
  };
}
