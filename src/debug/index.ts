import { debug, workspace } from 'vscode';
import type { DebugConfiguration } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { Log } from '../editor/log.js';
import { userSetting } from '../editor/settings.js';
import { TellOnce } from '../editor/tellOnce.js';
import { liveSession, sessionTitle } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';
import { strayVariables } from '../model/variables/strayVariables.js';
import { DEBUG_TYPES, debugVariables } from './debugVariables.js';
import type { DebugRun } from './debugVariables.js';

/** Where a debugger runs programs whose configuration does not say: settings of the debuggers' extensions. */
const CONSOLE_SETTINGS: Readonly<Record<string, string>> = {
  java: 'java.debug.settings.console',
  coreclr: 'csharp.debug.console',
  clr: 'csharp.debug.console',
};

/** Debug runs act as the active session, also where no terminal gives them its variables. */
export function registerDebug(sessions: SessionReader, log: Log): readonly Disposable[] {
  const isOn = userSetting('roleSessions.debug', (written) => written !== false);
  const tell = new TellOnce(log);
  const resolve = (configuration: DebugConfiguration): DebugConfiguration => {
    const session = liveSession(sessions.active());
    if (session === undefined || !isOn.value || !workspace.isTrusted) {
      return configuration;
    }
    const { name: role, narrowedTo } = { ...session, name: session.role.name };
    return given(configuration, sessionVariables(session), sessionTitle({ name: role, narrowedTo }), tell);
  };
  return DEBUG_TYPES.map((type) =>
    debug.registerDebugConfigurationProvider(type, {
      resolveDebugConfigurationWithSubstitutedVariables: (_, configuration) => resolve(configuration),
    }),
  );
}

/** What becomes of a configuration for this one run: nobody writes it down. */
function given(
  run: DebugRun & DebugConfiguration,
  variables: ReadonlyMap<string, string>,
  role: string,
  tell: TellOnce,
): DebugConfiguration {
  const setting = CONSOLE_SETTINGS[run.type];
  const result = debugVariables(run, variables, {
    stray: strayVariables(Object.entries(process.env), variables),
    platform: process.platform,
    consoleSetting: setting === undefined ? undefined : workspace.getConfiguration().get(setting),
  });
  switch (result.kind) {
    case 'left':
      return run;
    case 'given':
      if (result.kept.length > 0) {
        tell.warn(
          l10n.t('"{0}" acts as {1}, but with its own {2}, which it sets itself.', run.name, role, list(result.kept)),
        );
      }
      return result.run;
    case 'another':
      tell.warn(l10n.t('"{0}" does not act as {1}: it sets {2} itself.', run.name, role, list(result.names)));
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

function list(names: readonly string[]): string {
  return names.join(', ');
}
