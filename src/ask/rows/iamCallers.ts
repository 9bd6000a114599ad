import * as l10n from '../../base/l10n.js';
import type { SourceProfile } from '../../config/request/sourceProfiles.js';
import type { IamCaller } from '../../model/iam/iamCaller.js';
import { isLive, type SessionEntry } from '../../model/session/entry.js';
import { identityName } from '../../model/session/identity.js';
import { sessionTitle, type LiveSession, type SessionId } from '../../model/session/session.js';

interface IamCallerRow {
  readonly label: string;
  readonly description: string;
  readonly caller: IamCaller;
}

/**
 * Who can ask IAM, the active session first. GetFederationToken's never can; whether GetSessionToken's were given with
 * MFA is not known here, so those come last.
 */
export function iamCallerRows(
  entries: readonly SessionEntry[],
  active: SessionId | undefined,
  profiles: readonly SourceProfile[],
): readonly IamCallerRow[] {
  const live = entries.flatMap((entry) => (isLive(entry) ? [entry.state] : []));
  const roles = live.filter(({ identity: { kind } }) => kind === 'assumed-role');
  const users = live.filter(({ identity: { kind } }) => kind === 'user' || kind === 'root');
  const isActive = ({ id }: LiveSession): boolean => id === active;
  const sessions = [...roles.filter(isActive), ...roles.filter((each) => !isActive(each))];
  return [
    ...sessions.map(sessionRow),
    ...profiles.filter(({ longTermKeys }) => longTermKeys).map(profileRow),
    ...users.map(sessionRow),
  ];
}

function sessionRow({ id, role: { name }, narrowedTo, identity }: LiveSession): IamCallerRow {
  return {
    label: `$(account) ${sessionTitle({ name, narrowedTo })}`,
    description: identityName(identity),
    caller: { kind: 'session', session: id },
  };
}

function profileRow({ name, description }: SourceProfile): IamCallerRow {
  return {
    label: `$(key) ${l10n.t('profile {0}', name)}`,
    description,
    caller: { kind: 'profile', profile: name },
  };
}
