import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, test } from 'vitest';
import { inOurWords, useWords } from '../../../src/base/words.js';
import type { Words } from '../../../src/base/words.js';

afterEach(() => useWords(undefined));

describe('words', () => {
  test('are English until there are others, and again when those are taken away', () => {
    expect(l10n.t('Hello {0}', 'Ann')).toBe('Hello Ann');
    useWords({ 'Hello {0}': 'Bonjour {0}' });
    expect(l10n.t('Hello {0}', 'Ann')).toBe('Bonjour Ann');
    useWords(undefined);
    expect(l10n.t('Hello {0}', 'Ann')).toBe('Hello Ann');
  });

  test('are passed on to a bundle that is loaded', async () => {
    const told: (Words | undefined)[] = [];
    const bundle = { useWords: (words: Words | undefined) => told.push(words) };
    expect(await inOurWords(Promise.resolve(bundle))).toBe(bundle);
    useWords({ Yes: 'Oui' });
    await inOurWords(Promise.resolve(bundle));
    expect(told).toEqual([undefined, { Yes: 'Oui' }]);
  });
});
