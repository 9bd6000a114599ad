// Which editors are tested: the newest, and the oldest that package.json promises to run in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './environment.js';

export const EDITOR_VERSIONS = ['newest', 'oldest'] as const;
export type EditorVersion = (typeof EDITOR_VERSIONS)[number];

interface Engines {
  readonly engines: { readonly vscode: string };
}

/** "1.99.0": `engines.vscode` of package.json, the one place that names the oldest editor. */
export function oldestVsCode(): string {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Engines;
  const version = /^\^(\d+\.\d+\.\d+)$/.exec(engines.vscode)?.[1];
  if (version === undefined) throw new Error(`package.json names no oldest VS Code: ${engines.vscode}`);
  return version;
}

/** "1.99" of "1.99.3". */
export const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/**
 * The version that is asked for by name, else by ROLE_SESSIONS_TEST_VERSION, else the newest.
 * @throws on another word than newest and oldest
 */
export function chosenVersion(asked = process.env['ROLE_SESSIONS_TEST_VERSION']): EditorVersion {
  if (asked === undefined || asked === '') return 'newest';
  const version = EDITOR_VERSIONS.find((each) => each === asked);
  if (version === undefined) throw new Error(`There is no ${asked} editor: say ${EDITOR_VERSIONS.join(' or ')}.`);
  return version;
}

/** ROLE_SESSIONS_TEST_EDITOR=desktop|server, else the server where it runs as on users' machines (Linux). */
export function onDesktop(): boolean {
  const chosen = process.env['ROLE_SESSIONS_TEST_EDITOR'] ?? '';
  return chosen === '' ? process.platform !== 'linux' : chosen === 'desktop';
}
