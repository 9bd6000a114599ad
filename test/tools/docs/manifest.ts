// What package.json says of settings and commands, in words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../environment.js';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly scope?: string;
  readonly order?: number;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Section {
  readonly title: string;
  readonly properties: Readonly<Record<string, Schema>>;
}

interface Command {
  readonly command: string;
  readonly title: string;
}

interface PackageJson {
  readonly contributes: {
    readonly configuration: readonly Section[];
    readonly commands: readonly Command[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
}

const inRoot = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** package.json with the words of package.nls.json in place of their names. */
export function manifest(): PackageJson['contributes'] {
  const words = JSON.parse(inRoot('package.nls.json')) as Readonly<Record<string, string>>;
  const spoken = JSON.parse(inRoot('package.json'), (_key, value: unknown) => {
    const name = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    return name === undefined ? value : (words[name] ?? value);
  }) as PackageJson;
  return spoken.contributes;
}
