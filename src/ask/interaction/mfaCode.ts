import { window } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Interaction } from '../../model/session/interaction.js';
import { loadAws } from '../../bundles.js';
import type { Environment } from '../../model/environment.js';
import type { Log } from '../../editor/log.js';
import { userSetting } from '../../editor/settings.js';
import { UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { askUntil } from '../kit/abortable.js';

type MfaHop = Parameters<Interaction['mfaCode']>[0];

export interface MfaContext {
  /** Of the profile or role that is assumed. */
  readonly name: string;
  readonly environment: Environment;
  readonly report: (step: string) => void;
  readonly log: Pick<Log, 'warn'>;
  readonly signal: AbortSignal;
}

const COMMAND_SETTING = 'roleSessions.mfaCommand';
const command = userSetting(COMMAND_SETTING, (written) =>
  typeof written === 'string' && written.trim() !== '' ? written : undefined,
);

/** Six digits, from the command of the settings where there is one that works, else from the user. @throws Cancelled */
export async function mfaCode(hop: MfaHop, context: MfaContext, refusal?: string): Promise<string> {
  // A command that printed a code which was refused may print the same one again.
  const printed = refusal === undefined ? await commandedMfaCode(hop, context, true) : undefined;
  return printed ?? askMfaCode(hop, context.signal, refusal);
}

/**
 * Undefined where no command is set, or it fails, which the user is told.
 * @param attended as of `Interaction`: a command that nobody sees ends by itself
 * @throws Cancelled
 */
export async function commandedMfaCode(
  hop: MfaHop,
  context: MfaContext,
  attended: boolean,
): Promise<string | undefined> {
  const line = command.value;
  if (line === undefined) {
    return undefined;
  }
  const { name, environment, report, signal } = context;
  const { runMfaCommand } = await loadAws();
  report(l10n.t('waiting for {0}', COMMAND_SETTING));
  try {
    const options = { what: COMMAND_SETTING, environment, signal, attended };
    return await runMfaCommand(line, { serial: hop.mfaSerial, profile: name }, options);
  } catch (error) {
    if (!(error instanceof UserError)) {
      throw error;
    }
    context.log.warn('The user is asked for the MFA code', error);
    void window.showWarningMessage(error.message, l10n.t('OK')); // a message without a button is cut to one line
    return undefined;
  }
}

/** The six digits that the device shows now. */
function askMfaCode(hop: MfaHop, signal: AbortSignal, refusal: string | undefined): Promise<string> {
  const title =
    hop.kind === 'assume-role'
      ? l10n.t('MFA code to assume {0}', hop.role.roleName)
      : l10n.t('MFA code for a session token');
  const prompt = l10n.t('The six digits that {0} shows now', hop.mfaSerial);
  return askUntil(signal, async (token) => {
    const code = await window.showInputBox(
      {
        title,
        prompt: sentences(refusal, prompt),
        password: true,
        ignoreFocusOut: true, // people look for their phone
        validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : l10n.t('Six digits, please')),
      },
      token,
    );
    return code?.trim();
  });
}
