import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../../src');
const DECLARED = /^export (?:async )?(?:abstract )?(?:function|interface|type|const|class) (\w+)/gm;
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it('one exported name has one meaning in all of src', () => {
  const declared = new Map<string, string[]>();
  for (const file of files) {
    const names = new Set([...readFileSync(join(SRC, file), 'utf8').matchAll(DECLARED)].map(([, name]) => name!));
    for (const name of names) declared.set(name, [...(declared.get(name) ?? []), file]);
  }
  expect(declared.size).toBeGreaterThan(300);
  expect([...declared].filter(([, places]) => places.length > 1)).toEqual([]);
});

it('no room has more than about fifteen files', () => {
  const rooms = new Map<string, number>();
  for (const file of files) {
    const room = file.split(/[/\\]/).slice(0, -1).join('/');
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  expect([...rooms].filter(([, count]) => count > 16)).toEqual([]);
});
