import * as l10n from '../../base/l10n.js';
import { sentences } from '../../base/words.js';
/**
 * AWS config and credentials files, read as the AWS CLI reads them: Python's RawConfigParser with its defaults, then
 * botocore's nested blocks (`s3 =` followed by indented `name = value` lines). Values may be secrets, so no problem
 * quotes a line: it gives the number.
 *
 * Where Python refuses the whole file, this reader marks the section the mistake stands in and goes on.
 */
export interface IniProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

export interface IniValue {
  readonly value: string;
  /** From 1: where the name stands, also for a value that goes on below. */
  readonly line: number;
}

export interface IniOption extends IniValue {
  /** Set when the value is an indented block. */
  readonly nested: ReadonlyMap<string, IniValue> | undefined;
}

export interface IniSection {
  /** What stands between the brackets; empty where that could not be read. */
  readonly header: string;
  readonly line: number;
  /** By lower-case name. */
  readonly options: ReadonlyMap<string, IniOption>;
  readonly problems: readonly IniProblem[];
}

export interface IniFile {
  readonly sections: readonly IniSection[];
  /** What stands in no section, or in the one whose values all others inherit. */
  readonly problems: readonly IniProblem[];
}

interface Draft {
  readonly header: string;
  readonly line: number;
  readonly options: Map<string, DraftOption>;
  readonly problems: IniProblem[];
}

interface DraftOption {
  readonly line: number;
  readonly parts: IniValue[];
}

