import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { debug, workspace } from 'vscode';
import type { DebugConfiguration, WorkspaceFolder } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { Log } from '../editor/log.js';
import { invokeCommand } from '../editor/commands.js';
import { isRemote } from '../editor/remote.js';
import { userSetting } from '../editor/settings.js';
import { TellOnce } from '../editor/tellOnce.js';
import { liveSession, sessionTitle, settledOf } from '../model/session/session.js';
import type { Session } from '../model/session/session.js';
import { folderKey, type SessionReader } from '../model/session/sessionReader.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import { LentRuns, type DebugLending } from './lentRuns.js';
import { DEBUG_TYPES, debugVariables, fileVariables, variableFiles } from './debugVariables.js';
import type { DebugRun } from './debugVariables.js';

/** Where a debugger runs programs whose configuration does not say: settings of the debuggers' extensions. */
const CONSOLE_SETTINGS: Readonly<Record<string, string>> = {
  java: 'java.debug.settings.console',
  coreclr: 'csharp.debug.console',
  clr: 'csharp.debug.console',
};

/** The file that these read where the configuration names none: a setting of the extension for Python. */
const OF_PYTHON: readonly string[] = ['python', 'debugpy'];
const PYTHON_FILE = { setting: 'python.envFile', standard: '${workspaceFolder}/.env' };

/** Debug runs act as their folder's session, or the active one, also where no terminal gives them its variables. */
export function registerDebug(sessions: SessionReader, lending: DebugLending, log: Log) {
  const isOn = userSetting('roleSessions.debug', (written) => written !== false);
  const tell = new TellOnce(log);
  const runs = new LentRuns(lending);
  let lives = 0;
  const counting = sessions.onDidChange(({ active, folders }) => {
    const after = [active?.after, ...folders.map((folder) => folder.after)];
    lives += after.filter((each) => each !== undefined && liveSession(each) !== undefined).length;
  });
  const resolve = async (
    folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
  ): Promise<DebugConfiguration> => {
    const active = sessions.active(folder && folderKey(folder));
    const session = liveSession(active);
    if (!isOn.value || !workspace.isTrusted) {
      return configuration;
    }
    if (session === undefined) {
      sayNone(configuration, active, lives, tell);
      if (folder !== undefined && isNobody(sessions, folder)) {
        sayNobody(configuration, folder, lives, tell);
      }
      return configuration;
    }
    await lending.settled();
    const file = await readVariableFiles(configuration, folder, log);
    const shell = { scope: `debug:${randomUUID()}`, name: configuration.name, kind: 'debug' } as const;
    const to = lending.give(session, shell);
    runs.add(to);
    const { name: role, narrowedTo } = { ...session, name: session.role.name };
    return given(
      configuration,
      { variables: to.kind === 'later' ? new Map<string, string>() : to.variables, file },
      { role: sessionTitle({ name: role, narrowedTo }), isElsewhere: isElsewhere(sessions) },
      tell,
    );
  };
  const providers = DEBUG_TYPES.map((type) =>
    debug.registerDebugConfigurationProvider(type, {
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) => resolve(folder, configuration),
    }),
  );
  const use: SessionUse = runs;
  return { use, subscriptions: [counting, runs, ...providers] as readonly Disposable[] };
}

/**
 * Whether the terminal of a run may act as another folder: the editor is given its path alone, which is no path of a
 * folder in a remote window, and no URI on Windows (VS Code's getWorkspaceForTerminal, read in 1.139).
 */
function isElsewhere(sessions: SessionReader): boolean {
  return sessions.folders().size > 0 && (isRemote() || process.platform === 'win32');
}

/** It has lost its own session, and does not follow the window. */
function isNobody(sessions: SessionReader, folder: WorkspaceFolder): boolean {
  const own = sessions.folders().get(folderKey(folder));
  return own !== undefined && settledOf(own).kind === 'none';
}

function sayNobody(
  run: DebugRun & DebugConfiguration,
  { name, uri }: WorkspaceFolder,
  lives: number,
  tell: TellOnce,
): void {
  if (run.request === 'launch' && !hasOwnIdentity(run)) {
    const message = l10n.t(
      '"{0}" gets no credentials: folder {1} has no role, since its session has ended. Give it another, or let it follow the window; else the run acts as whatever it finds.',
      run.name,
      name,
    );
    const give = () => invokeCommand('roleSessions.useSessionForFolder', undefined, uri.toString());
    tell.warn(message, {
      next: { title: l10n.t('Use Session for Folder'), run: give },
      cause: `nobody:${run.name}:${uri.toString()}:${lives}`,
    });
  }
}

function hasOwnIdentity(run: DebugRun): boolean {
  return debugVariables(run, new Map(), { stray: [], platform: process.platform }).kind === 'another';
}

/**
 * Who has a role active that has ended, or could not be had, expects the run to act as it.
 * @param lives how often a session has been active: each end of one is said
 */
