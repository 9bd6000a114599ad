import { fail, ok, type Checked } from '../../base/checked.js';
import * as l10n from '../../base/l10n.js';
import { at, placed } from '../files/fileText.js';
import { parseIni, strip, type IniSection } from '../files/ini.js';
import { endsLine, iniLines, lineEndOf, withoutTail, type IniLine } from './iniLines.js';
import { MARK } from './profileSection.js';

/** Options by name; undefined for one that is to go. */
export type SectionValues = ReadonlyMap<string, string | undefined>;

/** One change to one section of an AWS file. */
export type SectionEdit =
  | { readonly kind: 'add'; readonly header: string; readonly values: SectionValues }
  | { readonly kind: 'set'; readonly header: string; readonly values: SectionValues }
  | { readonly kind: 'rename'; readonly header: string; readonly to: string }
  | { readonly kind: 'remove'; readonly header: string };

interface Written {
  readonly text: string;
  readonly all: readonly IniLine[];
  /** Of its header, among all lines. */
  readonly first: number;
  readonly own: readonly IniLine[];
}

/** The text with the change in it, and every byte that the change is not about as it was. */
export function editSection(file: string, text: string, edit: SectionEdit): Checked<string> {
  const known = sectionIn(text, edit.header);
  const taken = edit.kind === 'rename' ? sectionIn(text, edit.to) : edit.kind === 'add' ? known : undefined;
  if (taken !== undefined) {
    return fail(
      at(file, taken.line),
      l10n.t('There is a section [{0}] already.', taken.header),
      l10n.t('Choose another name, or change that section.'),
    );
  }
  const problem = known?.problems[0];
  if (problem !== undefined) {
    return { ok: false, problem: placed(file, problem) };
  }
  const after = edit.kind === 'add' ? appended(text, edit.header, edit.values) : changedIn(text, edit);
  const inherited = edit.kind === 'add' ? sectionIn(after ?? '', edit.header)?.problems[0] : undefined;
  if (inherited !== undefined) {
    return { ok: false, problem: placed(file, inherited) };
  }
  return after !== undefined && isAsMeant(text, after, edit) ? ok(after) : failUnsafe(file);
}

function sectionIn(text: string, header: string): IniSection | undefined {
  return parseIni(text).sections.find((section) => section.header === header);
}

/** What nobody can do by lines alone. */
export function failUnsafe(file: string): Checked<never> {
  return fail(
    at(file, 1),
    l10n.t('{0} is written in a way that this extension cannot change without changing what else it says.', file),
    l10n.t('Change it by hand.'),
  );
}

function changedIn(text: string, edit: Exclude<SectionEdit, { readonly kind: 'add' }>): string | undefined {
  const all = iniLines(text);
  const first = all.findIndex(({ kind, name }) => kind === 'header' && name === edit.header);
  const rest = all.slice(first + 1);
  const next = rest.findIndex(({ kind }) => kind === 'header');
  const own = withoutTail(all.slice(first, next < 0 ? undefined : first + 1 + next));
  const section = { text, all, first, own };
  if (first < 0) {
    return undefined;
  }
  switch (edit.kind) {
    case 'set':
      return edited(section, edit.values);
    case 'rename':
      return renamed(section, edit);
    case 'remove':
      return without(section);
  }
}

/** At the end of the file, whose last line ends in a line end exactly where it did before. */
function appended(text: string, header: string, values: SectionValues): string {
  const end = lineEndOf(text);
  const section = [`[${header}]`, ...lines(values)].join(end);
  if (text === '' || text === '\uFEFF') {
    return `${text}${section}${end}`;
  }
  return endsLine(text) ? `${text}${end}${section}${end}` : `${text}${end}${end}${section}`;
}

