// What holds of ini.ts whatever a file says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIni, type IniFile } from '../../../../src/config/files/ini.js';

function problemLines(file: IniFile): number[] {
  return [...file.problems, ...file.sections.flatMap((section) => section.problems)].map(({ line }) => line);
}

describe('for any text', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '[a]',
      '[profile b]',
      '[open',
      '[]',
      'x = 1',
      ' y=2',
      '\tz',
      '# c',
      '',
      '=',
      ':',
      's3 =',
      '  k=v',
      '\uFEFF',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

  it('never throws, and every line number is one of the text', () => {
    fc.assert(
      fc.property(text, (given) => {
        const file = parseIni(given);
        const count = given.split(/\r\n|\r|\n/).length;
        const options = file.sections.flatMap((section) => [...section.options.values()]);
        for (const at of [...problemLines(file), ...[...file.sections, ...options].map((part) => part.line)]) {
          expect(at).toBeGreaterThanOrEqual(1);
          expect(at).toBeLessThanOrEqual(count);
        }
      }),
    );
  });

  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);
  it('an option’s line is where its name stands', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1 }),
        fc.array(fc.constantFrom('', '# c', '; d')),
        (names, between) => {
          const lines = ['[s]', ...names.flatMap((name) => [...between, `${name} = v`])];
          for (const [name, option] of parseIni(lines.join('\n')).sections[0]!.options) {
            expect(lines[option.line - 1]).toBe(`${name} = v`);
          }
        },
      ),
    );
  });

  it('no problem quotes the line it is about', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9/+]{20,40}$/);
    fc.assert(
      fc.property(secret, fc.constantFrom('', '[a]\n', '[a]\ns3 =\n  '), (value, before) => {
        const file = parseIni(`${before}${value}\n`);
        expect(problemLines(file)).toHaveLength(1);
        expect(JSON.stringify(file.problems) + JSON.stringify(file.sections.map((s) => s.problems))).not.toContain(
          value,
        );
      }),
    );
  });
});
