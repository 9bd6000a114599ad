import { env, Uri } from 'vscode';
import type { Interaction } from '../aws/interaction.js';
import { Cancelled, UserError } from '../errors.js';
import { askMfaCode } from './prompts.js';

/** Answers what executing a plan asks, in the editor's own boxes. `signal` ends every question. */
export function interactionWith(report: (step: string) => void, signal: AbortSignal): Interaction {
  return {
    report,
    mfaCode: askMfaCode,
    openBrowser: async (url) => {
      if (signal.aborted || !(await env.openExternal(Uri.parse(url, true)))) {
        throw new Cancelled();
      }
    },
    showDeviceCode: unready,
    chooseSamlRole: unready,
    pasteAssertion: unready,
    clientSecret: unready,
    signInWithAwsLogin: unready,
  };
}

function unready(): Promise<never> {
  return Promise.reject(new UserError('This kind of source is not supported yet.'));
}
