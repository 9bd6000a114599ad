import { describe, expect, it } from 'vitest';
import { forgotten, plain, pseudo, pseudoMessages } from '../../support/pseudo.js';

describe('the pseudo-locale', () => {
  it.each([
    ['Assume {0} again', 'Ȧşşŭḿḗ {0} ȧɠȧīƞ'],
    ['$(shield) [End](command:roleSessions.endSession)', '$(shield) [Ḗƞḓ](command:roleSessions.endSession)'],
    ['See https://example.com/a b', 'Şḗḗ https://example.com/a ƀ'],
    ['<kbd>x</kbd> of `#roleSessions.roles#`', '<kbd>ẋ</kbd> ǿƒ `#roleSessions.roles#`'],
    ['', ''],
  ])('says %j as %j, which is plain again', (text, said) => {
    expect(pseudo(text)).toBe(said);
    expect(plain(said)).toBe(text);
  });

  it('has a letter for each', () => {
    const all = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    expect(pseudo(all)).not.toMatch(/[A-Za-z]/);
    expect(new Set(pseudo(all)).size).toBe(52);
    expect(plain(pseudo(all))).toBe(all);
  });

  it.each([
    [pseudo('There is no role dev.'), []],
    [`${pseudo('There is no role')} dev.`, []],
    [`${pseudo('It failed:')} no such file. ${pseudo('Try again.')}`, ['no such file.']],
    ['There is no role.', ['There is no role.']],
    ['us-west-2 · 59m', []],
  ])('of %j, what was forgotten is %j', (text, found) => expect(forgotten(text)).toEqual(found));

  it('takes names and the words of others for what they are', () => {
    expect(forgotten('bucket us-west-2, no such file', ['no such file', /[a-z]+-west-\d/g])).toEqual([]);
  });

  it('is a bundle of the same messages, with or without comments', () => {
    expect(pseudoMessages('{"Yes": "Yes", "en/For pages": {"message": "en", "comment": ["For pages"]}}')).toBe(
      '{"Yes":"Ẏḗş","en/For pages":"ḗƞ"}',
    );
  });
});