const refused = (): string => l10n.t('The AWS CLI refuses the whole file until this is mended.');
/** RawConfigParser's default_section. `[default]` in lower case is an ordinary one. */
const INHERITED = 'DEFAULT';
const DELIMITER = /[=:]/;
const HEADER = /^\[(.+)\]/s;
/** What an unclosed header may be quoted as: anything else may be a secret that happens to start with a bracket. */
const PLAIN_HEADER = /^\[\s*((?:[\w-]+\s+)?["']?[\w.@+-]{1,64}["']?)$/;
/** Where Python's str.splitlines breaks a line that the file reader did not. */
const INNER_LINE_BREAK = /[\v\f\u001c-\u001e\u0085\u2028\u2029]/;

/** Never throws; a text that is not an INI file at all gives problems. */
export function parseIni(text: string): IniFile {
  if (text.startsWith('\uFFFD') || text.startsWith('\0') || text.charAt(1) === '\0') {
    const hint = l10n.t('Save the file as UTF-8: some editors and shells write UTF-16.');
    return { sections: [], problems: [{ line: 1, message: l10n.t('This file is not UTF-8 text.'), hint }] };
  }
  const reader = new Reader();
  const hasMark = text.startsWith('\uFEFF');
  if (hasMark) {
    reader.problems.push({
      line: 1,
      message: l10n.t('The file starts with a byte-order mark.'),
      hint: sentences(l10n.t('Save it as UTF-8 without one.'), refused()),
    });
  }
  const lines = (hasMark ? text.slice(1) : text).split(/\r\n|\r|\n/);
  lines.forEach((line, index) => reader.read(line, index + 1));
  return reader.finish();
}

class Reader {
  readonly problems: IniProblem[] = [];
  private readonly sections = new Map<string, Draft>();
  private readonly nameless: Draft[] = [];
  private section: Draft | undefined;
  private option: DraftOption | undefined;
  private indent = 0;
  private strayReported = false;

  read(raw: string, line: number): void {
    const text = strip(raw);
    if (text.startsWith('#') || text.startsWith(';')) {
      return;
    }
    if (text === '') {
      this.option?.parts.push({ value: '', line });
      return;
    }
    const indent = raw.indexOf(text.charAt(0));
    if (this.option !== undefined && indent > this.indent) {
      this.option.parts.push({ value: text, line });
      return;
    }
    this.indent = indent;
    const header = HEADER.exec(text)?.[1];
    if (header !== undefined) {
      this.openSection(header, line);
    } else if (text.startsWith('[') && !DELIMITER.test(text)) {
      this.openBadHeader(text, line);
    } else {
      this.readOption(text, line);
    }
  }

  finish(): IniFile {
    const inherited = this.sections.get(INHERITED);
    this.sections.delete(INHERITED);
    const base = inherited === undefined ? undefined : finishSection(inherited, undefined);
    const drafts = [...this.sections.values(), ...this.nameless].sort((a, b) => a.line - b.line);
    return {
      sections: drafts.map((draft) => finishSection(draft, base)),
      problems: [...this.problems, ...(base?.problems ?? [])],
    };
  }

  private openSection(header: string, line: number): void {
    const first = this.sections.get(header);
    if (first !== undefined && header !== INHERITED) {
      first.problems.push({
        line,
        message: l10n.t('The section [{0}] is there twice; the first is on line {1}.', header, first.line),
        hint: sentences(l10n.t('Merge the two into one.'), refused()),
      });
    }
    const draft: Draft = first ?? { header, line, options: new Map(), problems: [] };
    this.sections.set(header, draft);
    this.enter(draft);
  }

  /** Python would read on in the section above: its keys must not end up there, nor in all sections by way of that. */
  private openBadHeader(text: string, line: number): void {
    const header = PLAIN_HEADER.exec(text)?.[1] ?? '';
    const draft: Draft = this.sections.get(header) ?? { header, line, options: new Map(), problems: [] };
    const problem = {
      line,
      message: text.includes(']')
        ? l10n.t('Nothing stands between the brackets of the section header on line {0}.', line)
        : l10n.t('The closing bracket is missing of the section header on line {0}.', line),
      hint: sentences(l10n.t('Write it as [profile NAME], or [NAME] in the credentials file.'), refused()),
    };
    draft.problems.push(problem);
    if (this.section?.header === INHERITED && this.section !== draft) {
      this.section.problems.push(problem);
    }
    if (header === '') {
      this.nameless.push(draft);
    } else {
      this.sections.set(header, draft);
    }
    this.enter(draft);
  }

  private enter(draft: Draft): void {
    this.section = draft;
    this.option = undefined;
  }

  private readOption(text: string, line: number): void {
    if (this.section === undefined) {
      this.reportStray(line);
      return;
    }
    const at = text.search(DELIMITER);
    if (at < 1) {
      this.section.problems.push({
        line,
        message: l10n.t('Line {0} is neither a section header nor “name = value”.', line),
        hint: sentences(l10n.t('Write it as “name = value”, or put # before it to make it a comment.'), refused()),
      });
      return;
    }
    const key = strip(text.slice(0, at)).toLowerCase();
    const first = this.section.options.get(key);
    if (first !== undefined) {
      this.section.problems.push({
        line,
        message: l10n.t('The name on line {0} is already set on line {1}.', line, first.line),
        hint: sentences(l10n.t('Keep one of the two lines.'), refused()),
      });
    }
    this.option = { line, parts: [{ value: strip(text.slice(at + 1)), line }] };
    if (first === undefined) {
      this.section.options.set(key, this.option);
    }
  }

  private reportStray(line: number): void {
    if (this.strayReported) {
      return;
    }
    this.strayReported = true;
    this.problems.push({
      line,
      message: l10n.t('Line {0} stands before the first section header.', line),
      hint: sentences(l10n.t('Put a header such as [default] above it.'), refused()),
    });
  }
}

/** A mistake in what all sections inherit is one in each of them: what they inherit, and whether, is not known. */
function finishSection(draft: Draft, inherited: IniSection | undefined): IniSection {
  const problems = [...draft.problems];
  const options = new Map<string, IniOption>();
  for (const [key, { line, parts }] of draft.options) {
    const value = joinParts(parts);
    const nested = value.startsWith('\n') ? readNested(parts, problems) : undefined;
    options.set(key, { value, line, nested });
  }
  for (const [key, option] of inherited?.options ?? []) {
    if (!options.has(key)) {
      options.set(key, option);
    }
  }
  problems.push(...(inherited?.problems ?? []).filter(({ line }) => !problems.some((own) => own.line === line)));
  problems.sort((a, b) => a.line - b.line);
  return { header: draft.header, line: draft.line, options, problems };
}

function joinParts(parts: readonly IniValue[]): string {
  let end = parts.length;
  while (parts[end - 1]?.value === '') {
    end--;
  }
  return parts
    .slice(0, end)
    .map((part) => part.value)
    .join('\n');
}

function readNested(parts: readonly IniValue[], problems: IniProblem[]): ReadonlyMap<string, IniValue> {
  const nested = new Map<string, IniValue>();
  for (const { value: part, line } of parts) {
    for (const text of part.split(INNER_LINE_BREAK).map(strip)) {
      const at = text.indexOf('=');
      if (at >= 0) {
        nested.set(strip(text.slice(0, at)), { value: strip(text.slice(at + 1)), line });
      } else if (text !== '') {
        problems.push({
          line,
          message: l10n.t('Line {0}, in an indented block, is not “name = value”.', line),
          hint: sentences(
            l10n.t('Write it as “name = value”, or take the indent away if it does not belong to the block.'),
            refused(),
          ),
        });
      }
    }
  }
  return nested;
}

/** Python's str.strip(): other than JavaScript's trim it keeps U+FEFF and takes the separators U+001C to U+001F, U+0085. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (isSpace(text.charAt(start))) {
    start++;
  }
  while (isSpace(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(start, end);
}

function isSpace(char: string): boolean {
  return (/\s/.test(char) && char !== '\uFEFF') || (char >= '\u001c' && char <= '\u001f') || char === '\u0085';
}
