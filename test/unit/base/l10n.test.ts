import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as l10n from '../../../src/base/l10n.js';

const WORDS = {
  'Hello {0}': 'Bonjour {0}',
  'There is no role {0}.': 'Il n’y a pas de rôle {0}.',
  '{0} It cost {1}.': '{0} Coût : {1}.',
  Close: 'Fermer',
  Yes: 'Oui',
  'Is it {0}?/Where a sign-in is awaited': 'Est-ce {0} ?',
};

const english = () => l10n.speak({ words: undefined, spoken: new Map() });
const french = () => l10n.speak({ words: WORDS, spoken: new Map() });

afterEach(english);

test('nothing has been said at first', () => {
  expect(l10n.inEnglish('Bonjour Ann')).toBe('Bonjour Ann');
});

test('texts are English until there are words, and again when those are taken away', () => {
  expect(l10n.t('Hello {0}', 'Ann')).toBe('Hello Ann');
  french();
  expect(l10n.t('Hello {0}', 'Ann')).toBe('Bonjour Ann');
  english();
  expect(l10n.t('Hello {0}', 'Ann')).toBe('Hello Ann');
});

test('a text with a comment is looked up with it, and its places are filled', () => {
  french();
  expect(l10n.t({ message: 'Is it {0}?', comment: ['Where a sign-in is awaited'] }, 'Ann')).toBe('Est-ce Ann ?');
  expect(l10n.inEnglish('Est-ce Ann ?')).toBe('Is it Ann?');
});

test('a text that nobody has translated is said in English', () => {
  french();
  expect(l10n.t('Never {0}', 'mind')).toBe('Never mind');
});

describe('what was said, in English', () => {
  beforeEach(french);

  test('is what it was made of, and so are the texts within it', () => {
    const outer = l10n.t('{0} It cost {1}.', l10n.t('There is no role {0}.', 'dev'), 3);
    expect(outer).toBe('Il n’y a pas de rôle dev. Coût : 3.');
    expect(l10n.inEnglish(outer)).toBe('There is no role dev. It cost 3.');
  });

  test('is found within a line of the log, the longest first, wherever it stands', () => {
    l10n.t('Hello {0}', 'Ann');
    l10n.t('Hello {0}', 'Ann Lee');
    const line = 'Bonjour Ann Lee, Bonjour Ann, Bonjour Ann Lee';
    expect(l10n.inEnglish(line)).toBe('Hello Ann Lee, Hello Ann, Hello Ann Lee');
  });

  test.each([[['No role', 'No role at all']], [['No role at all', 'No role']]])(
    'is found whole where one text begins as another, in whatever order they were said: %j',
    (said) => {
      l10n.speak({ words: { 'No role': 'Pas de rôle', 'No role at all': 'Pas de rôle du tout' }, spoken: new Map() });
      said.forEach((message) => l10n.t(message));
      expect(l10n.inEnglish('a: Pas de rôle du tout, Pas de rôle')).toBe('a: No role at all, No role');
    },
  );

  test('has all its places filled, however many, and whatever stands between its words', () => {
    const message = '{0},\n\n{10}';
    l10n.speak({ words: { [message]: '{10},\n\n{0}' }, spoken: new Map() });
    l10n.t(message, 'a', 1, 2, 3, 4, 5, 6, 7, 8, 9, 'z');
    expect(l10n.inEnglish('> z,\n\na')).toBe('> a,\n\nz');
  });

  test('keeps what looks like a pattern of a replacement', () => {
    l10n.t('Hello {0}', "$& $1 $'");
    expect(l10n.inEnglish("roleSessions.assumeRole: Bonjour $& $1 $'")).toBe("roleSessions.assumeRole: Hello $& $1 $'");
  });

  test('does not cut up names that hold a word', () => {
    l10n.t('Yes');
    expect(l10n.inEnglish('arn:aws:iam::123456789012:role/Ouistiti')).toBe('arn:aws:iam::123456789012:role/Ouistiti');
    expect(l10n.inEnglish('Oui')).toBe('Yes');
  });

  test('is what was said last, where two messages have become one text', () => {
    l10n.speak({ words: { 'Shut {0}': 'Fermer {0}', 'Close {0}': 'Fermer {0}' }, spoken: new Map() });
    l10n.t('Shut {0}', 'it');
    l10n.t('Close {0}', 'it');
    expect(l10n.inEnglish('Fermer it')).toBe('Close it');
  });

  test('is forgotten after 500 others, the oldest first, however long the window lives', () => {
    l10n.t('Hello {0}', 'first');
    l10n.t('Hello {0}', 'second');
    l10n.t('Hello {0}', 'first'); // said anew
    for (let said = 0; said < 499; said += 1) l10n.t('Hello {0}', `number ${said}`);
    expect(l10n.languageInUse().spoken.size).toBe(500);
    expect(l10n.inEnglish('Bonjour second')).toBe('Bonjour second');
    expect(l10n.inEnglish('Bonjour first')).toBe('Hello first');
  });

  test('is not kept at all where English is spoken anyway', () => {
    english();
    l10n.t('Hello {0}', 'Ann');
    expect(l10n.languageInUse().spoken.size).toBe(0);
  });

  test('a place without an argument stays as it is', () => {
    l10n.t('Hello {0}');
    expect(l10n.inEnglish('Bonjour {0}')).toBe('Hello {0}');
  });
});
