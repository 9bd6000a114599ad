import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
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

  test('of a bundle that cannot be loaded: the user is told what to do, and the log why', async () => {
    const cause = new Error("Cannot find module './onDemand.js'\nRequire stack:\n- /home/me/extension.js");
    const loaded = await inOurWords(Promise.reject(cause)).catch((error: unknown) => error);
    expect(loaded).toBeInstanceOf(UserError);
    expect(loaded).toMatchObject({
      message:
        "A part of Role Sessions for AWS could not be loaded (Cannot find module './onDemand.js'). Reload the window; if that does not help, install the extension anew.",
      cause,
    });
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
