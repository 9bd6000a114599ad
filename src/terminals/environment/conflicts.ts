import { isSelecting, maySelect, strayVariables } from '../../model/variables/strayVariables.js';

/** What a shell's start-up files do to the variables of a session. Holds no key or token. */
export interface StartUpExports {
  /** Variables that choose somebody or some place and are set once they have run: name → value, `set` for a secret. */
  readonly selecting: ReadonlyMap<string, string>;
  /** Names among the session's variables that they set to something else. */
  readonly overriding: readonly string[];
  /** Names that fish keeps and exports for all its shells, which nothing in one of them can take away. */
  readonly universal: readonly string[];
  /** Programs that change the environment at each prompt, by the folder: what they will export nobody knows yet. */
  readonly hooks: readonly string[];
}

export type ShellKind = 'bash' | 'zsh' | 'fish' | 'posix' | 'other';

export interface Conflicts {
  /** Variables that an environment collection cannot remove, but a command in the terminal can. */
  readonly toUnset: readonly string[];
  /** Variables that stay wrong because nothing can be done after the start-up files. */
  readonly inTheWay: readonly string[];
}

/**
 * Pure. `integrated`: whether VS Code's shell integration is there, which applies the session's variables again after
 * the start-up files, and tells when a command can be run. `base`: what the shell begins with.
 */
export function findConflicts(
  exports: StartUpExports,
  sessionVariables: ReadonlyMap<string, string>,
  integrated: boolean,
  base: ReadonlyMap<string, string>,
): Conflicts {
  const selecting = strayVariables(exports.selecting, sessionVariables, base);
  const overriding = exports.overriding.filter((name) => sessionVariables.has(name));
  const isUniversal = (name: string) => exports.universal.includes(name);
  return integrated
    ? { toUnset: selecting.filter((name) => !isUniversal(name)), inTheWay: selecting.filter(isUniversal) }
    : { toUnset: [], inTheWay: [...overriding, ...selecting] };
}

export function shellKind(shell: string): ShellKind {
  const name = /([^/\\]+?)(?:\.exe)?$/i.exec(shell)?.[1]?.toLowerCase();
  switch (name) {
    case 'bash':
    case 'zsh':
    case 'fish':
      return name;
    case 'gitbash': // what VS Code calls it
      return 'bash';
    case 'sh':
    case 'dash':
    case 'ash':
    case 'ksh':
      return 'posix';
    default:
      return 'other';
  }
}

/**
 * The command line that removes the variables in that shell; undefined where we do not know it. The space before it
 * keeps it out of the history of a shell that is set so: HISTCONTROL=ignorespace, HIST_IGNORE_SPACE, fish always.
 */
export function unsetCommand(shell: ShellKind, names: readonly string[]): string | undefined {
  switch (shell) {
    case 'bash':
    case 'zsh':
    case 'posix':
      return ` unset ${names.join(' ')}`;
    case 'fish':
      // One at a time, since fish before 3.2 takes no more. Without -g a universal variable would be gone for good.
      return ` ${names.map((name) => `set -eg ${name}`).join('; ')}`;
    case 'other':
      return undefined;
  }
}

export type Removal = 'removed' | 'refused' | 'unknown';

/** What has come of `unsetCommand`. A signal, as of Ctrl+C, may have ended it at any point. */
export function removalOf(shell: ShellKind, exitCode: number | undefined): Removal {
  if (exitCode === undefined || exitCode >= 128) {
    return 'unknown';
  }
  // fish knows nothing read-only, but fails where there is nothing to remove.
  return exitCode === 0 || shell === 'fish' ? 'removed' : 'refused';
}

const BEGIN = '__role_sessions_environment__';
const UNIVERSAL = '__role_sessions_universal__';
const FUNCTIONS = '__role_sessions_functions__';
const END = '__role_sessions_end__';

/** By which functions such a program is known, in the shells that it hooks into: `_direnv_hook`, `__mise_env_eval`. */
const HOOK = /^_+(direnv|mise|rtx|asdf|shadowenv)(?:_hook|_export_eval|_env_eval)/;

/** Prints the names of all functions. */
const NAMES_OF_FUNCTIONS: Readonly<Record<Exclude<ShellKind, 'other'>, string>> = {
  bash: 'declare -F; ',
  zsh: 'print -rl -- ${(k)functions[@]}; ', // all of them under KSH_ARRAYS too
  fish: 'functions -a -n; ',
  posix: '',
};

/**
 * What a shell of that kind prints its environment by: marks on lines of their own, since `$_` repeats one. Start-up
 * files may have given `env` and `echo` another meaning, and fish keeps variables that it gives to no program.
 */
export function probeCommand(shell: Exclude<ShellKind, 'other'>): string {
  const universal = shell === 'fish' ? 'set -nUx; ' : '';
  const functions = NAMES_OF_FUNCTIONS[shell];
  const [begin, second, third, end] = [BEGIN, UNIVERSAL, FUNCTIONS, END].map((mark) => `command echo ${mark}`);
  return `command echo; ${begin}; command env; ${second}; ${universal}${third}; ${functions}${end}`;
}

/** Reads what `probeCommand` printed; undefined until all of it is there. */
export function readExports(printed: string, given: ReadonlyMap<string, string>): StartUpExports | undefined {
  const lines = printed.split('\n').slice(0, -1); // the last is not whole
  const begin = lines.lastIndexOf(BEGIN);
  const universal = lines.indexOf(UNIVERSAL, begin);
  const functions = lines.indexOf(FUNCTIONS, universal);
  const end = lines.indexOf(END, functions);
  if ([begin, universal, functions, end].includes(-1)) {
    return undefined;
  }
  const found = new Map(
    lines
      .slice(begin + 1, universal)
      .filter((line) => line.includes('='))
      .map((line): [string, string] => {
        const equals = line.indexOf('=');
        return [line.slice(0, equals), line.slice(equals + 1)];
      }),
  );
  return {
    selecting: new Map(
      [...found].flatMap(([name, value]) =>
        isSelecting(name) || (maySelect(name) && !given.has(name)) ? [[name, shown(name, value)]] : [],
      ),
    ),
    overriding: [...given].flatMap(([name, value]) => (found.get(name) === value ? [] : [name])),
    universal: lines.slice(universal + 1, functions).filter(maySelect),
    hooks: hooksAmong(lines.slice(functions + 1, end)),
  };
}

function shown(name: string, value: string): string {
  return value !== '' && /KEY|TOKEN/.test(name) ? 'set' : value;
}

/** Each shell lists functions in its own way: bash as "declare -f name". */
function hooksAmong(lines: readonly string[]): readonly string[] {
  const names = lines.flatMap((line) => line.split(/[\s,]+/));
  return [...new Set(names.flatMap((name) => HOOK.exec(name)?.[1] ?? []))];
}

/** What a terminal begins with, but for what extensions add: the editor's own variables, and those of its settings. */
export function terminalBase(
  editor: Readonly<Record<string, string | undefined>>,
  settings: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  const all = Object.entries({ ...editor, ...settings });
  return new Map(all.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
