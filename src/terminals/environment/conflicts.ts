/** What a shell's start-up files do to the variables of a session. Holds no key or token. */
export interface StartUpExports {
  /** AWS_PROFILE, AWS_DEFAULT_PROFILE and endpoint variables that are set once they have run: name → value. */
  readonly selecting: ReadonlyMap<string, string>;
  /** Names among the session's variables that they set to something else. */
  readonly overriding: readonly string[];
}

/** What VS Code can do after the start-up files have run: put variables right, and tell an extension the shell is ready. */
export type ShellKind = 'bash' | 'zsh' | 'fish' | 'other';

export interface Conflicts {
  /**
   * Variables that an environment collection cannot remove, and that redirect some SDKs: AWS_PROFILE makes the SDK for
   * JavaScript take the profile instead of the keys, an endpoint variable sends the keys elsewhere. A command in the
   * terminal removes them.
   */
  readonly toUnset: readonly string[];
  /** Variables that stay wrong because nothing can be done after the start-up files. */
  readonly inTheWay: readonly string[];
}

const PROFILE_VARIABLES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const;
const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_STS'] as const;
export const SELECTING_VARIABLES: readonly string[] = [...PROFILE_VARIABLES, ...ENDPOINT_VARIABLES];

/**
 * Pure. `integrated`: whether VS Code's shell integration is there, which applies the session's variables again after
 * the start-up files, and tells when a command can be run.
 */
export function findConflicts(
  exports: StartUpExports,
  sessionVariables: ReadonlyMap<string, string>,
  integrated: boolean,
): Conflicts {
  const selecting = [...exports.selecting].flatMap(([name, value]) =>
    value !== '' && !sessionVariables.has(name) ? [name] : [],
  );
  const overriding = exports.overriding.filter((name) => sessionVariables.has(name));
  return integrated ? { toUnset: selecting, inTheWay: [] } : { toUnset: [], inTheWay: [...overriding, ...selecting] };
}

export function shellKind(shellPath: string): ShellKind {
  const name = /([^/\\]+?)(?:\.exe)?$/i.exec(shellPath)?.[1]?.toLowerCase();
  switch (name) {
    case 'bash':
    case 'zsh':
    case 'fish':
      return name;
    default:
      return 'other';
  }
}

/** The command line that removes the variables in that shell; undefined where we do not know it. */
export function unsetCommand(shell: ShellKind, names: readonly string[]): string | undefined {
  switch (shell) {
    case 'bash':
    case 'zsh':
      return `unset ${names.join(' ')}`;
    case 'fish':
      return `set -e ${names.join(' ')}`;
    case 'other':
      return undefined;
  }
}

/** Reads the `NAME=value` lines that the probe printed after its marker. */
export function readExports(printed: string, marker: string, given: ReadonlyMap<string, string>): StartUpExports {
  const lines = printed.slice(printed.lastIndexOf(marker) + marker.length).split('\n');
  const found = new Map(
    lines
      .filter((line) => line.includes('='))
      .map((line): [string, string] => {
        const equals = line.indexOf('=');
        return [line.slice(0, equals), line.slice(equals + 1)];
      }),
  );
  const selecting = new Map([...found].filter(([name]) => SELECTING_VARIABLES.includes(name)));
  const overriding = [...given].flatMap(([name, value]) => (found.get(name) === value ? [] : [name]));
  return { selecting, overriding };
}
