// Texts as words and literals of other languages: whatever is in an object's key, it is that key.
import { inSingleQuotes } from '../lending/helper/words.js';

/** What a terminal takes for a key when it is pasted, such as Ctrl+C; a quote goes on over lines and tabs. */
const KEYSTROKE = /(?![\n\t])\p{Cc}/u;
const CONTROL = /\p{Cc}/gu;

/** A word for sh, bash and zsh, bare where nothing of it means anything to them. */
export function shellWord(text: string): string {
  if (KEYSTROKE.test(text)) {
    return `$'${text.replace(/[\\']/g, String.raw`\$&`).replace(CONTROL, octal)}'`;
  }
  return /^[\w@%+:,./-]+$/.test(text) ? text : inSingleQuotes(text);
}

function octal(sign: string): string {
  return [...Buffer.from(sign)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** An option with its value; one that begins with a dash would be taken for an option itself. */
export function shellOption(name: string, value: string): string {
  return value.startsWith('-') ? `${name}=${shellWord(value)}` : `${name} ${shellWord(value)}`;
}

/** A string literal of JSON, which is one of JavaScript and of Python too. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replace(CONTROL, unicode);
}

/** A quoted string of Terraform, in which a brace after a dollar or a percent sign would begin a template. */
export function terraformString(text: string): string {
  return `"${text
    .replace(/["\\]/g, String.raw`\$&`)
    .replace(CONTROL, unicode)
    .replace(/[$%](?=\{)/g, unicode)}"`;
}

function unicode(sign: string): string {
  return String.raw`\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A value in a connection string of rclone (https://rclone.org/docs/#connection-strings). */
export function rcloneValue(text: string): string {
  return /^[\w./-]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
