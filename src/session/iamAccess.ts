import { window, workspace } from 'vscode';
import { iamCallerRows } from '../ask/rows/iamCallers.js';
import { Cancelled, UserError } from '../base/errors.js';
import * as l10n from '../base/l10n.js';
import type { Lazy } from '../base/waiting/lazy.js';
import { loadIam } from '../bundles.js';
import type { Configuration } from '../config/configuration.js';
import type { IamAccess, IamCaller, OpenedIam } from '../model/iam/iamCaller.js';
import { isLive } from '../model/session/entry.js';
import { identityOf } from '../model/session/identity.js';
import { liveSession, type LiveSession, type SessionFacts } from '../model/session/session.js';
import type { SessionReader } from '../model/session/sessionReader.js';
import type { Executor } from './executor.js';

interface Parts {
  readonly sessions: Pick<SessionReader, 'get' | 'list' | 'active'>;
  readonly configuration: Pick<Lazy<Configuration>, 'get'>;
  readonly executor: Pick<Executor, 'run'>;
}

type Signing = Pick<LiveSession, 'credentials' | 'endpoints' | 'region' | 'clockOffsetMs'> & {
  readonly arn: SessionFacts['identity']['arn'];
};

/** How rooms that see neither the configuration nor credentials ask IAM. */
export function iamAccess(parts: Parts): IamAccess {
  return {
    open: async (caller) => {
      refuseRestricted();
      return opened(await signingOf(caller, parts));
    },
    choose: async (title) => {
      refuseRestricted();
      return choose(title, parts);
    },
  };
}

function refuseRestricted(): void {
  if (!workspace.isTrusted) {
    throw new UserError(l10n.t('In Restricted Mode IAM is neither asked nor changed. Trust the workspace first.'));
  }
}

async function signingOf(caller: IamCaller, { sessions, configuration, executor }: Parts): Promise<Signing> {
  if (caller.kind === 'session') {
    const entry = sessions.get(caller.session);
    if (entry === undefined || !isLive(entry)) {
      throw new UserError(l10n.t('That session has ended, so IAM cannot be asked as it. Choose another one.'));
    }
    return { ...entry.state, arn: entry.state.identity.arn };
  }
  const plan = await (await configuration.get()).keysOf(caller.profile);
  const { signal } = new AbortController();
  const { region, endpoints } = plan;
  return { ...(await executor.run(plan, { report: () => undefined, signal, mayAsk: false })), region, endpoints };
}

async function opened({ credentials, arn, region, endpoints, clockOffsetMs }: Signing): Promise<OpenedIam> {
  const { openIam } = await loadIam();
  const api = openIam({ credentials, caller: arn, region, endpoints, clockOffsetMs });
  const { accountId, partition } = identityOf(arn);
  return { api, account: accountId, arn, partition, region, clockOffsetMs };
}

async function choose(title: string, { sessions, configuration }: Parts): Promise<IamCaller> {
  const profiles = await (await configuration.get()).sourceProfiles();
  const rows = iamCallerRows(sessions.list(), liveSession(sessions.active())?.id, profiles);
  const [first, ...others] = rows;
  if (first === undefined) {
    throw new UserError(
      l10n.t('Nobody is there to ask IAM as. Assume a role, or give a profile the access keys of a user.'),
      { actions: [{ title: l10n.t('Assume Role'), command: 'roleSessions.assumeRole' }] },
    );
  }
  if (others.length === 0) {
    return first.caller;
  }
  const placeHolder = l10n.t('Whose credentials IAM is asked with');
  const chosen = await window.showQuickPick(rows, { title, placeHolder, matchOnDescription: true });
  if (chosen === undefined) {
    throw new Cancelled();
  }
  return chosen.caller;
}
