import { describe, expect, it } from 'vitest';
import { environmentOf, foregroundOf, frontOf } from '../../../../src/terminals/identity/foreground.js';
import { OutputTail } from '../../../../src/terminals/identity/refusals.js';

describe('what has a terminal', () => {
  it.each<[string, string, number | 'itself' | undefined]>([
    ['its shell', '7 (bash) S 1 7 7 34816 7 4194304', 'itself'],
    ['a program', '7 (ba) sh) S 1 7 7 34816 99 4194304', 99],
    ['nobody, for there is no terminal', '7 (bash) S 1 7 7 0 -1 4194304', undefined],
    ['nobody knows', 'nonsense', undefined],
  ])('is %s', (_, stat, expected) => expect(frontOf(stat)).toBe(expected));

  it('is not known of a process that is gone', async () => {
    expect(await foregroundOf(2 ** 22 + 1)).toEqual({ kind: 'unknown' });
    expect(await environmentOf(2 ** 22 + 1)).toBe('gone');
  });
});

describe('a refusal in what a command prints', () => {
  const after = (...parts: readonly string[]) => {
    const tail = new OutputTail();
    const wanted = parts.map((part) => tail.add(part));
    return { found: tail.refusal(), wanted: wanted.at(-1) };
  };

  it.each([
    ['An error occurred (ExpiredTokenException) when', 'expired'],
    ['RequestExpired', 'expired'],
    ['InvalidClientTokenId: The security token', 'unknownKeys'],
    ['InvalidAccessKeyId', 'unknownKeys'],
    ['UnrecognizedClientException', 'unknownKeys'],
    ['AccessDeniedException', 'denied'],
    ['UnauthorizedOperation', 'denied'],
  ])('%s', (text, refusal) => expect(after(text).found?.refusal).toBe(refusal));

  it('is found where it comes in parts, keys before rights', () =>
    expect(after('AccessDenied, Expired', 'Token').found).toEqual({
      code: 'ExpiredToken',
      refusal: 'expired',
      sentence: undefined,
    }));
  it('of a denial keeps the line that says who may not do what', () => {
    const said = 'An error occurred (AccessDenied) when calling the ListBuckets operation: User: u is not authorized';
    const bare = 'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied';
    expect(after(`key: mine\r\n${said}\r\nafter`).found?.sentence).toBe(said);
    expect(after(`${said}\n${bare}\n$ `).found?.sentence).toBe(bare);
    expect(after('AccessDenied: User: u is not authorized to perform: s3:x').found?.sentence).toMatch(/^AccessDenied/);
    expect(after('AccessDenied').found).toEqual({ code: 'AccessDenied', refusal: 'denied', sentence: undefined });
    expect(after(`${said} is not authorized to perform\nExpiredToken`).found?.sentence).toBeUndefined();
  });
  it('is none in other words', () => expect(after('denied').found).toBeUndefined());
  it('is looked for at the end alone', () => expect(after('AccessDenied', 'x'.repeat(8 * 1024)).found).toBeUndefined());
  it('is looked for in so much and no more', () => {
    expect(after('x'.repeat(2 * 1024 * 1024 - 1)).wanted).toBe(true);
    expect(after('x'.repeat(2 * 1024 * 1024)).wanted).toBe(false);
  });
  it('is told once: nothing of the text is kept', () => {
    const tail = new OutputTail();
    tail.add('AccessDenied');
    expect(tail.refusal()?.code).toBe('AccessDenied');
    expect(tail.refusal()).toBeUndefined();
  });
});
