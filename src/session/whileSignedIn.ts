import * as l10n from '../base/l10n.js';
import { UserError } from '../base/errors.js';
import type { Plan } from '../model/plan/plan.js';
import type { SignOuts } from './keep/signOuts.js';

/**
 * What a call brings, unless some window has signed out of its portal of IAM Identity Center meanwhile: then it is of
 * somebody who wants nothing of it to go on.
 * @throws UserError; what the call throws
 */
export async function whileSignedIn<T>(
  signOuts: Pick<SignOuts, 'of'>,
  { source, name }: Plan,
  call: () => Promise<T>,
): Promise<T> {
  if (source.kind !== 'identity-center') {
    return call();
  }
  const before = await signOuts.of(source);
  const brought = await call();
  if ((await signOuts.of(source)) !== before) {
    throw new UserError(
      l10n.t('{0} was signed out of while its session was being opened: what came is not used.', name),
    );
  }
  return brought;
}
