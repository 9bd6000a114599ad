import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_IDS } from '../../../src/base/commandIds.js';

const root = join(import.meta.dirname, '../../..');
const texts = ['package.json', 'package.nls.json'].map((file) => readFileSync(join(root, file), 'utf8'));
const { contributes } = JSON.parse(texts[0]!) as {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly keybindings: readonly { readonly command: string }[];
  };
};
const contributed = contributes.commands.map(({ command }) => command);

describe('the command ids', () => {
  it('are those of package.json, each once', () => {
    expect([...contributed].sort()).toEqual([...COMMAND_IDS].sort());
    expect(new Set(COMMAND_IDS).size).toBe(COMMAND_IDS.length);
  });

  it('are all that menus and keys name', () => {
    const entries = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    expect(entries.map(({ command }) => command).filter((id) => !contributed.includes(id))).toEqual([]);
    expect(entries.length).toBeGreaterThan(10);
  });

  it('are all that links in texts name', () => {
    const linked = texts.flatMap((text) => [...text.matchAll(/\(command:(roleSessions[\w.]+)/g)].map(([, id]) => id!));
    // The editor has a command for each view.
    const ofViews = Object.values(contributes.views)
      .flat()
      .map(({ id }) => `${id}.focus`);
    expect(linked.filter((id) => ![...contributed, ...ofViews].includes(id))).toEqual([]);
    expect(linked.length).toBeGreaterThan(0);
  });
});
