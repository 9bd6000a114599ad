import { UserError } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { readKeptKeys, type KeptKeysStore } from '../../config/sources/keptKeys.js';
import { NEVER } from '../../model/session/session.js';
import type { HelperAnswer } from './protocol.js';

/**
 * Long-term keys of the secret storage, as `credential_process` prints them: without a token and an end. Also in
 * Restricted Mode: the question is that of a program outside, and no file or setting of the workspace has a say in it.
 * Never rejects.
 */
export async function answerKeys(id: string, secrets: Pick<KeptKeysStore, 'get'>): Promise<HelperAnswer> {
  const nobody = { title: '', arn: null, principal: null };
  try {
    const keys = await readKeptKeys(secrets, id);
    if (keys === undefined) {
      return { kind: 'none' };
    }
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = keys;
    const reply = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey });
    return { kind: 'lent', ...nobody, expiresAt: NEVER, reply };
  } catch (error) {
    const message = error instanceof UserError ? error.message : l10n.t('The keys could not be read.');
    return { kind: 'refused', ...nobody, message };
  }
}
