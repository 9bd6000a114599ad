import { hostname } from 'node:os';
import { join } from 'node:path';
import { window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import * as l10n from '../../base/l10n.js';
import { localTime } from '../../base/localTime.js';
import { loadAsk } from '../../bundles.js';
import type { Disposable } from '../../base/listeners.js';
import { behindBoundary, commandTable, type CommandTable } from '../../editor/commands.js';
import type { Log } from '../../editor/log.js';
import { isRemote } from '../../editor/remote.js';
import { userSetting } from '../../editor/settings.js';
import { narrowedRequest } from '../../model/request.js';
import { isProduction, productionPatterns } from '../../model/session/production.js';
import { expire } from '../../model/session/session.js';
import type { RecordAct } from '../../model/sessionAct.js';
import type { RoleAssumer } from '../assume.js';
import { nameOf } from '../book/wider.js';
import { machineId, machineName } from '../keep/machineId.js';
import type { Keeper } from '../keeper.js';
import type { Opener } from '../opener.js';
import type { Sessions } from '../sessions.js';
import { liveOf } from '../wanted.js';
import { Arrivals, type ArrivalAnswer } from './arrivals.js';
import { arrivedSession, arrivalText } from './arrived.js';
import type { BroughtEntry, Machine } from './entry.js';
import { Outbox } from './outbox.js';
import { checkNarrowed, secondsToBring } from './toBring.js';

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

export interface BringingParts {
  readonly sessions: Sessions;
  readonly keeper: Keeper;
  readonly opener: Opener;
  readonly assumer: Pick<RoleAssumer, 'assume' | 'form'>;
  readonly record: RecordAct;
  readonly log: Log;
}

/** Whose closing takes back what waits. */
export interface Bringing extends Disposable {
  readonly commands: CommandTable<'roleSessions.bringSession'>;
  /** At what lies under a key of the secret store. Never rejects. */
  readonly look: (key: string) => Promise<void>;
}

/** Brings a narrowed session to a window of another machine, and offers here what was brought from one. */
export function openBringing(
  context: Pick<ExtensionContext, 'secrets' | 'globalStorageUri'>,
  parts: BringingParts,
): Bringing {
  const { sessions, keeper, opener, assumer, record, log } = parts;
  const { secrets } = context;
  const folder = join(context.globalStorageUri.fsPath, 'sessions');
  const machine = async (): Promise<Machine> => ({ id: await machineId(folder), name: machineName(folder) });
  const outbox = new Outbox({ secrets, sessions, machine, hostName: hostname(), log });
  const arrivals = new Arrivals({
    ...{ secrets, sessions, keeper, opener, machine, folder, record, log },
    isRemote: isRemote(),
    ask,
    confirm: async (session) => (await loadAsk()).confirmProductionSession(session),
    shown: (work) => behindBoundary('roleSessions.bringSession', work, log),
  });
  const commands = commandTable({
    'roleSessions.bringSession': async (wanted) => {
      const session = liveOf(wanted, sessions);
      const durationSeconds = secondsToBring(session, Date.now());
      const scope = await (
        await loadAsk()
      ).askScopeToBring(await assumer.form(), session, {
        durationSeconds,
        mayBeWhole: !isProduction(PRODUCTION.value, session),
      });
      const request = narrowedRequest(session.role.request, scope);
      const narrowed = liveOf(await assumer.assume(request, { from: session.id, activates: false }), sessions);
      checkNarrowed(narrowed, Date.now());
      const { key, until } = await outbox.put(narrowed);
      const { kind: _, ...facts } = expire(narrowed);
      record({ kind: 'exported', session: facts, to: l10n.t('a window of another machine') });
      void tellPut(nameOf(narrowed), until, () => outbox.takeBack(key));
    },
  });
  return { commands, look: (key) => arrivals.look(key), dispose: () => outbox.dispose() };
}

async function tellPut(name: string, until: number, takeBack: () => Promise<void>): Promise<void> {
  const button = l10n.t('Take Back');
  const text = l10n.t(
    '{0} can be used in a window of another machine, which offers it until {1}, to be taken once.',
    name,
    localTime(until),
  );
  if ((await window.showInformationMessage(text, button)) === button) {
    await takeBack();
  }
}

/** Also in Restricted Mode: it is the user's own act, and takes nothing of the workspace. */
async function ask(entry: BroughtEntry): Promise<ArrivalAnswer> {
  const use = l10n.t('Use Here');
  const drop = l10n.t('Not Now');
  const { session } = arrivedSession(entry);
  const text = arrivalText(entry, localTime(session.expiresAt), isProduction(PRODUCTION.value, session));
  const chosen = await window.showInformationMessage(text, use, drop);
  return chosen === use ? 'use' : chosen === drop ? 'drop' : undefined;
}
