import { commands, window } from 'vscode';
import type { ExtensionContext, Tab } from 'vscode';
import { Lazy } from '../../base/waiting/lazy.js';
import type { Configuration } from '../../config/configuration.js';
import { commandTable } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import { walkthroughStepDone } from '../../editor/walkthrough.js';

const WALKTHROUGH = 'getStarted';
/** A page that is open from the beginning is nothing that a window's start waits for. */
const AFTER_START_MS = 5_000;

/**
 * The walkthrough, and its steps that the configuration tells of. Nobody waits for that: it is looked at once somebody
 * reads it anyway, or once a page of the editor's own is open, as which an extension sees a walkthrough.
 */
export function registerGettingStarted(context: ExtensionContext, configuration: Lazy<Configuration>, log: Log) {
  const look = () => {
    configuration.get().catch((error: unknown) => log.warn('Could not read the configuration', error));
  };
  const lookAt = (tabs: readonly Tab[]) => {
    if (tabs.some(({ input }) => input === undefined)) {
      look();
    }
  };
  const { tabGroups } = window;
  const later = setTimeout(() => lookAt(tabGroups.all.flatMap(({ tabs }) => tabs)), AFTER_START_MS);
  context.subscriptions.push(
    { dispose: () => clearTimeout(later) },
    tabGroups.onDidChangeTabs(({ opened }) => lookAt(opened)),
  );
  return commandTable({
    'roleSessions.getStarted': async () => {
      await commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#${WALKTHROUGH}`,
        false,
      );
      look();
    },
  });
}

/** The configuration, which tells the walkthrough of its steps from then on. */
export function toldConfiguration(open: () => Promise<Configuration>, log: Log): Lazy<Configuration> {
  return new Lazy(async () => {
    const configuration = await open();
    configuration.onDidChange(() => void tell(configuration, log));
    void tell(configuration, log);
    return configuration;
  });
}

/** Never rejects. */
async function tell(configuration: Configuration, log: Log): Promise<void> {
  try {
    const hasRole = (await configuration.entries()).some(({ kind }) => kind === 'ready');
    if (hasRole) {
      walkthroughStepDone('role');
    }
    const hasSource =
      hasRole || (await configuration.sourceProfiles()).length > 0 || (await configuration.portals()).length > 0;
    if (hasSource) {
      walkthroughStepDone('source');
    }
  } catch (error) {
    log.warn('Could not tell what the configuration has', error);
  }
}
