// What running the extension needs beyond npm: how to find it, and how to get it.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BINARIES, DEBIAN_PACKAGES } from '../conformance/rgw/requirements.js';
import { awsCliFolder, awsCliV2, modernAwsCliFolder } from './awsCli.js';
import { withLock } from './cache.js';
import { codeServer, codeServerInstalled, codeServerSupported } from './codeServer.js';
import type { EditorVersion } from './editorVersions.js';
import { distribution, findOnPath, OUTPUT } from './environment.js';
import { runCommand } from './processes.js';

interface Requirement {
  readonly title: string;
  /** Why it is fetched. */
  readonly purpose: string;
  /** Where it is; undefined when missing. */
  find(): string | undefined | Promise<string | undefined>;
  /** Debian packages that hold it. */
  readonly apt: readonly string[];
  /** What to do where this program cannot install it. */
  readonly hint: string;
}

const MAC_CHROMIUM = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  const onPath = findOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
  return onPath ?? MAC_CHROMIUM.find((path) => existsSync(path));
}

function cppTools(): string | undefined {
  const compiler = findOnPath('g++', 'c++', 'clang++');
  return findOnPath('make') !== undefined && findOnPath('python3') !== undefined ? compiler : undefined;
}

const REQUIREMENTS = {
  chromium: {
    title: 'Chromium',
    purpose: "to drive the editor's workbench",
    find: chromiumPath,
    apt: ['chromium'],
    hint: 'install Chromium or Google Chrome, or set CHROMIUM_PATH to one',
  },
  cpp: {
    title: 'C++ tools',
    purpose: "to build the editor's native modules",
    find: cppTools,
    apt: ['g++', 'make', 'python3'],
    hint: 'install g++, make and python3 (macOS: xcode-select --install)',
  },
  ceph: {
    title: 'Ceph RGW',
    purpose: 'to run the S3 cases against a second server',
    find: () => (BINARIES.every((program) => findOnPath(program) !== undefined) ? findOnPath('radosgw') : undefined),
    apt: DEBIAN_PACKAGES,
    hint: `Linux only: install ${DEBIAN_PACKAGES.join(', ')}`,
  },
  aws: {
    title: 'AWS CLI',
    purpose: "for the integrated terminal's `aws`",
    find: awsCliFolder,
    apt: ['awscli'],
    hint: 'install the AWS CLI, version 2.13.0 or newer (1.29.0 of version 1)',
  },
  modernAws: {
    title: 'AWS CLI with endpoints in its configuration',
    purpose: 'to compare with',
    find: modernAwsCliFolder,
    apt: [],
    hint: 'install the AWS CLI, version 2.13.0 or newer (1.29.0 of version 1); Debian 12 has no such package',
  },
  awsV2: {
    title: 'AWS CLI version 2',
    purpose: 'for `aws sso login`',
    find: async () => (await awsCliV2())?.file,
    apt: ['awscli'],
    hint: 'install the AWS CLI, version 2.9.0 or newer',
  },
  rclone: {
    title: 'rclone',
    purpose: "for what a program does that is written in Go with AWS's SDK",
    find: () => findOnPath('rclone'),
    apt: ['rclone'],
    hint: 'install rclone',
  },
  zsh: {
    title: 'zsh',
    purpose: 'to run its start-up files',
    find: () => findOnPath('zsh'),
    apt: ['zsh'],
    hint: 'install zsh',
  },
  fish: {
    title: 'fish',
    purpose: 'to run its start-up files',
    find: () => findOnPath('fish'),
    apt: ['fish'],
    hint: 'install fish',
  },
} satisfies Record<string, Requirement>;

const EDITORS = { editor: 'newest', oldestEditor: 'oldest' } as const satisfies Record<string, EditorVersion>;

export type RequirementName = keyof typeof REQUIREMENTS | keyof typeof EDITORS;
/** Why each missing part is missing, as one line each. */
export type Missing = ReadonlyMap<RequirementName, string>;

const describe = (name: keyof typeof REQUIREMENTS): Requirement => REQUIREMENTS[name];

/** What it is called: "Ceph RGW". */
export function requirementTitle(name: RequirementName): string {
  return isEditor(name) ? `the ${EDITORS[name]} code-server` : describe(name).title;
}

const canUseApt = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  distribution().includes('debian') &&
  existsSync('/usr/bin/apt-get');

async function installWithApt(names: readonly (keyof typeof REQUIREMENTS)[]): Promise<void> {
  const parts = names.map((name) => `${describe(name).title} ${describe(name).purpose}`);
  console.log(`Installing Debian packages: ${parts.join('; ')}.`);
  const log = join(OUTPUT, 'install-packages.log');
  rmSync(log, { force: true });
  const started = Date.now();
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = names.flatMap((name) => describe(name).apt);
  await withLock('debian-packages', async () => {
    await runCommand('apt-get', [...wait, 'update'], { env, log });
    await runCommand('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], { env, log });
  });
  console.log(`Debian packages: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function missingOf(names: readonly (keyof typeof REQUIREMENTS)[]): Promise<(keyof typeof REQUIREMENTS)[]> {
  const missing: (keyof typeof REQUIREMENTS)[] = [];
  for (const name of names) if ((await describe(name).find()) === undefined) missing.push(name);
  return missing;
}

export const isEditor = (name: RequirementName): name is keyof typeof EDITORS => name in EDITORS;

/** A lacking editor is built from source; one that is there needs nothing. */
function packagesFor(needed: ReadonlySet<RequirementName>): (keyof typeof REQUIREMENTS)[] {
  const toBuild = (name: keyof typeof EDITORS) => codeServerSupported() && !codeServerInstalled(EDITORS[name]);
  const names = [...needed].flatMap((name) => (!isEditor(name) ? [name] : toBuild(name) ? ['cpp' as const] : []));
  return [...new Set(names)];
}

/** Finds or installs packages of the system; never throws: what stays missing is in the result, with its reason. */
export async function providePackages(needed: ReadonlySet<RequirementName>): Promise<Missing> {
  let lacking = await missingOf(packagesFor(needed));
  if (lacking.length > 0 && canUseApt()) {
    try {
      await installWithApt(lacking);
    } catch (error) {
      console.log(error instanceof Error ? error.message : String(error));
    }
    lacking = await missingOf(lacking);
  }
  return new Map(lacking.map((name) => [name, `${describe(name).title} is missing: ${describe(name).hint}`]));
}

/** The reason why this editor stays missing. */
async function provideEditor(version: EditorVersion, cppMissing: boolean): Promise<string | undefined> {
  if (!codeServerSupported()) return `code-server does not run on ${process.platform}-${process.arch}`;
  if (cppMissing && !codeServerInstalled(version)) return `the editor needs C++ tools: ${REQUIREMENTS.cpp.hint}`;
  return codeServer(version).then(
    () => undefined,
    (error: unknown) => `the editor could not be installed: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** Finds or installs the editors, after the packages; never throws. All that stays missing, packages included. */
export async function provideEditors(needed: ReadonlySet<RequirementName>, packages: Missing): Promise<Missing> {
  const reasons = new Map(packages);
  const editors = [...needed].filter(isEditor).map(async (name) => {
    const reason = await provideEditor(EDITORS[name], packages.has('cpp'));
    if (reason !== undefined) reasons.set(name, reason);
  });
  await Promise.all(editors);
  return reasons;
}

/** All of it; see `providePackages` and `provideEditors`. */
export async function provide(needed: ReadonlySet<RequirementName>): Promise<Missing> {
  return provideEditors(needed, await providePackages(needed));
}
