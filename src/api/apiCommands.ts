import * as l10n from '../base/l10n.js';
import type { LiveSession } from '../model/session/session.js';
import type { FolderKey } from '../model/session/sessionReader.js';
import { ApiError } from './apiError.js';
import { textIn, wantedIn } from './arguments.js';
import type { CallingExtension } from './caller.js';
import type { ExtensionApi } from './extensionApi.js';
import type { Loan } from './loans.js';
import { plainly, sessionCredentials } from './sessionInfo.js';

interface CommandsContext {
  readonly api: Pick<ExtensionApi, 'list' | 'active' | 'credentials' | 'info'>;
  /** @throws ApiError */
  readonly fetch: (loan: Loan) => LiveSession;
  /** Of the text of a URI. */
  readonly folder: (text: string) => FolderKey | undefined;
  /** @throws ApiError */
  readonly caller: (id: unknown) => CallingExtension;
  /** One that nobody guesses. */
  readonly handle: () => string;
}

/** The API for extensions of other extension hosts: JSON in and out. What is thrown is for the caller. */
export function apiCommands({ api, fetch, folder, caller, handle }: CommandsContext) {
  const loans = new Map<string, Loan>();
  const handleOf = (loan: Loan): string => {
    const known = [...loans].find(([, one]) => one === loan)?.[0] ?? handle();
    loans.set(known, loan);
    return known;
  };
  const again = (by: CallingExtension, provider: string): Loan => {
    const loan = loans.get(provider);
    if (loan?.caller.id !== by.id) {
      throw new ApiError(
        'invalid-argument',
        l10n.t('That provider is not known in this window. Ask without it, and give a reason.'),
      );
    }
    return loan;
  };
  return {
    'roleSessions.api.list': async () => (await api.list()).map(plainly),
    'roleSessions.api.active': async (argument: unknown) => {
      const text = textIn(argument, 'folder');
      const active = await api.active(text === undefined ? undefined : folder(text));
      return active && plainly(active);
    },
    'roleSessions.api.credentials': async (argument: unknown) => {
      const by = caller(textIn(argument, 'extension'));
      const provider = textIn(argument, 'provider');
      const loan = provider === undefined ? await api.credentials(by, wantedIn(argument)) : again(by, provider);
      const session = fetch(loan);
      const credentials = plainly(sessionCredentials(session));
      return { provider: handleOf(loan), session: plainly(api.info(session)), ...credentials };
    },
  };
}
