import * as l10n from '../../base/l10n.js';
import { identityCall, identityHops } from '../../model/plan/identityCall.js';
import type { Plan } from '../../model/plan/plan.js';
import type { Overrides } from '../../model/request.js';
import { durationText } from '../../model/durationText.js';

/** What "Assume Role with Options" can change. */
export type OptionId = Exclude<keyof Overrides, 'narrowing' | 'samlRole' | 'scopes'>;

/** A line of the form. */
export interface OptionRow {
  readonly id: OptionId;
  readonly label: string;
  /** The value in force, for people; '' where there is none. */
  readonly value: string;
  readonly detail: string;
  /** Whether it differs from the configuration because the user asked for it. */
  readonly changed: boolean;
}

interface OptionTexts {
  readonly label: string;
  readonly detail: string;
}

function textsOf(id: OptionId): OptionTexts {
  switch (id) {
    case 'durationSeconds':
      return { label: l10n.t('Duration'), detail: l10n.t('how long the session lasts') };
    case 'sessionName':
      return { label: l10n.t('Session name'), detail: l10n.t('what CloudTrail and the ARN show for you') };
    case 'externalId':
      return { label: l10n.t('External ID'), detail: l10n.t("what the role's trust policy may ask for") };
    case 'mfaSerial':
      return { label: l10n.t('MFA device'), detail: l10n.t('its ARN or serial number; asks for a code') };
    case 'tags':
      return { label: l10n.t('Session tags'), detail: l10n.t('aws:PrincipalTag in policies') };
    case 'transitiveTagKeys':
      return { label: l10n.t('Transitive tags'), detail: l10n.t('tags that roles assumed from here keep') };
    case 'sourceIdentity':
      return { label: l10n.t('Source identity'), detail: l10n.t('stays in CloudTrail for all that follows') };
    case 'policy':
      return { label: l10n.t('Session policy'), detail: l10n.t('JSON that takes permissions away') };
    case 'policyArns':
      return {
        label: l10n.t('Managed session policies'),
        detail: l10n.t('ARNs of policies that take permissions away'),
      };
  }
}

/** What the call that gives the session takes; nothing where credentials are taken as they are. */
export function optionsOf(plan: Plan): readonly OptionId[] {
  switch (identityCall(plan).kind) {
    case 'assume-role':
      return [
        'durationSeconds',
        'sessionName',
        'externalId',
        'mfaSerial',
        'tags',
        'transitiveTagKeys',
        'sourceIdentity',
        'policy',
        'policyArns',
      ];
    case 'web-identity':
      return ['durationSeconds', 'sessionName', 'policy', 'policyArns'];
    case 'saml':
      return ['durationSeconds', 'policy', 'policyArns'];
    case 'session-token':
      return ['durationSeconds', 'mfaSerial'];
    case 'federation-token':
      return ['durationSeconds', 'tags', 'policy', 'policyArns'];
    default:
      return [];
  }
}

/** The form for a plan that has the overrides in it. Transitive tags wait until there are tags. */
export function optionRows(plan: Plan, overrides: Overrides): readonly OptionRow[] {
  const values = valuesOf(plan);
  return optionsOf(plan)
    .filter((id) => id !== 'transitiveTagKeys' || Object.keys(values.tags ?? {}).length > 0)
    .map((id) => ({ id, ...textsOf(id), value: valueText(id, values), changed: overrides[id] !== undefined }));
}

export function optionLabel(id: OptionId): string {
  return textsOf(id).label;
}

/** The values in force, as far as the last call takes them. */
export function valuesOf(plan: Plan): Overrides {
  const call: Partial<Record<OptionId, unknown>> & { readonly kind: string } = identityCall(plan);
  const given = optionsOf(plan).flatMap((id) => (call[id] === undefined ? [] : [[id, call[id]] as const]));
  return { ...mfaSessionOf(plan), ...Object.fromEntries(given) };
}

/** With an MFA session in front, the device's code is asked for that. */
function mfaSessionOf(plan: Plan): Overrides {
  const hops = identityHops(plan);
  const [first] = hops;
  return hops.length === 2 && first?.kind === 'session-token' && first.mfaSerial !== undefined
    ? { mfaSerial: first.mfaSerial }
    : {};
}

function valueText(id: OptionId, values: Overrides): string {
  switch (id) {
    case 'durationSeconds':
      return values.durationSeconds === undefined ? '' : durationText(values.durationSeconds);
    case 'tags':
      return tagLines(values.tags ?? {}).join(', ');
    case 'transitiveTagKeys':
    case 'policyArns':
      return (values[id] ?? []).map((text) => text.replace(/^arn:.*\//, '')).join(', ');
    case 'policy':
      return values.policy === undefined ? '' : l10n.t('JSON, {0} characters', values.policy.length);
    default:
      return values[id] ?? '';
  }
}

/** The overrides with one option set, or with undefined as the configuration has it again. */
export function withOption<Id extends OptionId>(overrides: Overrides, id: Id, value: Overrides[Id]): Overrides {
  const { [id]: before, ...others } = overrides;
  return value === undefined ? others : { ...others, [id]: value };
}

/** Tags that are gone are not transitive either. */
export function withTags(overrides: Overrides, tags: Readonly<Record<string, string>>): Overrides {
  const { transitiveTagKeys, ...others } = overrides;
  const left = transitiveTagKeys?.filter((key) => key in tags);
  return { ...others, tags, ...(left !== undefined && { transitiveTagKeys: left }) };
}

/** `key=value`, one for each tag. */
export function tagLines(tags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(tags).map(([key, value]) => `${key}=${value}`);
}

/** From `key=value`; values may hold further "=". Undefined where there is none. */
export function parseTag(line: string): { readonly key: string; readonly value: string } | undefined {
  const at = line.indexOf('=');
  const key = line.slice(0, Math.max(at, 0)).trim();
  return key === '' ? undefined : { key, value: line.slice(at + 1).trim() };
}
