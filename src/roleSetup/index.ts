import type { ExtensionContext } from 'vscode';
import * as l10n from '../base/l10n.js';
import { commandTable } from '../editor/commands.js';
import { ShownTexts } from '../editor/shownTexts.js';
import type { IamAccess } from '../model/iam/iamCaller.js';
import type { AddGivenProfile } from '../model/givenProfile.js';
import { KeptRuns } from './effects/keptRuns.js';
import { setUpRole } from './effects/setUpRole.js';
import { undoSetUp } from './effects/undoSetUp.js';

export interface RoleSetupParts {
  readonly access: IamAccess;
  readonly addProfile: AddGivenProfile;
}

/** A role with all that it takes to assume it: planned from answers, then made at IAM or written as documents. */
export function registerRoleSetup(context: ExtensionContext, { access, addProfile }: RoleSetupParts) {
  const texts = new ShownTexts('role-sessions-setup');
  context.subscriptions.push(texts);
  const parts = { access, addProfile, texts, kept: new KeptRuns(context.globalState) };
  return commandTable({
    'roleSessions.setUpRole': () => setUpRole(parts, l10n.t('Set Up a Role')),
    'roleSessions.undoRoleSetUp': () => undoSetUp(parts),
  });
}