function lines(values: SectionValues): readonly string[] {
  return [...values].flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`]));
}

/** From the end, so that what is found further up stays where it is. */
function edited({ text, own }: Written, values: SectionValues): string {
  const isThere = (name: string) => own.some((line) => line.kind === 'option' && line.name === name);
  const fresh = new Map([...values].filter(([name]) => !isThere(name)));
  let after = withLines(text, own, lines(fresh));
  for (let index = own.length - 1; index >= 0; index -= 1) {
    const line = own[index];
    if (line?.kind === 'option' && values.has(line.name)) {
      const more = own.slice(index + 1);
      const next = more.findIndex(({ kind }) => kind === 'option');
      const continued = more.slice(0, next < 0 ? undefined : next).filter(({ kind }) => kind === 'continued');
      for (const each of continued.reverse()) {
        after = cut(after, each);
      }
      const value = values.get(line.name);
      after = value === undefined ? cut(after, line) : replaced(after, line, value);
    }
  }
  return after;
}

function withLines(text: string, own: readonly IniLine[], added: readonly string[]): string {
  const stop = own.at(-1)?.end ?? text.length;
  if (added.length === 0) {
    return text;
  }
  const end = lineEndOf(text.slice(0, stop)); // that of the line above: a line feed may follow
  const last = own.findLast(({ kind }) => kind === 'option');
  const indent = last === undefined ? '' : indentOf(text.slice(last.start, last.end));
  const block = added.map((line) => `${indent}${line}`).join(end);
  const before = text.slice(0, stop);
  return endsLine(before) ? `${before}${block}${end}${text.slice(stop)}` : `${before}${end}${block}${text.slice(stop)}`;
}

function indentOf(raw: string): string {
  return raw.slice(0, raw.indexOf(strip(raw).charAt(0)));
}

/** The name as it is written, and the blanks around the sign. */
function replaced(text: string, { start, end }: IniLine, value: string): string {
  const raw = text.slice(start, end).replace(/[\r\n]+$/, '');
  const sign = raw.search(/[=:]/) + 1;
  const before = strip(raw.slice(sign));
  const gap = before === '' ? (/\s[=:]$/.test(raw.slice(0, sign)) ? ' ' : '') : indentOf(raw.slice(sign));
  return `${text.slice(0, start)}${raw.slice(0, sign)}${gap}${value}${text.slice(start + raw.length)}`;
}

/** Without a line; a last one takes the line end before it along, so that the file ends as it did. */
function cut(text: string, { start, end }: IniLine): string {
  const before = text.slice(0, start);
  return `${endsLine(text.slice(start, end)) ? before : withoutEnd(before)}${text.slice(end)}`;
}

function withoutEnd(text: string): string {
  return text.replace(/(?:\r\n|\r|\n)$/, '');
}

function renamed({ text, own }: Written, { header, to }: { readonly header: string; readonly to: string }): string {
  const start = text.indexOf('[', own[0]?.start) + 1;
  return `${text.slice(0, start)}${to}${text.slice(start + header.length)}`;
}

/** With the one blank line that parts it from what is above, or from what is below where it is the first. */
function without({ text, all, first, own }: Written): string {
  const bare = (index: number) => withoutEnd(text.slice(all[index]?.start, all[index]?.end));
  let top = first > 0 && bare(first - 1) === MARK ? first - 1 : first;
  const below = all[first + own.length];
  if (top > 0 && bare(top - 1) === '' && (below === undefined || below.kind === 'blank')) {
    top -= 1;
  }
  const last = first === 0 && below?.kind === 'blank' ? below : own.at(-1);
  const stop = last?.end ?? text.length;
  const before = text.slice(0, all[top]?.start);
  return `${endsLine(text.slice(0, stop)) ? before : withoutEnd(before)}${text.slice(stop)}`;
}

type Said = readonly (readonly [string, readonly (readonly [string, string])[]])[];

/** Whether the AWS CLI reads the change, and the same as before of all else. */
function isAsMeant(before: string, after: string, edit: SectionEdit): boolean {
  const [was, is] = [said(before), said(after)];
  const others = (all: Said) =>
    JSON.stringify(all.filter(([header]) => header !== edit.header && header !== toOf(edit)));
  const own = is.find(([header]) => header === (toOf(edit) ?? edit.header));
  const old = was.find(([header]) => header === edit.header);
  return others(was) === others(is) && isOwnAsMeant(old, own, edit);
}

function toOf(edit: SectionEdit): string | undefined {
  return edit.kind === 'rename' ? edit.to : undefined;
}

function isOwnAsMeant(old: Said[number] | undefined, own: Said[number] | undefined, edit: SectionEdit): boolean {
  if (edit.kind === 'remove') {
    return own === undefined;
  }
  const values: SectionValues = edit.kind === 'rename' ? new Map() : edit.values;
  const wanted = new Map<string, string | undefined>([...(old?.[1] ?? []), ...values]);
  const got = new Map(own?.[1]);
  const isWanted = [...wanted].every(([name, value]) => got.get(name) === value);
  // A new section also says what all sections inherit.
  return own !== undefined && isWanted && (edit.kind === 'add' || [...got.keys()].every((name) => wanted.has(name)));
}

function said(text: string): Said {
  return parseIni(text).sections.map(({ header, options }) => [
    header,
    [...options].map(([key, { value }]) => [key, value] as const),
  ]);
}
