// The same suite in desktop VS Code, where its download can be reached.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheRoot } from '../tools/cache.js';
import { oldestVsCode, type EditorVersion } from '../tools/editorVersions.js';
import { EXAMPLE, JUPYTER, ROOT, temporaryFolder } from '../tools/environment.js';

/** Downloads VS Code once into the cache. @throws Error that says what to do when the download is out of reach */
export async function desktopEditor(version: EditorVersion): Promise<string> {
  try {
    const release = version === 'newest' ? 'stable' : oldestVsCode();
    return await downloadAndUnzipVSCode({ version: release, cachePath: join(cacheRoot(), 'vscode') });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`VS Code could not be downloaded (${reason}). Without --desktop the editor comes from npm.`, {
      cause: error,
    });
  }
}

interface DesktopRun {
  readonly version: EditorVersion;
  /** The folder that is opened. */
  readonly workspace: string;
  readonly env: Record<string, string>;
}

/** The editor is started with this process's variables beside those that are named: what is left out would be back. */
function forgetDevelopersOwn(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) Reflect.deleteProperty(process.env, name);
  }
}

/** Runs the suite; answers its exit code. Linux without a display needs xvfb-run around the whole command. */
export async function runOnDesktop(suite: string, { version, workspace, env }: DesktopRun): Promise<number> {
  const vscodeExecutablePath = await desktopEditor(version);
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) {
    const hasXvfb = spawnSync('xvfb-run', ['--help']).status === 0;
    console.log(`There is no display${hasXvfb ? ': run this through `xvfb-run -a`' : ''}.`);
    return 1;
  }
  const data = temporaryFolder();
  forgetDevelopersOwn(env);
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: [ROOT, EXAMPLE, JUPYTER],
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs: [
        ...[workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
        ...[`--user-data-dir=${data}`, `--extensions-dir=${join(data, 'ext')}`],
        '--use-inmemory-secretstorage', // A machine without a person has no keychain that opens.
      ],
    });
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
