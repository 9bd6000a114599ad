import { window } from 'vscode';
import { Cancelled } from '../../base/errors.js';
import * as l10n from '../../base/l10n.js';
import { invokeCommand } from '../../editor/commands.js';
import type { NewAccessKey } from '../../model/iam/iamApi.js';
import type { IamCaller } from '../../model/iam/iamCaller.js';
import type { AddGivenProfile } from '../../model/givenProfile.js';
import type { Assumer, SetupAnswers } from '../answers.js';
import type { WantedRole } from '../wanted.js';

/**
 * Makes a profile of the new key, whose secret nobody else has: it is not let go of by mistake.
 * @returns the profile's name; undefined where the user lets the secret go
 */
export async function addKeyProfile(
  addProfile: AddGivenProfile,
  { assumer }: SetupAnswers,
  { accessKey, region }: { readonly accessKey: NewAccessKey; readonly region: string },
): Promise<string | undefined> {
  const name = assumer.kind === 'user' ? assumer.name : accessKey.accessKeyId;
  for (;;) {
    try {
      return await addProfile({ kind: 'keys', name, region, accessKey });
    } catch (error) {
      if (!(await wantsAgain(accessKey.accessKeyId, error))) {
        return undefined;
      }
    }
  }
}

async function wantsAgain(accessKeyId: string, error: unknown): Promise<boolean> {
  const again = { title: l10n.t('Add a Profile'), isCloseAffordance: false };
  const message = l10n.t('The access key {0} has no profile yet. AWS does not tell its secret again.', accessKeyId);
  const reason = error instanceof Cancelled || !(error instanceof Error) ? undefined : error.message;
  const detail = [
    ...(reason === undefined ? [] : [reason]),
    l10n.t('Without a profile the secret is lost. The key stays until somebody deletes it: Undo does.'),
  ].join('\n');
  const letGo = { title: l10n.t('Let the Secret Go'), isCloseAffordance: true };
  return (await window.showWarningMessage(message, { modal: true, detail }, again, letGo)) === again;
}

interface SetUp {
  readonly assumer: Assumer;
  readonly role: WantedRole;
  readonly region: string;
  /** Profile of the key that was made for it. */
  readonly keyProfile: string | undefined;
  readonly caller: IamCaller;
}

/** Makes a profile of the role, where somebody here can assume it, and offers to. @throws UserError, Cancelled */
export async function addRoleProfile(
  addProfile: AddGivenProfile,
  { assumer, role, region, keyProfile, caller }: SetUp,
) {
  if (!isForPeople(assumer)) {
    void window.showInformationMessage(l10n.t('The role {0} is set up.', role.name));
    return;
  }
  const profile = await addProfile({
    kind: 'role',
    name: role.name,
    region,
    roleArn: role.arn,
    sourceProfile: keyProfile ?? (assumer.kind === 'account' && caller.kind === 'profile' ? caller.profile : undefined),
    externalId: assumer.kind === 'account' ? assumer.externalId : undefined,
  });
  const assume = l10n.t('Assume Role');
  const undo = l10n.t('Undo…');
  const message = l10n.t(
    'The role {0} is set up, and is the profile {1}. It can take some seconds until AWS lets it be assumed.',
    role.name,
    profile,
  );
  switch (await window.showInformationMessage(message, assume, undo)) {
    case assume:
      await invokeCommand('roleSessions.assumeRole', `profile:${profile}`);
      break;
    case undo:
      await invokeCommand('roleSessions.undoRoleSetUp');
      break;
    default:
  }
}

/** Those by whom a profile of the AWS files can assume it. */
function isForPeople({ kind }: Assumer): boolean {
  switch (kind) {
    case 'user':
    case 'role':
    case 'account':
      return true;
    case 'saml':
    case 'openIdConnect':
    case 'permissionSet':
      return false;
  }
}
