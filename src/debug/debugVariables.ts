import { strayVariables } from '../model/variables/strayVariables.js';

/** What a debug run is given: the part of the editor's DebugConfiguration that matters here. */
export interface DebugRun {
  readonly type: string;
  readonly name: string;
  readonly request: string;
  readonly [property: string]: unknown;
}

export type DebugVariables =
  /** Nothing of it is ours: no launch, or another debugger. */
  | { readonly kind: 'left' }
  /** It runs in a terminal of the editor, which has the variables already. */
  | { readonly kind: 'of-terminal' }
  /** `kept`: variables of AWS that the configuration sets itself. */
  | { readonly kind: 'given'; readonly run: DebugRun; readonly kept: readonly string[]; readonly stray: Stray }
  /** The configuration says itself who it acts as, by these variables. */
  | { readonly kind: 'another'; readonly names: readonly string[] }
  /** The debugger was told to write what it is given to a log. */
  | { readonly kind: 'logged' }
  /** The variables would be typed, for everybody to see. */
  | { readonly kind: 'typed' };

/** What redirects some SDKs from the session, and stays: names of variables that the debugger cannot take away. */
interface Stray {
  readonly ofEditor: readonly string[];
  readonly ofFile: readonly string[];
}

interface Debugger {
  /** A record of name → value, or a list of { name, value }. */
  readonly property: 'env' | 'environment';
  /** A value of null takes the variable away. */
  readonly removes: boolean;
  /**
   * In a terminal it has the editor type the variables before the program's command line: into the history of the
   * shell, and in an external terminal of macOS as well. The others hand them to the program themselves.
   */
  readonly types: boolean;
  /** What its file of variables (envFile) says wins over `env`: in the debuggers by Microsoft for .NET and C++. */
  readonly fileWins: boolean;
  /** Where the program runs if the configuration does not say. */
  readonly console: string;
}

const IN_EDITOR = 'internalConsole';
const IN_TERMINAL = 'integratedTerminal';

const node: Debugger = { property: 'env', removes: true, types: true, fileWins: false, console: IN_EDITOR };
const python: Debugger = { property: 'env', removes: false, types: false, fileWins: false, console: IN_TERMINAL };
const dotnet: Debugger = { property: 'env', removes: false, types: true, fileWins: true, console: IN_EDITOR };

/** By the type of a configuration. A terminal of type `node-terminal` is one of the editor's, and has everything. */
const DEBUGGERS: ReadonlyMap<string, Debugger> = new Map(
  Object.entries({
    node,
    'pwa-node': node,
    python,
    debugpy: python,
    go: { property: 'env', removes: false, types: true, fileWins: false, console: IN_EDITOR },
    java: { property: 'env', removes: false, types: true, fileWins: false, console: IN_TERMINAL },
    coreclr: dotnet,
    clr: dotnet,
    lldb: { property: 'env', removes: false, types: false, fileWins: false, console: IN_TERMINAL },
    cppdbg: { property: 'environment', removes: false, types: false, fileWins: true, console: IN_TERMINAL },
    cppvsdbg: { property: 'environment', removes: false, types: true, fileWins: true, console: IN_EDITOR },
  } satisfies Record<string, Debugger>),
);

export const DEBUG_TYPES: readonly string[] = [...DEBUGGERS.keys()];

const PROFILES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];

/** Any of these, set by the configuration, makes it act as somebody of its own. */
const IDENTITY =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|(DEFAULT_)?PROFILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_\w+)$/;

