import { expect } from 'vitest';
import type { AssumeRoleHop, Plan } from '../../../src/model/plan/plan.js';
import type { RoleEntry } from '../../../src/model/plan/role.js';
import type { Profile } from '../../../src/config/files/profiles.js';
import type { PlanContext } from '../../../src/config/plan/located.js';
import { listRoles, planContext } from '../../../src/config/roles.js';
import type { Checked } from '../../../src/base/checked.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { Problem } from '../../../src/base/place.js';
import type { StaticKeysSource } from '../../../src/model/plan/source.js';

export const CONFIG = '/home/ana/.aws/config';
export const CREDENTIALS = '/home/ana/.aws/credentials';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** A role that does not say its source yet. */
export const DEV = `[profile dev]\nrole_arn = ${roleArn('dev')}\n`;
/** The same, with the user’s own keys as its source. */
export const SOURCED = `${DEV}source_profile = base\n`;

interface Given {
  readonly config?: string;
  readonly credentials?: string;
  readonly settings?: unknown;
  readonly sessionName?: unknown;
  readonly variables?: Readonly<Record<string, string>>;
  readonly legacy?: string;
  /** Why the config file is not read. */
  readonly unreadable?: string;
}

/** The user's own keys, in the credentials file. */
export const BASE_KEYS = `[base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${SECRET}\n`;

export function roleArn(name: string, partition = 'aws'): string {
  return `arn:${partition}:iam::123456789012:role/${name}`;
}

function inputOf({ config, credentials = BASE_KEYS, sessionName, variables = {}, legacy, unreadable }: Given) {
  return {
    files: {
      config: { file: CONFIG, text: config, ...(unreadable === undefined ? {} : { unreadable }) },
      credentials: { file: CREDENTIALS, text: credentials },
      legacy,
    },
    sessionName,
    environment: { variables, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' },
  };
}

export function read(given: Given): readonly RoleEntry[] {
  return listRoles({ ...inputOf(given), settings: given.settings });
}

/** What plans are made from. */
export function contextOf(given: Given): PlanContext {
  return planContext(inputOf(given));
}

/** The AWS files, which a test may change. */
export function changingFiles(config: string, credentials: string) {
  const listeners = new Listeners();
  const files = {
    config,
    credentials,
    disposed: false,
    locations: { config: { file: CONFIG }, credentials: { file: CREDENTIALS } },
    changed: () => listeners.fire(),
    onDidChange: listeners.event,
    dispose: () => {
      files.disposed = true;
    },
    read: () =>
      Promise.resolve({
        config: { file: CONFIG, text: files.config },
        credentials: { file: CREDENTIALS, text: files.credentials },
      }),
  };
  return files;
}

export function profileOf({ profiles }: PlanContext, name = 'base'): Profile {
  const profile = profiles.byName.get(name);
  if (profile === undefined) {
    throw new Error(`There is no profile ${name}.`);
  }
  return profile;
}

export function valueOf<T>(checked: Checked<T>): T {
  if (!checked.ok) {
    throw new Error(checked.problem.message);
  }
  return checked.value;
}

export function refusalOf(checked: Checked<unknown>): Problem {
  if (checked.ok) {
    throw new Error(`Was taken as ${JSON.stringify(checked.value)}`);
  }
  return checked.problem;
}

function entry(entries: readonly RoleEntry[], name: string): RoleEntry {
  const found = entries.find((candidate) => nameOf(candidate) === name);
  if (found === undefined) {
    throw new Error(`No role ${name} among ${entries.map(nameOf).join(', ')}`);
  }
  return found;
}

export function nameOf(candidate: RoleEntry): string {
  return candidate.name;
}

/** The AssumeRole calls of a plan. */
export function assumeHops(plan: Plan): readonly AssumeRoleHop[] {
  return plan.hops.filter((hop) => hop.kind === 'assume-role');
}

export function keysSource({ source }: Plan): StaticKeysSource {
  if (source.kind !== 'static-keys') {
    throw new Error(`The source is ${source.kind}.`);
  }
  return source;
}

export function ready(entries: readonly RoleEntry[], name: string): Extract<RoleEntry, { kind: 'ready' }> {
  const found = entry(entries, name);
  if (found.kind !== 'ready') {
    throw new Error(`${name} is broken: ${found.problem.message}`);
  }
  return found;
}

export function problemOf(entries: readonly RoleEntry[], name: string): Problem {
  const found = entry(entries, name);
  if (found.kind !== 'broken') {
    throw new Error(`${name} is not broken`);
  }
  return found.problem;
}

/** "ok", or what is wrong and what to do. */
export function outcome(checked: Checked<unknown>): string {
  return checked.ok ? 'ok' : `${checked.problem.message} ${checked.problem.hint}`;
}

export type Broken = [
  what: string,
  config: string,
  credentials: string,
  file: string,
  line: number,
  message: string,
  hint: string,
];

const GOOD = `[profile good]\nrole_arn = ${roleArn('good')}\nsource_profile = keys\n`;
const GOOD_KEYS = '[keys]\naws_access_key_id = K\naws_secret_access_key = S\n';

/** The role `dev` is broken, with this place and these words; a role further down works; nothing shows the secret. */
export function expectBroken(...[, config, credentials, file, line, message, hint]: Broken): void {
  const entries = read({ config: config + GOOD, credentials: credentials + GOOD_KEYS });
  const problem = problemOf(entries, 'dev');
  expect(problem.place).toEqual({ kind: 'file', file, line });
  expect(problem.message).toContain(message);
  expect(problem.hint).toContain(hint);
  expect(entry(entries, 'good').kind).toBe('ready');
  expect(JSON.stringify(entries)).not.toContain(SECRET);
}
