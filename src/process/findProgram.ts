import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { errorCode } from '../base/errors.js';
import { isFullPath } from '../base/files/fullPath.js';

type Variables = Readonly<Record<string, string | undefined>>;

export type FoundProgram =
  /** A full path. */
  | { readonly kind: 'found'; readonly file: string }
  /** There is a file of that name, and it cannot be run. */
  | { readonly kind: 'not-executable' }
  | { readonly kind: 'missing' }
  /** Which file is meant depends on the folder that the editor was started in. */
  | { readonly kind: 'relative' };

/** The program that a name or a full path stands for: looked for in full paths of PATH alone, never in the folder one is in. */
export async function findProgram(program: string, variables: Variables): Promise<FoundProgram> {
  const candidates = programCandidates(program, variables);
  if (candidates === undefined) {
    return { kind: 'relative' };
  }
  let isThere = false;
  for (const file of candidates) {
    const runs = await canRun(file);
    if (runs === true) {
      return { kind: 'found', file };
    }
    isThere ||= runs === false;
  }
  return isThere ? { kind: 'not-executable' } : { kind: 'missing' };
}

/** Undefined where there is no such file. */
async function canRun(file: string): Promise<boolean | undefined> {
  try {
    const isFile = (await stat(file)).isFile();
    await access(file, constants.X_OK);
    return isFile;
  } catch (error) {
    return errorCode(error) === 'EACCES' ? false : undefined;
  }
}

/** What execvp looks for without PATH. */
const DEFAULT_PATH = '/usr/bin:/bin';
/** What Windows can start; anything else that PATHEXT names takes a shell. */
const RUNNABLE = ['.com', '.exe', '.bat', '.cmd'];

/** Full paths, the best first; undefined for a path that is relative. */
export function programCandidates(
  program: string,
  variables: Variables,
  platform: NodeJS.Platform = process.platform,
): readonly string[] | undefined {
  return platform === 'win32' ? windowsCandidates(program, variables) : posixCandidates(program, variables);
}

function posixCandidates(program: string, { PATH = DEFAULT_PATH }: Variables): readonly string[] | undefined {
  if (program.includes('/')) {
    return isFullPath(program, 'linux') ? [program] : undefined;
  }
  return foldersOf(PATH, ':', 'linux').map((folder) => posix.join(folder, program));
}

/**
 * First what CreateProcess would find for the AWS CLI, which adds .exe to a name without an extension; then what cmd.exe
 * would, which tries the extensions of PATHEXT.
 */
function windowsCandidates(program: string, variables: Variables): readonly string[] | undefined {
  const hasExtension = win32.extname(program) !== '';
  const plain = hasExtension ? [program] : [`${program}.exe`];
  const more = extensionsOf(windowsVariable(variables, 'PATHEXT')).map((extension) => program + extension);
  if (/[\\/:]/.test(program)) {
    return isFullPath(program, 'win32') ? [...new Set([...plain, ...more])] : undefined;
  }
  const system = windowsFolder(variables);
  const path = foldersOf(windowsVariable(variables, 'PATH') ?? '', ';', 'win32');
  const inFolders = (folders: readonly string[], names: readonly string[]) =>
    folders.flatMap((folder) => names.map((name) => win32.join(folder, name)));
  return [
    ...new Set([...inFolders([win32.join(system, 'System32'), system, ...path], plain), ...inFolders(path, more)]),
  ];
}

function foldersOf(path: string, delimiter: string, platform: NodeJS.Platform): readonly string[] {
  return path
    .split(delimiter)
    .map((folder) => (platform === 'win32' ? folder.replace(/^"(.*)"$/, '$1') : folder))
    .filter((folder) => isFullPath(folder, platform));
}

function extensionsOf(pathExt = RUNNABLE.join(';')): readonly string[] {
  return pathExt
    .toLowerCase()
    .split(';')
    .filter((extension) => RUNNABLE.includes(extension));
}

/** A program of Windows itself, by its full path: nobody else's is taken for it. */
export function systemProgram(name: string, variables: Variables): string {
  return win32.join(windowsFolder(variables), 'System32', name);
}

function windowsFolder(variables: Variables): string {
  const folder = windowsVariable(variables, 'SystemRoot');
  return folder !== undefined && isFullPath(folder, 'win32') ? folder : 'C:\\Windows';
}

/** Names of variables are of either case there. */
function windowsVariable(variables: Variables, name: string): string | undefined {
  const entry = Object.entries(variables).find(([each]) => each.toUpperCase() === name.toUpperCase());
  return entry?.[1] === '' ? undefined : entry?.[1];
}
