import { parseIni, type IniSection } from '../files/ini.js';
import { profileNameIn } from '../files/profiles.js';
import { endsLine, iniLines, lineEndOf, withoutTail, type IniLine } from './iniLines.js';

/** A profile of the config file whose credentials a program gives. */
export interface ManagedProfile {
  readonly name: string;
  /** What `credential_process` says. */
  readonly command: string;
  readonly region: string | undefined;
}

/** A section of a profile as it stands in the file. */
export interface WrittenProfile {
  readonly name: string;
  readonly section: IniSection;
  /** Of its header, from 1. */
  readonly line: number;
  readonly lines: readonly IniLine[];
}

/** Above each section that is added here. In one language: it is what tells that it goes with the section. */
export const MARK = '# Written by Role Sessions for AWS. Its command "Remove Managed Profile" takes it away.';

/** All sections that are profiles, in the order of the file; a name may be there twice. */
export function writtenProfiles(text: string): readonly WrittenProfile[] {
  const lines = iniLines(text);
  const headers = lines.flatMap(({ kind }, index) => (kind === 'header' ? [index] : []));
  return headers.flatMap((first, position) => {
    const name = profileNameIn(lines[first]?.name ?? '');
    const own = withoutTail(lines.slice(first, headers[position + 1]));
    const [section] = parseIni(text.slice(own[0]?.start, own.at(-1)?.end)).sections;
    return name === undefined || section === undefined ? [] : [{ name, section, line: first + 1, lines: own }];
  });
}

/** At the end of the file, whose last line ends in a line end exactly where it did before. */
export function withSection(text: string, { name, command, region }: ManagedProfile): string {
  const end = lineEndOf(text);
  const options = [`credential_process = ${command}`, ...(region === undefined ? [] : [`region = ${region}`])];
  const section = [MARK, `[profile ${name}]`, ...options].join(end);
  if (text === '' || text === '\uFEFF') {
    return `${text}${section}${end}`;
  }
  return endsLine(text) ? `${text}${end}${section}${end}` : `${text}${end}${end}${section}`;
}

/** The same section with another command, and a region where it has none; what else stands in it stays. */
export function withCommand(text: string, { lines }: WrittenProfile, { command, region }: ManagedProfile): string {
  const end = lineEndOf(text);
  const at = lines.findIndex(({ kind, name }) => kind === 'option' && name === 'credential_process');
  const [first, rest] = [lines[at], lines.slice(at + 1)];
  if (first === undefined) {
    return text;
  }
  const next = rest.findIndex(({ kind }) => kind === 'option');
  const own = [first, ...(next < 0 ? rest : rest.slice(0, next))];
  const stop = withoutTail(own).at(-1)?.end ?? first.end;
  const hasRegion = lines.some(({ kind, name }) => kind === 'option' && name === 'region');
  const options = [
    `credential_process = ${command}`,
    ...(region === undefined || hasRegion ? [] : [`region = ${region}`]),
  ].join(end);
  const isEnded = endsLine(text.slice(0, stop));
  return `${text.slice(0, first.start)}${options}${isEnded ? end : ''}${text.slice(stop)}`;
}

/** Without the section, and what `withSection` put around it. */
export function withoutSection(text: string, { line, lines }: WrittenProfile): string {
  const all = iniLines(text);
  const bare = (index: number) => text.slice(all[index]?.start, all[index]?.end).replace(/[\r\n]+$/, '');
  let first = line - 1;
  if (first > 0 && bare(first - 1) === MARK) {
    first -= 1;
    first -= first > 0 && bare(first - 1) === '' ? 1 : 0;
  }
  const stop = lines.at(-1)?.end ?? text.length;
  const before = text.slice(0, all[first]?.start);
  const isCut = endsLine(text.slice(0, stop));
  return `${isCut ? before : before.replace(/(?:\r\n|\r|\n)$/, '')}${text.slice(stop)}`;
}
