import * as l10n from '../../base/l10n.js';
import { NeedsUser } from '../../base/errors.js';
import type { Interaction } from '../../model/session/interaction.js';
import { commandedMfaCode, type MfaContext } from './mfaCode.js';
import { identityCenterFlow } from './signInPrompts.js';

/** Answers what can be answered without anybody. All else throws NeedsUser, before anything is shown or opened. */
export function unattended(context: MfaContext): Interaction {
  const needsUser = (): never => {
    throw new NeedsUser(l10n.t('{0} can only be renewed by somebody who signs in.', context.name));
  };
  return {
    attended: false,
    report: () => undefined,
    warn: (message, error) => context.log.warn(message, error),
    identityCenterFlow,
    // A command whose code was refused may print the same one again.
    mfaCode: async (hop, refusal) =>
      (refusal === undefined ? await commandedMfaCode(hop, context, false) : undefined) ?? needsUser(),
    openBrowser: () => Promise.resolve().then(needsUser),
    showDeviceCode: () => Promise.resolve().then(needsUser),
    chooseSamlRole: () => Promise.resolve().then(needsUser),
    pasteAssertion: () => Promise.resolve().then(needsUser),
    clientSecret: () => Promise.resolve().then(needsUser),
    forgetClientSecret: () => Promise.resolve(),
    signInWithAwsLogin: () => Promise.resolve().then(needsUser),
  };
}