function sayNone(run: DebugRun & DebugConfiguration, session: Session, lives: number, tell: TellOnce): void {
  const settled = settledOf(session);
  if (run.request !== 'launch' || hasOwnIdentity(run) || (settled.kind !== 'expired' && settled.kind !== 'failed')) {
    return;
  }
  const { name, id } = settled.role;
  tell.warn(
    settled.kind === 'expired'
      ? l10n.t(
          '"{0}" gets no credentials: the session of {1} has expired. Renew it, or the run acts as whatever else it finds.',
          run.name,
          name,
        )
      : l10n.t(
          '"{0}" gets no credentials: {1} could not be assumed or renewed. Assume it again, or the run acts as whatever else it finds.',
          run.name,
          name,
        ),
    { cause: `${settled.kind}:${run.name}:${id}:${lives}` },
  );
}

/** What cannot be read the debugger itself complains of. */
async function readVariableFiles(
  run: DebugRun,
  folder: WorkspaceFolder | undefined,
  log: Pick<Log, 'warn'>,
): Promise<ReadonlyMap<string, string>> {
  const base = folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
  const read = async (name: string): Promise<ReadonlyMap<string, string>> => {
    const file = isAbsolute(name) || base === undefined ? name : join(base, name);
    try {
      return isAbsolute(file) ? fileVariables(await readFile(file, 'utf8')) : new Map();
    } catch (error) {
      log.warn(`The variables in “${file}” could not be read`, error);
      return new Map();
    }
  };
  const standard = OF_PYTHON.includes(run.type) && run['envFile'] === undefined ? pythonFile(folder) : undefined;
  const all = await Promise.all(standard === undefined ? variableFiles(run).map(read) : [read(standard)]);
  return new Map(all.flatMap((each) => [...each]));
}

/** Undefined where there is none, which is nothing to complain of. */
function pythonFile(folder: WorkspaceFolder | undefined): string | undefined {
  const set = workspace.getConfiguration(undefined, folder?.uri).get(PYTHON_FILE.setting);
  const named = typeof set === 'string' && set !== '' ? set : PYTHON_FILE.standard;
  const file = named.replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? '');
  return existsSync(file) ? file : undefined;
}

/** What becomes of a configuration for this one run: nobody writes it down. */
function given(
  run: DebugRun & DebugConfiguration,
  { variables, file }: Readonly<Record<'variables' | 'file', ReadonlyMap<string, string>>>,
  { role, isElsewhere }: { readonly role: string; readonly isElsewhere: boolean },
  tell: TellOnce,
): DebugConfiguration {
  const setting = CONSOLE_SETTINGS[run.type];
  const result = debugVariables(run, variables, {
    stray: strayVariables(Object.entries(process.env), variables),
    platform: process.platform,
    consoleSetting: setting === undefined ? undefined : workspace.getConfiguration().get(setting),
    file,
  });
  switch (result.kind) {
    case 'left':
      return run;
    case 'of-terminal':
      if (isElsewhere) {
        sayElsewhere(run.name, role, tell);
      }
      return run;
    case 'given':
      if (result.kept.length > 0) {
        tell.warn(
          l10n.t(
            '"{0}" acts as {1}, but with its own {2}, which it or its envFile sets.',
            run.name,
            role,
            list(result.kept),
          ),
        );
      }
      sayStray(run.name, result.stray, role, tell);
      return result.run;
    case 'another':
      tell.warn(l10n.t('"{0}" does not act as {1}: it or its envFile sets {2}.', run.name, role, list(result.names)));
      return run;
    case 'logged':
      tell.warn(
        l10n.t(
          '"{0}" gets no credentials of {1}: it has its debugger write a log, and they would be in it.',
          run.name,
          role,
        ),
      );
      return run;
    case 'typed':
      tell.warn(
        l10n.t(
          '"{0}" gets no credentials of {1}: its console would show them. Let it run in the integrated terminal or in the debug console.',
          run.name,
          role,
        ),
      );
      return run;
  }
}

function sayElsewhere(run: string, role: string, tell: TellOnce): void {
  tell.warn(
    l10n.t(
      '"{0}" runs in the integrated terminal, where this editor does not go by the folder of a run. While folders act as several roles, it may act as another than {1}: let it run in the debug console.',
      run,
      role,
    ),
  );
}

/** By the name of whoever has it: the way out is another. */
function sayStray(
  run: string,
  { ofEditor, ofFile }: Readonly<Record<'ofEditor' | 'ofFile', readonly string[]>>,
  role: string,
  tell: TellOnce,
): void {
  if (ofEditor.length > 0) {
    tell.warn(
      l10n.t(
        '"{0}" has {1} from the editor\'s own environment, which its debugger cannot take out: some AWS SDKs follow that, and would not act as {2}. Start the editor without it.',
        run,
        list(ofEditor),
        role,
      ),
    );
  }
  if (ofFile.length > 0) {
    tell.warn(
      l10n.t(
        '"{0}" has {1} from its envFile, which its debugger cannot take out: some AWS SDKs follow that, and would not act as {2}. Remove it from the file.',
        run,
        list(ofFile),
        role,
      ),
    );
  }
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
