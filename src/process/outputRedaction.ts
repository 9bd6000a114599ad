import { redact } from '../base/redaction.js';

const BLANK = '[redacted]';
/** What programs print beside a name that says it is secret: "password: …", "--token …", "api_key=…". */
const NAMED =
  /((?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|assertion|otp)["']?\s*(?:[=:]|\bis\b)\s*["']?)[^\s"',;]+/gi;
const OF_OPTION = /(--?(?:[\w-]*(?:pass|secret|token|key|otp)[\w-]*)\s+)[^\s-]\S*/gi;
/** AWS secret access keys have 40 of these characters, tokens, assertions and PEM lines more. */
const LONG = /(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{40,}(?![\w+/=-])/g;
const CONTROL = /\u001b\[[\d;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g;

const LINES = 5;
const LINE_CHARACTERS = 300;

/** The last lines of what a program wrote to stderr, fit to be shown: without anything that looks like a secret. */
export function shownOutput(text: string, secrets: Iterable<string> = []): string {
  const lines = text
    .replace(CONTROL, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const clean = redactOutput(lines.slice(-LINES).join('\n'), secrets);
  return clean
    .split('\n')
    .map((line) => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line))
    .join('\n');
}

/** `text` without what looks like a secret of AWS or of anybody else. */
export function redactOutput(text: string, secrets: Iterable<string> = []): string {
  return redact(text, secrets).replace(NAMED, `$1${BLANK}`).replace(OF_OPTION, `$1${BLANK}`).replace(LONG, BLANK);
}
