import { commands } from 'vscode';

/**
 * Steps of the walkthrough that the editor hears of by a context key, however they were done. What assumes a role is
 * told by `roleSessions.state`.
 */
type WalkthroughStep = 'source' | 'role' | 'terminal' | 's3' | 'denied';

const done = new Set<WalkthroughStep>();

/** The editor remembers it, so that nothing has to be kept here. */
export function walkthroughStepDone(step: WalkthroughStep): void {
  if (!done.has(step)) {
    done.add(step);
    void commands.executeCommand('setContext', `roleSessions.walkthrough.${step}`, true);
  }
}
