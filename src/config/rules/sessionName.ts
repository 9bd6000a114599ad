import * as l10n from '../../base/l10n.js';
import { checkSessionName, SESSION_NAME, type Field } from './fields.js';
import type { Environment } from '../../model/environment.js';
import type { Place } from '../../base/place.js';
import { type Checked, ok, fail } from '../../base/checked.js';
export const SESSION_NAME_SETTING = 'roleSessions.sessionName';
export const DEFAULT_SESSION_NAME = 'vscode-${user}';
export const PLACEHOLDERS = ['user', 'profile', 'host'] as const;

/** What a pattern's placeholders stand for. */
type SessionNameValues = Readonly<Record<(typeof PLACEHOLDERS)[number], string>>;

/** `name` is the profile's or the role's. */
export function sessionNameValues(environment: Environment, name: string): SessionNameValues {
  return { user: environment.userName, profile: name, host: environment.hostName };
}

/**
 * A RoleSessionName from a pattern of the settings. Nobody chose the characters that a placeholder brings in, so what
 * AWS does not accept of the result becomes "-", and it is cut to 64 characters. Text without a placeholder is checked
 * and left alone.
 */
export function expandSessionName(pattern: Field, values: SessionNameValues): Checked<string> {
  const { name, value, place } = pattern;
  const placeholders = [...value.matchAll(/\$\{([^}]*)\}/g)].map(([, placeholder = '']) => placeholder);
  const unknown = placeholders.find((placeholder) => !isKnown(placeholder));
  if (unknown !== undefined) {
    const known = PLACEHOLDERS.map((each) => `\${${each}}`).join(', ');
    return fail(
      place,
      l10n.t('{0} has the placeholder {1}, which nothing stands for.', name, `\${${unknown}}`),
      l10n.t('There are {0}.', known),
    );
  }
  if (placeholders.length === 0) {
    return checkSessionName(pattern);
  }
  const expanded = value.replace(/\$\{(\w+)\}/g, (text, placeholder: string) =>
    isKnown(placeholder) ? values[placeholder] : text,
  );
  const valid = expanded.replace(/[^\w+=,.@-]/gu, '-').slice(0, SESSION_NAME.max);
  return ok(valid.padEnd(SESSION_NAME.min, '-'));
}

function isKnown(placeholder: string): placeholder is keyof SessionNameValues {
  return PLACEHOLDERS.some((name) => name === placeholder);
}

/** `roleSessions.sessionName`, of any shape, for roles that configure no session name. */
export function defaultSessionName(setting: unknown, values: SessionNameValues): Checked<string> {
  const place: Place = { kind: 'setting', setting: SESSION_NAME_SETTING };
  if (setting !== undefined && setting !== null && typeof setting !== 'string') {
    return fail(
      place,
      l10n.t('{0} is not a string.', SESSION_NAME_SETTING),
      l10n.t('Give a pattern such as {0}.', DEFAULT_SESSION_NAME),
    );
  }
  const written = setting?.trim() ?? '';
  return expandSessionName(
    { name: SESSION_NAME_SETTING, value: written === '' ? DEFAULT_SESSION_NAME : written, place },
    values,
  );
}
