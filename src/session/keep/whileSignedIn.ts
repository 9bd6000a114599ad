import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import type { Plan } from '../../model/plan/plan.js';
import type { SignOuts } from './signOuts.js';
import type { KeptSession } from './vault.js';

/** What had been signed out of as its call began; undefined where it needs no sign-in. */
export interface SignedIn {
  readonly signOuts?: string;
}

/**
 * What a call brings, unless some window has signed out of its portal of IAM Identity Center meanwhile: then it is of
 * somebody who wants nothing of it to go on.
 * @throws UserError; what the call throws
 */
export async function whileSignedIn<T extends object>(
  signOuts: Pick<SignOuts, 'of'>,
  { source, name }: Plan,
  call: () => Promise<T>,
): Promise<T & SignedIn> {
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
  return { ...brought, signOuts: before };
}

/** Some window has signed out of its portal since its call began: it may have been written only after that. */
export async function isSignedOut(
  signOuts: Pick<SignOuts, 'of'>,
  { session, plan }: Pick<KeptSession, 'session' | 'plan'>,
): Promise<boolean> {
  const { source } = plan;
  return (
    source.kind === 'identity-center' &&
    session.kind === 'live' &&
    session.signOuts !== undefined &&
    (await signOuts.of(source)) !== session.signOuts
  );
}
