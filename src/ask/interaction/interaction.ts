import type { SecretStorage } from 'vscode';
import type { Interaction } from '../../model/session/interaction.js';
import type { Environment } from '../../model/environment.js';
import type { Log } from '../../editor/log.js';
import { signInWithAwsLogin } from './awsLogin.js';
import { mfaCode } from './mfaCode.js';
import { chooseSamlRole, pasteAssertion } from './samlPrompts.js';
import { openBrowser } from './browserPage.js';
import { clientSecret, forgetClientSecret, identityCenterFlow, showDeviceCode } from './signInPrompts.js';

/** For whom questions are asked, and where their answers may be kept. */
interface InteractionContext {
  /** Of the profile or role. */
  readonly name: string;
  readonly environment: Environment;
  readonly storage: SecretStorage;
  readonly report: (step: string) => void;
  readonly log: Pick<Log, 'warn'>;
  /** Ends every question. */
  readonly signal: AbortSignal;
}

/** Answers what executing a plan asks, in the editor's own boxes. */
export function interactionWith(context: InteractionContext): Interaction {
  const { environment, storage, report, log, signal } = context;
  return {
    attended: true,
    report,
    warn: (message, error) => log.warn(message, error),
    identityCenterFlow,
    mfaCode: (hop, refusal) => mfaCode(hop, context, refusal),
    openBrowser: (page) => openBrowser(page, signal),
    showDeviceCode: (code) => {
      showDeviceCode(code);
      report(code.userCode);
      return Promise.resolve();
    },
    chooseSamlRole: (roles) => chooseSamlRole(roles, signal),
    pasteAssertion: () => pasteAssertion(signal),
    clientSecret: (issuer, clientId) => clientSecret(storage, issuer, clientId, signal),
    forgetClientSecret: (issuer, clientId) => forgetClientSecret(storage, issuer, clientId),
    signInWithAwsLogin: (profile) => signInWithAwsLogin(profile, environment, signal),
  };
}