/** What a run begins with beside its configuration. */
interface Around {
  /** Names of the editor's environment that redirect from the session. */
  readonly stray: readonly string[];
  readonly platform: string;
  /** Where the debugger's own setting has programs run. */
  readonly consoleSetting?: unknown;
  /** What the files of variables say that the configuration names. */
  readonly file?: ReadonlyMap<string, string>;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Adds a session's variables to what is about to be debugged. */
export function debugVariables(
  run: DebugRun,
  variables: ReadonlyMap<string, string>,
  { stray, platform, consoleSetting, file = NOTHING }: Around,
): DebugVariables {
  const kind = DEBUGGERS.get(run.type);
  if (kind === undefined || run.request !== 'launch') {
    return { kind: 'left' };
  }
  const place = run['console'] ?? (run['externalConsole'] === true ? 'externalTerminal' : undefined);
  const console = place ?? consoleSetting ?? kind.console;
  const isHidden = console === IN_EDITOR || (console === 'externalTerminal' && platform !== 'darwin');
  const isTyped = kind.types && !isHidden;
  const own = ownVariables(run[kind.property]);
  const set = ownNames(effective(own, file, kind, isTyped), variables);
  const identity = set.filter((name) => IDENTITY.test(name));
  if (identity.length > 0) {
    return { kind: 'another', names: identity };
  }
  if (isTyped) {
    return { kind: console === IN_TERMINAL ? 'of-terminal' : 'typed' };
  }
  if (isLogged(run)) {
    return { kind: 'logged' };
  }
  const ofFile = strayVariables(file, variables).filter((name) => !own.has(name) && !set.includes(name));
  // Also where the editor's environment has none: SDKs take a profile over keys.
  const removed = kind.removes ? [...PROFILES, ...stray, ...ofFile].map((name): [string, null] => [name, null]) : [];
  const all = new Map<string, unknown>([...removed, ...variables, ...own]);
  const remaining = kind.removes
    ? { ofEditor: [], ofFile: [] }
    : { ofEditor: stray.filter((name) => !set.includes(name)), ofFile };
  return { kind: 'given', run: { ...run, [kind.property]: written(kind, all) }, kept: set, stray: remaining };
}

/** What the configuration says for itself, where nothing of ours would win over it. */
function effective(
  own: ReadonlyMap<string, unknown>,
  file: ReadonlyMap<string, string>,
  { fileWins }: Debugger,
  isTyped: boolean,
): ReadonlyMap<string, unknown> {
  if (fileWins) {
    return new Map<string, unknown>([...own, ...file]);
  }
  return isTyped ? new Map<string, unknown>([...file, ...own]) : own;
}

/** Of AWS, and another value than the session's. */
function ownNames(own: ReadonlyMap<string, unknown>, variables: ReadonlyMap<string, string>): string[] {
  return [...own].flatMap(([name, value]) =>
    name.startsWith('AWS_') && value !== null && value !== variables.get(name) ? [name] : [],
  );
}

/** A configuration may name one file of variables, or several. */
export function variableFiles({ envFile }: DebugRun): readonly string[] {
  return [envFile].flat().filter((file) => typeof file === 'string' && file !== '') as readonly string[];
}

/** What such a file says of AWS: a line of NAME=value for each. */
export function fileVariables(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [, name, value = ''] = /^\uFEFF?\s*(?:export\s+)?(AWS_\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
    }),
  );
}

/** What the configuration sets; null where it removes. */
function ownVariables(written: unknown): Map<string, unknown> {
  if (Array.isArray(written)) {
    const entries = written as readonly ({ name?: unknown; value?: unknown } | null)[];
    return new Map(entries.flatMap((entry) => (entry === null ? [] : [[String(entry.name), entry.value]])));
  }
  return new Map(typeof written === 'object' && written !== null ? Object.entries(written) : []);
}

function written({ property }: Debugger, all: ReadonlyMap<string, unknown>): unknown {
  return property === 'env' ? Object.fromEntries(all) : [...all].map(([name, value]) => ({ name, value }));
}

/** By the names that the debuggers' documentation gives: what they are told goes to a file. */
function isLogged({ trace, logToFile, logDest, logOutput, showLog, logging }: DebugRun): boolean {
  const isDap = showLog === true && typeof logOutput === 'string' && logOutput.includes('dap');
  return (
    isTraced(trace) ||
    logToFile === true ||
    (logDest !== undefined && logDest !== '') ||
    isDap ||
    isEngineLogged(logging)
  );
}

/** Of the debuggers for .NET and C++: what is sent to the engine, and all that is traced. */
function isEngineLogged(logging: unknown): boolean {
  const { engineLogging, trace, traceResponse } = { ...(logging as Readonly<Record<string, unknown>> | undefined) };
  return [engineLogging, trace, traceResponse].some((each) => each !== undefined && each !== false);
}

/** Of the debugger for Node.js, an object has a file of its own choice unless it says none. */
function isTraced(trace: unknown): boolean {
  return typeof trace === 'object' && trace !== null
    ? !('logFile' in trace) || trace.logFile !== null
    : trace === true || trace === 'verbose' || trace === 'trace';
}
