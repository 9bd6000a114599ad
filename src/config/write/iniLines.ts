import { strip } from '../files/ini.js';

/** A line of an INI file, by what it is to the AWS CLI: see `parseIni`. */
export interface IniLine {
  readonly kind: 'blank' | 'comment' | 'header' | 'option' | 'continued';
  /** Between the brackets of a header; the name of an option, in lower case; else empty. */
  readonly name: string;
  /** Where it begins in the text, and where the next one does: its line end is a part of it. */
  readonly start: number;
  readonly end: number;
}

/** A byte-order mark is no part of the first line. What is neither a header nor an option counts as an option. */
export function iniLines(text: string): readonly IniLine[] {
  const lines: IniLine[] = [];
  let [isInOption, indent] = [false, 0];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length; start = lines.at(-1)?.end ?? text.length) {
    const [whole = '', raw = ''] = LINE.exec(text.slice(start)) ?? [];
    const bare = strip(raw);
    const kind = kindOf(bare, isInOption && raw.indexOf(bare.charAt(0)) > indent);
    if (kind === 'header' || kind === 'option') {
      [isInOption, indent] = [kind === 'option', raw.indexOf(bare.charAt(0))];
    }
    lines.push({ kind, name: nameOf(kind, bare), start, end: start + whole.length });
  }
  return lines;
}

const LINE = /^([^\r\n]*)(?:\r\n|\r|\n|$)/;

function kindOf(bare: string, isDeeper: boolean): IniLine['kind'] {
  if (bare === '') {
    return 'blank';
  }
  return /^[#;]/.test(bare) ? 'comment' : isDeeper ? 'continued' : isHeader(bare) ? 'header' : 'option';
}

/** One whose bracket is not closed begins a section as well, whatever it was to be called. */
function isHeader(bare: string): boolean {
  return bare.startsWith('[') && (/^\[.+\]/s.test(bare) || !/[=:]/.test(bare));
}

function nameOf(kind: IniLine['kind'], bare: string): string {
  switch (kind) {
    case 'header':
      return /^\[(.+)\]/s.exec(bare)?.[1] ?? '';
    case 'option':
      return strip(bare.replace(/[=:].*$/s, '')).toLowerCase();
    default:
      return '';
  }
}

/** Comments and blank lines below the last value stand above the next section, and go with that. */
export function withoutTail(lines: readonly IniLine[]): readonly IniLine[] {
  const last = lines.findLastIndex(({ kind }) => kind !== 'blank' && kind !== 'comment');
  return lines.slice(0, last + 1);
}

/** The last one that is used: a line feed put behind a carriage return would be one line end with it. */
export function lineEndOf(text: string): string {
  return text.match(/\r\n|\r|\n/g)?.at(-1) ?? '\n';
}

export function endsLine(text: string): boolean {
  return /[\r\n]$/.test(text);
}
