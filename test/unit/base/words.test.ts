import { describe, expect, test } from 'vitest';
import type { Language } from '../../../src/base/l10n.js';
import { languageInUse, speak } from '../../../src/base/l10n.js';
import { inOurWords, sentences, together } from '../../../src/base/words.js';

describe('the language', () => {
  test('is passed on to a bundle that is loaded, with what was said in it', async () => {
    const told: Language[] = [];
    const bundle = { speak: (language: Language) => told.push(language) };
    expect(await inOurWords(Promise.resolve(bundle))).toBe(bundle);
    const french: Language = { words: { Yes: 'Oui' }, spoken: new Map() };
    const before = languageInUse();
    speak(french);
    await inOurWords(Promise.resolve(bundle));
    speak(before);
    expect(told).toEqual([before, french]);
    expect(told[1]?.spoken).toBe(french.spoken);
  });
});

test('sentences stand one after the other, without those that are missing', () => {
  expect(sentences('One.', undefined, '', 'Two.')).toBe('One. Two.');
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a and b and c'],
])('together, %j are %j', (parts, text) => expect(together(parts)).toBe(text));
