import { sessionVariables } from '../model/variables/sessionVariables.js';
import { SELECTING } from '../model/variables/strayVariables.js';
import type { LiveSession } from '../model/session/session.js';

/** What becomes of the environment of a kernel's process. */
export interface KernelChange {
  readonly variables: Readonly<Record<string, string>>;
  readonly without: readonly string[];
  /** Whether what redirects from the variables is taken out as well. */
  readonly selects: boolean;
  /** The access key IDs one of which it must have now: another is the user's own doing. Undefined: any, or none. */
  readonly onlyAfter: readonly string[] | undefined;
}

/** Acts as the session from now on. @param before the names that an earlier change has set */
export function becoming(
  session: LiveSession,
  before: Iterable<string>,
  onlyAfter: readonly string[] | undefined,
): KernelChange {
  const all = [...sessionVariables(session)];
  const variables = Object.fromEntries(all.filter(([, value]) => value !== ''));
  const without = [...new Set([...before, ...all.map(([name]) => name)])].filter((name) => !(name in variables));
  return { variables, without, selects: true, onlyAfter };
}

/** Acts as nobody any more. */
export function leaving(before: Iterable<string>, onlyAfter: readonly string[]): KernelChange {
  return { variables: {}, without: [...before], selects: false, onlyAfter };
}

/** Ends what Python prints. `others`: it has keys that are not ours, and was left as it is. */
export type KernelAnswer = 'done' | 'others' | 'failed';

/**
 * Python for a change. What it is given is a text of JSON in plain ASCII, which ends nowhere but where it ends; no error
 * leaves it, since an error shows the lines around it. It begins with more than the 50 characters that the Jupyter
 * extension may log (CodeExecution.start), and leaves the kernel's memory of lines (linecache) as it was.
 * @param mark begins its answer, which nobody else writes
 */
export function kernelCode({ variables, without, selects, onlyAfter }: KernelChange, mark: string): string {
  const asked = { variables, without, selecting: selects ? SELECTING.source : null, onlyAfter: onlyAfter ?? null };
  return `# Role Sessions for AWS: by which variables of its environment this kernel acts as a role.
def _role_sessions():
    try:
        import json, linecache, os, re, sys
        asked = json.loads(${asciiText(JSON.stringify(asked))})
        for lines in (linecache.cache, getattr(linecache, "_ipython_cache", {})):
            lines.pop(sys._getframe().f_code.co_filename, None)
        after = asked["onlyAfter"]
        if after is not None and os.environ.get("AWS_ACCESS_KEY_ID") not in after:
            return "others"
        for name in list(os.environ):
            if name in asked["without"] or (asked["selecting"] and re.search(asked["selecting"], name)):
                del os.environ[name]
        os.environ.update(asked["variables"])
        if "boto3" in sys.modules:
            sys.modules["boto3"].DEFAULT_SESSION = None
        return "done"
    except BaseException:
        return "failed"
print("${mark} " + _role_sessions())
del _role_sessions
`;
}

/** Undefined: it did not run, or not to its end. */
export function kernelAnswer(printed: string, mark: string): KernelAnswer | undefined {
  return (['done', 'others', 'failed'] as const).find((answer) => printed.includes(`${mark} ${answer}`));
}

/** A literal that JSON and Python read alike, whose value is JSON that has no other characters either. */
export function asciiText(json: string): string {
  const ascii = json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return JSON.stringify(ascii);
}
