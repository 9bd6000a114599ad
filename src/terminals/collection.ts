import { MarkdownString } from 'vscode';
import type { EnvironmentVariableCollection } from 'vscode';
import * as l10n from '../base/l10n.js';
import type { Disposable } from '../base/listeners.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import { liveSession } from '../model/session/session.js';
import type { LiveSession } from '../model/session/session.js';
import { sessionVariables } from '../model/variables/sessionVariables.js';

/**
 * Keeps the variables that VS Code gives new terminals, tasks and debug runs equal to the active session's. They are
 * applied again after the shell's start-up files, which may export others.
 */
export function injectEnvironment(collection: EnvironmentVariableCollection, sessions: SessionReader): Disposable {
  collection.persistent = false; // true at every activation, and then VS Code writes the variables to disk
  collection.clear();
  let shown: LiveSession | undefined;
  const update = () => {
    const live = liveSession(sessions.active());
    if (live !== shown) {
      shown = live;
      fill(collection, live);
    }
  };
  update();
  return sessions.onDidChange(update);
}

function fill(collection: EnvironmentVariableCollection, session: LiveSession | undefined): void {
  collection.clear();
  collection.description = undefined;
  if (session === undefined) {
    return;
  }
  const description = new MarkdownString();
  description.appendText(
    session.narrowedTo === undefined
      ? l10n.t('AWS credentials of {0}: {1}', session.role.name, session.identity.arn)
      : l10n.t(
          'AWS credentials of {0}, narrowed to {1}: {2}',
          session.role.name,
          session.narrowedTo,
          session.identity.arn,
        ),
  );
  collection.description = description;
  for (const [name, value] of sessionVariables(session)) {
    collection.replace(name, value, { applyAtProcessCreation: true, applyAtShellIntegration: true });
  }
}
