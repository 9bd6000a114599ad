import { Uri, window, workspace } from 'vscode';
import type { ExtensionContext, NotebookDocument } from 'vscode';
import * as l10n from '../base/l10n.js';
import { Cancelled, UserError } from '../base/errors.js';
import { localTime } from '../base/localTime.js';
import { oneLine } from '../base/oneLine.js';
import { sentences } from '../base/words.js';
import { commandTable } from '../editor/commands.js';
import type { Log } from '../editor/log.js';
import { userSetting } from '../editor/settings.js';
import { isSameWho, pledgeOf } from '../lending/pledge.js';
import { isLive } from '../model/session/entry.js';
import { isProduction, productionPatterns } from '../model/session/production.js';
import { liveSession, NEVER, sessionTitle, type LiveSession } from '../model/session/session.js';
import { sessionIdOf } from '../model/session/sessionArgument.js';
import { folderKey, type SessionReader } from '../model/session/sessionReader.js';
import type { SessionUse } from '../model/session/sessionUse.js';
import type { RecordAct } from '../model/sessionAct.js';
import { kernelOf, type JupyterKernel } from './jupyter.js';
import { NotebookIdentity } from './notebookIdentity.js';
import { notebookName, NotebookUses } from './notebookUses.js';

const NOTEBOOK_TYPE = 'jupyter-notebook';
const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);
const LENDS = userSetting('roleSessions.terminals', (written) => written === 'endpoint');
const MAX_KERNEL_NAME = 60;

/** A notebook acts as a session once the user has said so: its kernel's process gets the keys. */
export function registerNotebooks(context: ExtensionContext, sessions: SessionReader, record: RecordAct, log: Log) {
  const uses = new NotebookUses(sessions, record, log);
  const identity = new NotebookIdentity(sessions, uses);
  context.subscriptions.push(uses, identity);
  const use: SessionUse = uses;
  return {
    use,
    commands: commandTable({
      'roleSessions.useInNotebook': async (argument) => {
        const notebook = wantedNotebook(argument, l10n.t('In Restricted Mode no notebook is given credentials.'));
        const asked = sessionIn(sessions, notebook, argument);
        const kernel = await wantedKernel(notebook);
        await confirm(asked, notebook, kernel);
        const session = sessionIn(sessions, notebook, { sessionId: asked.id }); // it may have been renewed, or have ended
        if (!isSameWho(pledgeOf(asked), pledgeOf(session)) || (await wantedKernel(notebook)) !== kernel) {
          throw new UserError(l10n.t('The session or the kernel is another by now. Run the command again.'));
        }
        await uses.give(notebook, kernel, session);
        void window.showInformationMessage(
          l10n.t(
            '{0} acts as {1}. Clients that were made there before keep what they had: make them anew.',
            notebookName(notebook),
            titleOf(session),
          ),
        );
      },
      'roleSessions.showNotebookIdentity': async (argument) => {
        const notebook = wantedNotebook(
          argument,
          l10n.t('In Restricted Mode nothing is run in the kernels of notebooks.'),
        );
        await identity.show(notebook, await wantedKernel(notebook));
      },
    }),
  };
}

/** @throws UserError where there is none, or it is not to be trusted */
function wantedNotebook(argument: unknown, restricted: string): NotebookDocument {
  if (!workspace.isTrusted) {
    throw new UserError(restricted);
  }
  const { notebookEditor } = { ...(argument as { readonly notebookEditor?: unknown } | null | undefined) };
  const { notebookUri } = { ...(notebookEditor as { readonly notebookUri?: unknown } | null | undefined) };
  const notebook =
    notebookUri instanceof Uri
      ? workspace.notebookDocuments.find(({ uri }) => uri.toString() === notebookUri.toString())
      : window.activeNotebookEditor?.notebook;
  if (notebook?.notebookType !== NOTEBOOK_TYPE) {
    throw new UserError(l10n.t('No Jupyter notebook is open in front. Open one, and run the command there.'));
  }
  return notebook;
}

/** The one that is asked for, or that of the notebook's folder, or the active one. @throws UserError */
function sessionIn(sessions: SessionReader, { uri }: NotebookDocument, argument: unknown): LiveSession {
  const id = sessionIdOf(argument);
  const entry = id === undefined ? undefined : sessions.get(id);
  const folder = workspace.getWorkspaceFolder(uri);
  const asked = entry !== undefined && isLive(entry) ? entry.state : undefined;
  const session = id === undefined ? liveSession(sessions.active(folder && folderKey(folder))) : asked;
  if (session === undefined) {
    throw new UserError(l10n.t('There is no session that is live for this notebook to use.'), {
      actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }],
    });
  }
  return session;
}

/** @throws UserError where it has none, or one that is not of Python */
async function wantedKernel(notebook: NotebookDocument): Promise<JupyterKernel> {
  const kernel = await kernelOf(notebook.uri);
  if (kernel === undefined) {
    throw new UserError(
      l10n.t('{0} has no kernel that the Jupyter extension tells of. Run a cell of it first.', notebookName(notebook)),
    );
  }
  if (kernel.language.toLowerCase() !== 'python') {
    throw new UserError(
      l10n.t(
        'The kernel of {0} runs {1}. Credentials can be given to kernels of Python alone, and these alone can be asked whom they act as.',
        notebookName(notebook),
        oneLine(kernel.language, MAX_KERNEL_NAME),
      ),
    );
  }
  return kernel;
}

/** @throws Cancelled */
async function confirm(session: LiveSession, notebook: NotebookDocument, kernel: JupyterKernel): Promise<void> {
  const title = l10n.t('Use in Notebook');
  const message = isProduction(PRODUCTION.value, session)
    ? l10n.t('Let {0} act as {1}, which is production?', notebookName(notebook), titleOf(session))
    : l10n.t('Let {0} act as {1}?', notebookName(notebook), titleOf(session));
  const detail = sentences(
    kernelText(notebook, kernel),
    session.expiresAt === NEVER
      ? l10n.t('Its process gets the keys of {0}, which have no end.', session.identity.arn)
      : l10n.t('Its process gets the keys of {0}, good until {1}.', session.identity.arn, localTime(session.expiresAt)),
    l10n.t('All that runs there can read them, and if it runs on another machine, they go there.'),
    LENDS.value ? l10n.t('That is so also where terminals ask for credentials instead of having keys.') : undefined,
    l10n.t('While the notebook is open it gets those of each renewal, and they are taken out when the session ends.'),
  );
  if ((await window.showWarningMessage(message, { modal: true, detail }, title)) !== title) {
    throw new Cancelled();
  }
}

/** The Jupyter extension tells no more of a kernel than its language; what the file calls it, anybody may have written. */
function kernelText({ metadata }: NotebookDocument, { language }: JupyterKernel): string {
  const { metadata: written } = { ...(metadata as { readonly metadata?: unknown }) };
  const { kernelspec } = { ...(written as { readonly kernelspec?: unknown } | null | undefined) };
  const { display_name: name } = { ...(kernelspec as { readonly display_name?: unknown } | null | undefined) };
  return typeof name === 'string'
    ? l10n.t('It goes to its running kernel ({0}; the file names it "{1}").', language, oneLine(name, MAX_KERNEL_NAME))
    : l10n.t('It goes to its running kernel ({0}).', language);
}

function titleOf({ role: { name }, narrowedTo }: LiveSession): string {
  return sessionTitle({ name, narrowedTo });
}
