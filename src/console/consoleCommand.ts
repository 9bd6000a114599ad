import * as l10n from '../base/l10n.js';

/** What opens the console in the place of the editor's browser. */
export type ConsoleCommand =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly program: string; readonly parameters: readonly string[] }
  | { readonly kind: 'problem'; readonly message: string };

const SETTING = 'roleSessions.consoleCommand';
const EVERY_ROLE = '*';

/** @param written the setting, of any shape: the words of a command by a role's name, or by `*` for every other */
export function consoleCommand(written: unknown, role: string, url: string): ConsoleCommand {
  if (written === undefined || written === null) {
    return { kind: 'none' };
  }
  if (typeof written !== 'object' || Array.isArray(written)) {
    return problem(l10n.t('{0} must be an object: the words of a command by the name of a role.', SETTING));
  }
  const byRole = new Map<string, unknown>(Object.entries(written));
  const words = byRole.get(role) ?? byRole.get(EVERY_ROLE);
  return words === undefined ? { kind: 'none' } : filled(words, role, url);
}

function filled(words: unknown, role: string, url: string): ConsoleCommand {
  if (!isWords(words) || !words.slice(1).some((word) => word.includes('{url}'))) {
    return problem(
      l10n.t(
        '{0} has no command for {1}: it must be a list of words, the program first, one of the others with {2}.',
        SETTING,
        role,
        '{url}',
      ),
    );
  }
  const [program = '', ...parameters] = words;
  return { kind: 'command', program, parameters: parameters.map((word) => withValues(word, { role, url })) };
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string') && value[0] !== '';
}

/** In a word that is itself a URL, such as that of an extension of Firefox, they are parts of one. */
function withValues(word: string, values: Readonly<Record<'role' | 'url', string>>): string {
  const isUrl = /^[a-z][a-z\d+.-]+:/i.test(word);
  return word.replace(/\{(role|url)\}/g, (_, name: 'role' | 'url') =>
    isUrl ? encodeURIComponent(values[name]) : values[name],
  );
}

function problem(message: string): ConsoleCommand {
  return { kind: 'problem', message };
}
