/** What a debug run is given: the part of the editor's DebugConfiguration that matters here. */
export interface DebugRun {
  readonly type: string;
  readonly name: string;
  readonly request: string;
  readonly [property: string]: unknown;
}

export type DebugVariables =
  /** Nothing of it is ours: no launch, another debugger, or a terminal that has the variables already. */
  | { readonly kind: 'left' }
  /** `kept`: variables of AWS that the configuration sets itself. */
  | { readonly kind: 'given'; readonly run: DebugRun; readonly kept: readonly string[] }
  /** The configuration says itself who it acts as, by these variables. */
  | { readonly kind: 'another'; readonly names: readonly string[] }
  /** The debugger was told to write what it is given to a log. */
  | { readonly kind: 'logged' }
  /** The variables would be typed, for everybody to see. */
  | { readonly kind: 'typed' };

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
  /** Where the program runs if the configuration does not say. */
  readonly console: string;
}

const IN_EDITOR = 'internalConsole';
const IN_TERMINAL = 'integratedTerminal';

const node: Debugger = { property: 'env', removes: true, types: true, console: IN_EDITOR };
const python: Debugger = { property: 'env', removes: false, types: false, console: IN_TERMINAL };
const dotnet: Debugger = { property: 'env', removes: false, types: true, console: IN_EDITOR };

/** By the type of a configuration. A terminal of type `node-terminal` is one of the editor's, and has everything. */
const DEBUGGERS: ReadonlyMap<string, Debugger> = new Map(
  Object.entries({
    node,
    'pwa-node': node,
    python,
    debugpy: python,
    go: { property: 'env', removes: false, types: true, console: IN_EDITOR },
    java: { property: 'env', removes: false, types: true, console: IN_TERMINAL },
    coreclr: dotnet,
    clr: dotnet,
    lldb: { property: 'env', removes: false, types: false, console: IN_TERMINAL },
    cppdbg: { property: 'environment', removes: false, types: false, console: IN_TERMINAL },
    cppvsdbg: { property: 'environment', removes: false, types: true, console: IN_EDITOR },
  } satisfies Record<string, Debugger>),
);

export const DEBUG_TYPES: readonly string[] = [...DEBUGGERS.keys()];

const PROFILES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];

/** Any of these, set by the configuration, makes it act as somebody of its own. */
const IDENTITY =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|(DEFAULT_)?PROFILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_\w+)$/;

/**
 * Adds a session's variables to what is about to be debugged.
 * @param stray names of the editor's environment that redirect from the session
 * @param consoleSetting where the debugger's own setting has programs run
 */
export function debugVariables(
  run: DebugRun,
  variables: ReadonlyMap<string, string>,
  { stray, platform, consoleSetting }: { stray: readonly string[]; platform: string; consoleSetting?: unknown },
): DebugVariables {
  const kind = DEBUGGERS.get(run.type);
  if (kind === undefined || run.request !== 'launch') {
    return { kind: 'left' };
  }
  const own = ownVariables(run[kind.property]);
  const set = [...own].flatMap(([name, value]) =>
    name.startsWith('AWS_') && value !== null && value !== variables.get(name) ? [name] : [],
  );
  const identity = set.filter((name) => IDENTITY.test(name));
  if (identity.length > 0) {
    return { kind: 'another', names: identity };
  }
  const place = run['console'] ?? (run['externalConsole'] === true ? 'externalTerminal' : undefined);
  const console = place ?? consoleSetting ?? kind.console;
  if (kind.types && console !== IN_EDITOR) {
    const isHidden = console === 'externalTerminal' && platform !== 'darwin';
    if (!isHidden) {
      return { kind: console === IN_TERMINAL ? 'left' : 'typed' };
    }
  }
  if (isLogged(run)) {
    return { kind: 'logged' };
  }
  // Also where the editor's environment has none: a file of variables (envFile) may bring one, and SDKs take it over keys.
  const removed = kind.removes ? [...PROFILES, ...stray].map((name): [string, null] => [name, null]) : [];
  const all = new Map<string, unknown>([...removed, ...variables, ...own]);
  return { kind: 'given', run: { ...run, [kind.property]: written(kind, all) }, kept: set };
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
