import * as l10n from '../../base/l10n.js';
import { iniLines, type IniLine } from './iniLines.js';

const hidden = (): string => l10n.t('(not shown)');
const SECRET_NAME = /secret|token|passw|passphrase|private_?key/i;
/** The name with the blanks and the marks of a comment before it, and the sign: then a value. */
const ASSIGNED = /^([#;\s]*([^=:]*?)\s*[=:]\s*)\S/;
/** A name whose value is on the lines below. */
const OPEN = /^\s*([^=:]*?)\s*[=:]\s*$/;

/** An AWS file as it may be shown: every line in its place, and no secret in any, be it in a comment. */
export function maskedText(text: string): string {
  const lines = iniLines(text);
  let masked = text.slice(0, lines[0]?.start ?? text.length);
  let isInSecret = false;
  for (const line of lines) {
    const [, raw = '', end = ''] = /^([^\r\n]*)([\r\n]*)$/.exec(text.slice(line.start, line.end)) ?? [];
    if (line.kind === 'option' || line.kind === 'header') {
      isInSecret = isSecretName(line.name);
    }
    masked += `${maskedLine(line, raw, isInSecret)}${end}`;
    isInSecret ||= line.kind === 'continued' && isSecretName(OPEN.exec(raw)?.[1] ?? '');
  }
  return masked;
}

function maskedLine({ kind, name }: IniLine, raw: string, isInSecret: boolean): string {
  const isBare = (kind === 'option' && !/[=:]/.test(raw)) || (kind === 'header' && name === '');
  if (isBare || (kind === 'continued' && isInSecret)) {
    return hidden(); // what is none of what may stand there may be a value
  }
  const [, before = '', assigned = ''] = (kind === 'header' ? undefined : ASSIGNED.exec(raw)) ?? [];
  return isSecretName(assigned) ? `${before}${hidden()}` : raw;
}

/** The name of a file that holds one is shown. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !/_file$/i.test(name);
}
