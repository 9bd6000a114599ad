import { setImmediate } from 'node:timers/promises';
import { commands, env, ExtensionMode, l10n as language, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from './base/l10n.js';
import { lazyExports } from './api/lazyExports.js';
import type { RoleSessionsExports } from './api/roleSessions.js';
import { COMMAND_IDS, TERMINAL_PROFILE } from './base/commandIds.js';
import { loadWiring } from './bundles.js';
import type { SessionReader } from './model/session/sessionReader.js';
import { LazyFileSystem } from './s3/lazyFileSystem.js';
import { SCHEME } from './s3/names/uri.js';
import type { Wiring } from './wiring/index.js';

/** What integration tests see. Other extensions get the API alone: a session reader hands out credentials. */
export interface TestApi extends RoleSessionsExports {
  readonly sessions: SessionReader;
}

/**
 * Registers what the editor may ask for as soon as an extension is active. All else comes in later turns of the event
 * loop: while one extension activates, the others wait.
 */
export function activate(context: ExtensionContext): RoleSessionsExports | Promise<TestApi> {
  const words = language.bundle;
  l10n.speak({ words, locale: words === undefined ? undefined : env.language, spoken: new Map() });
  const deactivated = new AbortController();
  const wiring = wireLater(context, deactivated.signal);
  const files = new LazyFileSystem(async () => (await wiring).fileSystem());
  const { exports, changes } = lazyExports(wiring.then(({ api }) => api));
  context.subscriptions.push(
    changes,
    { dispose: () => deactivated.abort() },
    ...COMMAND_IDS.map((id) =>
      commands.registerCommand(id, async (...args: unknown[]) => (await wiring).run(id, args)),
    ),
    window.registerTerminalProfileProvider(TERMINAL_PROFILE, {
      provideTerminalProfile: async () => (await wiring).terminalProfile(),
    }),
    workspace.registerFileSystemProvider(SCHEME, files, { isCaseSensitive: true, isReadonly: true }),
  );
  wiring.catch((error: unknown) => {
    if (!deactivated.signal.aborted) {
      void window.showErrorMessage(failureText(error));
    }
  });
  return context.extensionMode === ExtensionMode.Test
    ? wiring.then(({ sessions }) => ({ ...exports, sessions }))
    : exports;
}

/** Reading what is to run takes one turn, and starting it another. The marks are for the bench. */
async function wireLater(context: ExtensionContext, signal: AbortSignal): Promise<Wiring> {
  await setImmediate(undefined, { signal });
  performance.mark('roleSessions/willLoadWiring');
  const { wire } = await loadWiring();
  performance.mark('roleSessions/didLoadWiring');
  await setImmediate(undefined, { signal });
  performance.mark('roleSessions/willWire');
  const wiring = wire(context);
  performance.mark('roleSessions/didWire');
  return wiring;
}

function failureText(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return l10n.t('Role Sessions for AWS could not start, so nobody acts as any role: {0}', reason);
}
