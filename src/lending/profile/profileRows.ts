import * as l10n from '../../base/l10n.js';
import type { SessionEntry } from '../../model/session/entry.js';
import type { Asked } from '../helper/protocol.js';
import { ACTIVE_PROFILE, isPlain, profileOfRole } from '../managedRole.js';

/** A profile that can be added, as a row of the list. */
export interface ProfileRow {
  readonly label: string;
  readonly description: string;
  readonly asked: Asked;
  /** Undefined where it differs from role to role. */
  readonly region: string | undefined;
}

/** That of the active role, and one for each role that has a session as it is configured. */
export function profileRows(entries: readonly SessionEntry[]): readonly ProfileRow[] {
  const byRole = new Map<string, ProfileRow>();
  for (const { role, state } of entries) {
    if (isPlain(role, state) && !byRole.has(role.id)) {
      byRole.set(role.id, {
        label: profileOfRole(role.name),
        description: l10n.t('{0}, whichever role is active', role.name),
        asked: { kind: 'role', id: role.id },
        region: 'region' in state ? state.region : undefined,
      });
    }
  }
  const active: ProfileRow = {
    label: ACTIVE_PROFILE,
    description: l10n.t('the role that is active in the window, whichever that is'),
    asked: { kind: 'active' },
    region: undefined,
  };
  return [active, ...[...byRole.values()].sort((a, b) => a.label.localeCompare(b.label))];
}

/** What the helper program is run with. */
export function helperParameters(asked: Asked): readonly string[] {
  return asked.kind === 'active' ? ['--active'] : ['--role', asked.id];
}
