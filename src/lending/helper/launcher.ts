import { OWN_PROGRAM } from '../../config/rules/ownProgram.js';
import { inSingleQuotes, isWritable } from './words.js';

interface Launched {
  /** The editor's own runtime: a path. */
  readonly runtime: string;
  /** The helper program. */
  readonly program: string;
  /** Where windows say how they are asked. */
  readonly storage: string;
}

/** That a runtime would do something else by, or run something else before. */
const UNSET = ['NODE_OPTIONS', 'NODE_PATH', 'NODE_REPL_EXTERNAL_MODULE', 'NODE_EXTRA_CA_CERTS', 'NODE_V8_COVERAGE'];

export function launcherName(platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? `${OWN_PROGRAM}.cmd` : OWN_PROGRAM;
}

/**
 * The script that `credential_process` names. It stays where it is while the extension's folder changes with each
 * version; the runtime's path may change with each of the editor. Parameters are passed on.
 * @returns undefined where a path cannot be written in such a script
 */
export function launcherText(launched: Launched, platform: NodeJS.Platform = process.platform): string | undefined {
  if (!Object.values<string>({ ...launched }).every(isWritable)) {
    return undefined;
  }
  return platform === 'win32' ? batchText(launched) : shellText(launched);
}

function shellText({ runtime, program, storage }: Launched): string {
  const [run, helper, folder] = [runtime, program, storage].map(inSingleQuotes);
  return [
    '#!/bin/sh',
    '# Written by Role Sessions for AWS at each start of the editor.',
    `unset ${UNSET.join(' ')}`,
    `if [ ! -x ${run} ] || [ ! -f ${helper} ]; then`,
    "  echo 'Role Sessions for AWS is not where it was. Start the editor, or take the profile away.' >&2",
    '  exit 1',
    'fi',
    'export ELECTRON_RUN_AS_NODE=1',
    `exec ${run} ${helper} ${folder} "$@"`,
    '',
  ].join('\n');
}

/** A path has no quotes on Windows. cmd.exe reads a file in the code page of the console. */
function batchText({ runtime, program, storage }: Launched): string | undefined {
  const all = [runtime, program, storage];
  if (all.some((path) => path.includes('"'))) {
    return undefined;
  }
  const words = all.map((path) => `"${path.replaceAll('%', '%%')}"`);
  return [
    '@echo off',
    'setlocal DisableDelayedExpansion',
    ...(/[^\0-\x7e]/.test(all.join('')) ? ['chcp 65001 > nul'] : []),
    ...UNSET.map((name) => `set "${name}="`),
    'set "ELECTRON_RUN_AS_NODE=1"',
    `${words.join(' ')} %*`,
    '',
  ].join('\r\n');
}
