import { QuickPickItemKind, ThemeIcon, l10n, window } from 'vscode';
import type { QuickPick, QuickPickItem } from 'vscode';
import type { ChangeEvent } from '../config/listeners.js';
import type { Hop } from '../config/planTypes.js';
import type { RoleEntry } from '../config/role.js';
import { Cancelled } from '../errors.js';
import type { RoleRow } from './roleRows.js';

export type RoleChoice =
  | { readonly kind: 'role'; readonly entry: RoleEntry }
  | { readonly kind: 'definition'; readonly entry: RoleEntry }
  | { readonly kind: 'set-up'; readonly command: string };

type Item = QuickPickItem & { readonly choice?: RoleChoice };

const OPEN_DEFINITION = { iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Open Definition') };

/**
 * Asks for a role. The picker is there at once and fills when the configuration has been read; it is filled anew when
 * that changes meanwhile.
 * @throws Cancelled
 */
export async function pickRole(load: () => Promise<readonly RoleRow[]>, onDidChange: ChangeEvent): Promise<RoleChoice> {
  const picker = window.createQuickPick<Item>();
  picker.title = l10n.t('Assume Role');
  picker.placeholder = l10n.t('Choose a role, or type to filter by name, account, source or region');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  let filling: Promise<void> = Promise.resolve();
  const fill = () => (filling = fillPicker(picker, load));
  const changes = onDidChange(() => void fill());
  try {
    void fill();
    return await new Promise<RoleChoice>((resolve, reject) => {
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item?.choice !== undefined) {
          resolve(item.choice);
        }
      });
      picker.onDidTriggerItemButton(({ item }) => {
        if (item.choice?.kind === 'role') {
          resolve({ kind: 'definition', entry: item.choice.entry });
        }
      });
      picker.onDidHide(() => reject(new Cancelled()));
      picker.show();
      filling.catch(reject);
    });
  } finally {
    changes.dispose();
    picker.dispose();
  }
}

async function fillPicker(picker: QuickPick<Item>, load: () => Promise<readonly RoleRow[]>): Promise<void> {
  picker.busy = true;
  const rows = await load();
  picker.items = rows.length === 0 ? setUpItems() : rows.map(toItem);
  picker.busy = false;
}

function toItem(row: RoleRow): Item {
  if (row.kind === 'heading') {
    return { label: row.label, kind: QuickPickItemKind.Separator };
  }
  const { label, description, detail, entry } = row;
  return {
    label,
    description,
    ...(detail !== undefined && { detail }),
    buttons: [OPEN_DEFINITION],
    choice: { kind: 'role', entry },
  };
}

function setUpItems(): Item[] {
  const item = (label: string, detail: string, command: string): Item => ({
    label,
    detail,
    alwaysShow: true,
    choice: { kind: 'set-up', command },
  });
  return [
    item(
      `$(file) ${l10n.t('Open the AWS Config File')}`,
      l10n.t('No role is configured yet. Add a profile with role_arn and source_profile.'),
      'roleSessions.openConfigFile',
    ),
    item(
      `$(file) ${l10n.t('Open the AWS Credentials File')}`,
      l10n.t('The keys that a source_profile holds.'),
      'roleSessions.openCredentialsFile',
    ),
    item(
      `$(gear) ${l10n.t('Add a Role in Settings')}`,
      l10n.t('For roles that should not be in the AWS files.'),
      'roleSessions.openSettings',
    ),
  ];
}

/**
 * The six digits that the device shows now.
 * @throws Cancelled
 */
export async function askMfaCode(hop: Hop & { readonly mfaSerial: string }): Promise<string> {
  const code = await window.showInputBox({
    title: l10n.t('MFA code to assume {0}', hop.kind === 'assume-role' ? hop.role.roleName : 'a session token'),
    prompt: l10n.t('The six digits that {0} shows now', hop.mfaSerial),
    password: true,
    ignoreFocusOut: true, // people look for their phone
    validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : l10n.t('Six digits, please')),
  });
  if (code === undefined) {
    throw new Cancelled();
  }
  return code.trim();
}
