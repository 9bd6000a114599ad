import type { ExtensionContext } from 'vscode';
import { Lazy } from '../../base/waiting/lazy.js';
import { loadOnDemand } from '../../bundles.js';
import { lazyCommands } from '../../editor/lazyCommands.js';
import { BroughtWatch } from './broughtWatch.js';
import type { BringingParts } from './index.js';

interface Parts extends BringingParts {
  /** When it is known what was open before. */
  readonly ready: Promise<void>;
}

/** Hears of what is brought from other machines. What offers it, and what brings, is loaded then. */
export function registerBringing(context: ExtensionContext, parts: Parts) {
  const bringing = new Lazy(async () => (await loadOnDemand()).openBringing(context, parts));
  const watch = new BroughtWatch(context.secrets, async (key) => (await bringing.get()).look(key), parts.log);
  context.subscriptions.push(watch, bringing);
  void parts.ready.then(() => watch.lookAround());
  return lazyCommands(['roleSessions.bringSession'], async () => (await bringing.get()).commands);
}
