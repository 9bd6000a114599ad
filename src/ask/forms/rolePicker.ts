import { QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPick, QuickPickItem } from 'vscode';
import * as l10n from '../../base/l10n.js';
import type { Disposable } from '../../base/listeners.js';
import { configuredRole, type SessionRequest } from '../../model/request.js';
import type { CommandId } from '../../base/commandIds.js';
import { Cancelled } from '../../base/errors.js';
import { userSetting } from '../../editor/settings.js';
import { productionPatterns } from '../../model/session/production.js';
import { PRODUCTION_ICON } from '../kit/productionIcon.js';
import { isProductionRow, type RoleRow } from '../rows/roleRows.js';

export type RoleChoice =
  | { readonly kind: 'role'; readonly request: SessionRequest }
  | { readonly kind: 'definition'; readonly request: SessionRequest }
  | { readonly kind: 'plan'; readonly request: SessionRequest }
  | { readonly kind: 'set-up'; readonly command: CommandId };

type Item = QuickPickItem & { readonly choice?: RoleChoice };

const PRODUCTION = userSetting('roleSessions.productionRoles', productionPatterns);

interface RolePicker {
  readonly title: string;
  readonly load: () => Promise<readonly RoleRow[]>;
  /** Calls when what `load` reads has changed. */
  readonly watch: (changed: () => void) => Promise<Disposable>;
}

const OPEN_DEFINITION = {
  iconPath: new ThemeIcon('go-to-file'),
  get tooltip() {
    return l10n.t('Open Definition');
  },
};
const SHOW_PLAN = {
  iconPath: new ThemeIcon('list-tree'),
  get tooltip() {
    return l10n.t('Show How Role Is Reached');
  },
};

/**
 * Asks for a role. The picker is there at once and fills when the configuration has been read; it is filled anew when
 * that changes meanwhile.
 * @throws Cancelled
 */
export async function pickRole({ title, load, watch }: RolePicker): Promise<RoleChoice> {
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.placeholder = l10n.t('Choose a role, or type to filter by name, account, source or region');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  let filling: Promise<void> = Promise.resolve();
  const fill = () => (filling = fillPicker(picker, load));
  const marks = PRODUCTION.onDidChange(() => void fill());
  const watching = watch(() => void fill());
  watching.catch(() => undefined); // what cannot be watched cannot be loaded either, which is told
  try {
    void fill();
    return await new Promise<RoleChoice>((resolve, reject) => {
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item?.choice !== undefined) {
          resolve(item.choice);
        }
      });
      picker.onDidTriggerItemButton(({ item, button }) => {
        if (item.choice?.kind === 'role') {
          resolve({ kind: button === SHOW_PLAN ? 'plan' : 'definition', request: item.choice.request });
        }
      });
      picker.onDidHide(() => reject(new Cancelled()));
      picker.show();
      filling.catch(reject);
    });
  } finally {
    watching.then(
      (watcher) => watcher.dispose(),
      () => undefined,
    );
    marks.dispose();
    picker.dispose();
  }
}

async function fillPicker(picker: QuickPick<Item>, load: () => Promise<readonly RoleRow[]>): Promise<void> {
  picker.busy = true;
  const rows = await load();
  const [active] = picker.activeItems;
  const items = rows.length === 0 ? setUpItems() : rows.map(toItem);
  picker.items = items;
  if (active !== undefined) {
    // Whoever is about to press Enter gets the role that they see selected, or none where it has gone.
    picker.activeItems = items.filter((one) => isSameChoice(one, active));
  }
  picker.busy = false;
}

function isSameChoice(a: Item, b: Item): boolean {
  return a.choice !== undefined && JSON.stringify(a.choice) === JSON.stringify(b.choice);
}

function toItem(row: RoleRow): Item {
  switch (row.kind) {
    case 'heading':
      return { label: row.label, kind: QuickPickItemKind.Separator };
    case 'session':
      return item(row, row.session.role.request, [SHOW_PLAN]);
    case 'role': {
      const buttons = row.entry.kind === 'ready' ? [SHOW_PLAN, OPEN_DEFINITION] : [OPEN_DEFINITION];
      return item(row, configuredRole(row.entry.id), buttons);
    }
  }
}

function item(
  row: Exclude<RoleRow, { readonly kind: 'heading' }>,
  request: SessionRequest,
  buttons: readonly QuickInputButton[],
): Item {
  const { icon, label, description, detail } = row;
  const look = isProductionRow(row, PRODUCTION.value)
    ? {
        label: icon === 'check' ? `$(check) ${label}` : label,
        iconPath: PRODUCTION_ICON,
        description: [l10n.t('production'), description].filter((part) => part !== '').join(' · '),
      }
    : { label: `$(${icon}) ${label}`, description };
  return {
    ...look,
    ...(detail !== undefined && { detail }),
    buttons,
    choice: { kind: 'role', request },
  };
}

function setUpItems(): Item[] {
  const row = (label: string, detail: string, command: CommandId): Item => ({
    label,
    detail,
    alwaysShow: true,
    choice: { kind: 'set-up', command },
  });
  return [
    row(
      `$(book) ${l10n.t('Get Started')}`,
      l10n.t('No role is configured yet. Go through it step by step.'),
      'roleSessions.getStarted',
    ),
    row(
      `$(add) ${l10n.t('Add Profile…')}`,
      l10n.t('For a role that exists: its ARN, and whose credentials assume it.'),
      'roleSessions.addProfile',
    ),
    row(
      `$(shield) ${l10n.t('Set Up a Role…')}`,
      l10n.t('For a role that does not exist: with its user, trust policy and permissions.'),
      'roleSessions.setUpRole',
    ),
    row(
      `$(file) ${l10n.t('Open the AWS Config File')}`,
      l10n.t('Profiles with role_arn and source_profile are roles.'),
      'roleSessions.openConfigFile',
    ),
    row(
      `$(file) ${l10n.t('Open the AWS Credentials File')}`,
      l10n.t('The keys that a source_profile holds.'),
      'roleSessions.openCredentialsFile',
    ),
    row(
      `$(gear) ${l10n.t('Add a Role in Settings')}`,
      l10n.t('For roles that should not be in the AWS files.'),
      'roleSessions.openSettings',
    ),
    row(
      `$(link) ${l10n.t('Assume a Role by ARN…')}`,
      l10n.t('From any profile with credentials.'),
      'roleSessions.assumeRoleByArn',
    ),
  ];
}
