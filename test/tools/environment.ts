// The environment that tools and the editor under test start from: nothing of the developer's own identity or editor.
import { tmpdir } from 'node:os';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const OUTPUT = join(ROOT, 'test/.output');
/** The extension that shows, and tests, what other extensions get. */
export const EXAMPLE = join(ROOT, 'test/exampleExtension');
/** Stands for the Jupyter extension: its kernels are real Pythons. */
export const JUPYTER = join(ROOT, 'test/jupyterExtension');

export const isCi = (): boolean => !['', '0', 'false'].includes(process.env['CI'] ?? '');

const KEPT =
  /^(PATH|LANG|LC_.*|TZ|USER|LOGNAME|SHELL|TERM|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_RUNTIME_DIR|SystemRoot|windir|ComSpec|PATHEXT|TEMP|TMP|LOCALAPPDATA|APPDATA|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i;

/** What a fresh login would have: AWS_*, VSCODE_*, npm's and the test runner's variables stay out. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...extra };
}

/** The environment for `npm` in another folder: the user's configuration, not this package's. */
export function npmEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const foreign = /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|INIT_CWD$|NODE_OPTIONS$|NODE_ENV$)/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...extra };
}

export function prependPath(folder: string): string {
  return `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
}

/**
 * A fresh temporary folder with a short path: sockets below it must stay under 104 bytes. It goes with this process,
 * should nobody remove it before.
 */
export function temporaryFolder(): string {
  const base = process.platform !== 'win32' && existsSync('/tmp') ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(realpathSync(base), 'rs-'));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // What still runs in it is about to be ended.
    }
  });
  return folder;
}

/** The first of these programs found on PATH. */
export function findOnPath(...names: readonly string[]): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (folder !== '' && existsSync(file)) return file;
    }
  }
  return undefined;
}

/** "ID" of /etc/os-release and what it is like: "debian", "ubuntu debian"… */
export function distribution(): string {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
    const values = lines.filter((line) => /^ID(_LIKE)?=/.test(line)).map((line) => line.replace(/^[A-Z_]+=|"/g, ''));
    return values.join(' ');
  } catch {
    return '';
  }
}
