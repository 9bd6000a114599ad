import * as l10n from '../../base/l10n.js';
import { shortPlaceText } from '../../base/place.js';
import type { Plan } from '../../model/plan/plan.js';
import type { RoleEntry } from '../../model/plan/role.js';
import { isProduction } from '../../model/session/production.js';
import type { SessionFacts } from '../../model/session/session.js';
import { destinationOf, type Destination } from '../../model/plan/destination.js';
import { describeSource } from '../../model/plan/describeSource.js';

interface RowTexts {
  /** A codicon's name. */
  readonly icon: string;
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

/** A row of the role picker: a heading, a role, or the active session of what is no configured role. */
export type RoleRow =
  | { readonly kind: 'heading'; readonly label: string }
  | (RowTexts & { readonly kind: 'session'; readonly session: SessionFacts })
  | (RowTexts & { readonly kind: 'role'; readonly entry: RoleEntry });

/** Recent roles first (latest first), then the others by name, then those that cannot work. */
export function roleRows(
  entries: readonly RoleEntry[],
  recentIds: readonly string[],
  activeId: string | undefined,
): RoleRow[] {
  const ready = entries.filter((entry) => entry.kind === 'ready');
  const byId = new Map(ready.map((entry) => [entry.id, entry]));
  const recent = recentIds.map((id) => byId.get(id)).filter((entry) => entry !== undefined);
  const recentSet = new Set(recent);
  const others = ready.filter((entry) => !recentSet.has(entry)).sort((a, b) => compareNames(a, b));
  const broken = entries.filter((entry) => entry.kind === 'broken').sort(compareNames);
  const row = (entry: RoleEntry) => roleRow(entry, activeId);
  return [
    ...section(l10n.t('Recent'), recent.map(row)),
    ...section(l10n.t('Roles'), others.map(row)),
    ...section(l10n.t('Needs attention'), broken.map(row)),
  ];
}

/** The active session, where the roles do not show it: one by ARN, or of a token. */
export function sessionRows(active: SessionFacts | undefined): RoleRow[] {
  if (active === undefined || active.role.request.target.kind === 'configured') {
    return [];
  }
  const { role, identity, source, region } = active;
  const row: RoleRow = {
    kind: 'session',
    icon: 'check',
    label: role.name,
    description: whoText(identity, role.name),
    detail: [l10n.t('from {0}', source), region].join(' · '),
    session: active,
  };
  return section(l10n.t('Active'), [row]);
}

/** Whether the user has named what the row leads to as production: then the row is marked, and says so. */
export function isProductionRow(row: RoleRow, patterns: readonly string[]): boolean {
  switch (row.kind) {
    case 'heading':
      return false;
    case 'session':
      return isProduction(patterns, row.session);
    case 'role':
      return row.entry.kind === 'ready' && isProduction(patterns, row.entry.plan);
  }
}

/** Account and name, as far as there are any and the row does not say them. */
function whoText({ accountId, name }: Pick<Destination, 'accountId' | 'name'>, said: string): string {
  return [accountId ?? '', name ?? ''].filter((part) => part !== '' && part !== said).join(' · ');
}

function section(label: string, rows: readonly RoleRow[]): RoleRow[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', label }, ...rows];
}

function roleRow(entry: RoleEntry, activeId: string | undefined): RoleRow {
  if (entry.kind === 'broken') {
    const { message, hint, place } = entry.problem;
    const detail = [shortPlaceText(place), hint].filter((text) => text !== '').join(' · ');
    return { kind: 'role', icon: 'error', label: entry.name, description: message, detail, entry };
  }
  const { id, name, plan } = entry;
  const needsMfa = plan.hops.some((hop) => 'mfaSerial' in hop && hop.mfaSerial !== undefined);
  const target = destinationOf(plan);
  const who = isChosenLater(plan) ? l10n.t('a role that you choose') : whoText(target, name);
  const how = [
    l10n.t('from {0}', describeSource(plan)),
    plan.region,
    ...(needsMfa ? [`$(key) ${l10n.t('asks for MFA')}`] : []),
  ];
  const icon = id === activeId ? 'check' : 'shield';
  return { kind: 'role', icon, label: name, description: who, detail: how.join(' · '), entry };
}

/** Of those that the identity provider's assertion offers. */
function isChosenLater({ source, hops }: Plan): boolean {
  return source.kind === 'saml' && source.role === undefined && hops.length === 0;
}

const NAMES = new Intl.Collator('en', { numeric: true });

function compareNames(a: { name: string }, b: { name: string }): number {
  return NAMES.compare(a.name, b.name);
}
