import * as l10n from '../../base/l10n.js';
import type { Place, Problem } from '../../base/place.js';
import { parseIni, type IniFile, type IniProblem } from './ini.js';
import type { Refusal } from './locate.js';

/** One of the two shared files. */
export interface FileText {
  /** Absolute path, for people and for opening the line; what stands there instead where that is refused. */
  readonly file: string;
  /** Undefined where there is no such file, which is no problem. */
  readonly text: string | undefined;
  /** Why it cannot be read, in words. */
  readonly unreadable?: string;
  /** Why there is no telling which file it is. */
  readonly refused?: Refusal;
  /** The first line, from 1, with bytes that are not UTF-8. */
  readonly damagedAt?: number;
}

export interface SharedFiles {
  readonly config: FileText;
  readonly credentials: FileText;
  /** A file of tools before these two, from which the AWS CLI still takes keys where a profile names no credentials. */
  readonly legacy?: string | undefined;
}

/** Why no profile can be told where there is no telling which file this is. */
export function whyUnread({ refused }: FileText): Problem | undefined {
  return refused && { ...refused, place: undefined };
}

/** The file's sections; what is wrong with it as a whole joins the problems. */
export function openFile(read: FileText, problems: Problem[]): IniFile {
  const { file, text, refused, damagedAt } = read;
  if (refused !== undefined) {
    problems.push({ ...refused, place: undefined });
  }
  const unread = whyUnreadable(read);
  if (unread !== undefined) {
    problems.push(unread);
  }
  const parsed = damagedAt === undefined ? parseIni(text ?? '') : damaged(parseIni(text ?? ''), damagedAt);
  problems.push(...parsed.problems.map((problem) => placed(file, problem)));
  return parsed;
}

/** There is a file, and what stands in it is not known. */
export function whyUnreadable({ file, unreadable }: FileText): Problem | undefined {
  return unreadable === undefined
    ? undefined
    : {
        message: l10n.t('{0} cannot be read: {1}.', file, unreadable),
        hint: l10n.t('Check what it is and who may read it.'),
        place: at(file, 1),
      };
}

/** What a byte was meant for that is no UTF-8 nobody knows, and it may stand in a name. */
function damaged({ sections, problems }: IniFile, line: number): IniFile {
  const problem: IniProblem = {
    line,
    message: l10n.t('Line {0} has a character in it that is not UTF-8.', line),
    hint: l10n.t('Save the file as UTF-8. The AWS CLI refuses the whole file until this is mended.'),
  };
  return {
    sections: sections.map((section) => ({ ...section, problems: [problem, ...section.problems] })),
    problems: sections.length === 0 ? problems : [problem, ...problems],
  };
}

export function placed(file: string, { line, message, hint }: IniProblem): Problem {
  return { message, hint, place: at(file, line) };
}

export function at(file: string, line: number): Place {
  return { kind: 'file', file, line };
}
