// The shells that start-up files are looked at for, each with a home of its own.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Shell } from '../../src/terminals/probe.js';
import { findOnPath } from '../tools/environment.js';

export interface RealShell {
  readonly kind: 'bash' | 'zsh' | 'fish';
  /** What it reads where it has a prompt. */
  readonly promptFile: string;
  /** What it reads for a task as well. */
  readonly taskFile: string;
  /** What it reads as a login shell. */
  readonly loginFile: string;
  /** Where it keeps what was typed. */
  readonly historyFile: string;
  export(name: string, value: string): string;
  /** A function of that name which does nothing. */
  define(name: string): string;
  /** Has a program's name stand for something else. */
  alias(name: string, words: string): string;
  /** The number of its last child in the background, to a file. */
  writeChild(file: string): string;
}

const posix = {
  export: (name: string, value: string) => `export ${name}=${value}\n`,
  alias: (name: string, words: string) => `alias ${name}='${words}'\n`,
  writeChild: (file: string) => `echo $! > ${file}\n`,
};

export const REAL_SHELLS: readonly RealShell[] = [
  {
    ...posix,
    kind: 'bash',
    promptFile: '.bashrc',
    taskFile: 'task.sh',
    loginFile: '.bash_profile',
    historyFile: '.bash_history',
    define: (name) => `${name}() { :; }\n`,
  },
  {
    ...posix,
    kind: 'zsh',
    promptFile: 'zsh/.zshrc',
    taskFile: 'zsh/.zshenv',
    loginFile: 'zsh/.zprofile',
    historyFile: 'zsh/history',
    define: (name) => `${name}() { : }\n`,
  },
  {
    kind: 'fish',
    promptFile: 'config/fish/config.fish',
    taskFile: 'config/fish/config.fish',
    loginFile: 'config/fish/config.fish',
    historyFile: 'data/fish/fish_history',
    export: (name, value) => `set -gx ${name} ${value}\n`,
    define: (name) => `function ${name}; end\n`,
    alias: (name, words) => `alias ${name} '${words}'\n`,
    writeChild: (file) => `echo $last_pid > ${file}\n`,
  },
];

export const pathOf = (kind: RealShell['kind']): string => findOnPath(kind) ?? kind;

/** A home folder in which the shells find files that a test writes, and nobody else's. */
export class Home {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), 'shells-'));

  constructor() {
    // Where it is missing, fish begins by reading all manual pages, which goes on when the shell has ended.
    mkdirSync(join(this.folder, 'data/fish/generated_completions'), { recursive: true });
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  environment(others: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
    const { folder } = this;
    return new Map(
      Object.entries({
        PATH: process.env['PATH'] ?? '',
        TERM: 'xterm',
        HOME: folder,
        ZDOTDIR: join(folder, 'zsh'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_DATA_HOME: join(folder, 'data'),
        BASH_ENV: join(folder, 'task.sh'),
        ...others,
      }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As a terminal has it. */
export const inTerminal = (kind: RealShell['kind']): Shell => ({
  path: pathOf(kind),
  kind,
  login: false,
  interactive: true,
  cwd: undefined,
});
