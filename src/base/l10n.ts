// The one way of saying something to the user: `import * as l10n from '…/base/l10n.js'`, then `l10n.t('…')`.
import { config, t as translate } from '@vscode/l10n';

/** Messages in the editor's language, by their English text: what `vscode.l10n.bundle` holds. */
type Words = Readonly<Record<string, string>>;

/** What was said in the editor's language, with the same in English. */
type Spoken = Map<string, string>;

export interface Language {
  readonly words: Words | undefined;
  /** The editor's language, for dates; undefined: as this machine has it. */
  readonly locale?: string | undefined;
  readonly spoken: Spoken;
}

type Argument = string | number | boolean;

interface Message {
  readonly message: string;
  /** For translators. */
  readonly comment: string[];
}

/** The log wants the English of what was just said, not of a day's work. */
const MOST_SPOKEN = 500;

let language: Language = { words: undefined, spoken: new Map() };

export function languageInUse(): Language {
  return language;
}

/** Without words everything is English. */
export function speak(next: Language): void {
  language = next;
  config({ contents: { ...next.words } });
}

/** The message in the editor's language, with {0}, {1}, … filled in. */
export function t(message: string | Message, ...args: readonly Argument[]): string {
  const text = typeof message === 'string' ? translate(message, ...args) : translate({ ...message, args: [...args] });
  if (language.words !== undefined) {
    remember(text, typeof message === 'string' ? message : message.message, args);
  }
  return text;
}

function remember(text: string, message: string, args: readonly Argument[]): void {
  const { spoken } = language;
  const english = message.replace(/\{(\d+)\}/g, (place, index: string) => {
    const argument = args[Number(index)];
    return argument === undefined ? place : (spoken.get(String(argument)) ?? String(argument));
  });
  spoken.delete(text);
  spoken.set(text, english);
  if (spoken.size > MOST_SPOKEN) {
    spoken.delete(spoken.keys().next().value ?? '');
  }
}

/** A word alone may be part of a name; what has two is a text. */
const SENTENCE = /\S\s+\S/;

/** The text with all that was said in the editor's language put back into English. */
export function inEnglish(text: string): string {
  const { spoken } = language;
  const exact = spoken.get(text);
  if (exact !== undefined) {
    return exact;
  }
  const said = [...spoken].filter(([translated]) => SENTENCE.test(translated) && text.includes(translated));
  said.sort(([a], [b]) => b.length - a.length);
  return said.reduce((all, [translated, english]) => all.replaceAll(translated, () => english), text);
}
