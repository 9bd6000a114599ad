import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { runCommand } from '../../process/command.js';
import { parseReply, readCredentials, refuseExpired } from './credentialReply.js';
import type { SourceContext } from './source.js';
import type { ProcessSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

const VERSION = 1;

/**
 * Runs `credential_process`
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
 * @throws UserError naming the profile, and where the output is wrong the field; never with the output. Cancelled
 */
export async function processCredentials(source: ProcessSource, context: SourceContext): Promise<SourceCredentials> {
  const { environment, secrets, signal, interaction } = context;
  const who = l10n.t('credential_process of profile {0}', source.profile);
  interaction.report(l10n.t('waiting for {0}', who));
  const text = await runCommand(await secrets.readProcess(source), {
    what: who,
    environment,
    signal,
    attended: interaction.attended,
  });
  const reply = parseReply(text, who);
  if (reply['Version'] !== VERSION) {
    throw new UserError(
      sentences(
        reply['Version'] === undefined ? l10n.t('{0} gave no Version.', who) : l10n.t('{0} gave another Version.', who),
        l10n.t('It must be the number {0}.', VERSION),
      ),
    );
  }
  return refuseExpired(readCredentials(reply, { who, tokenField: 'SessionToken', temporary: false }), who);
}
