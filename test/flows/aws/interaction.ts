import { UserError } from '../../../src/base/errors.js';
import type { Interaction } from '../../../src/model/session/interaction.js';

export function unasked(): Promise<never> {
  return Promise.reject(new Error('Nothing was to be asked for.'));
}

/** A user who is not there: every question fails the test. */
export const SILENT: Interaction = {
  attended: false,
  mfaCode: unasked,
  openBrowser: unasked,
  showDeviceCode: unasked,
  chooseSamlRole: unasked,
  pasteAssertion: unasked,
  clientSecret: unasked,
  forgetClientSecret: unasked,
  signInWithAwsLogin: unasked,
  identityCenterFlow: () => 'browser',
  report: () => undefined,
  warn: () => undefined,
};

/** A user who has this one code: asked again, they give up with the reason that they were told. */
export function onlyCode(code: string): Pick<Interaction, 'mfaCode'> {
  return {
    mfaCode: (_, refusal) => (refusal === undefined ? Promise.resolve(code) : Promise.reject(new UserError(refusal))),
  };
}
