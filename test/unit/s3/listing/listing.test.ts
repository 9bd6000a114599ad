import { describe, expect, it } from 'vitest';
import { broken, MAX_ENTRIES, nextPage, received, unread } from '../../../../src/s3/listing/listing.js';

const down = { kind: 'timeout' } as const;

describe('a listing read page by page', () => {
  it('starts at the beginning and ends where S3 says so', () => {
    const start = unread<string>();
    expect(nextPage(start.tail)).toEqual({ token: undefined });
    const first = received(start, ['a', 'b'], 't1');
    expect(nextPage(first.tail)).toEqual({ token: 't1' });
    const last = received(first, ['c'], undefined);
    expect(last).toEqual({ entries: ['a', 'b', 'c'], pages: 2, tail: { kind: 'end' } });
    expect(nextPage(last.tail)).toBeUndefined();
  });

  it('keeps what is loaded when a page fails, and goes on from that page', () => {
    const failed = broken(received(unread<string>(), ['a'], 't1'), down, 'No answer.');
    expect(failed).toEqual({
      entries: ['a'],
      pages: 1,
      tail: { kind: 'failed', failure: down, message: 'No answer.', token: 't1' },
    });
    expect(nextPage(failed.tail)).toEqual({ token: 't1' });
    expect(nextPage(broken(failed, down, 'Still none.').tail)).toEqual({ token: 't1' });
    expect(received(failed, ['b'], undefined).entries).toEqual(['a', 'b']);
  });

  it('a listing that ended or is full and fails after all goes on nowhere in particular', () => {
    const ended = received(unread<string>(), ['a'], undefined);
    expect(broken(ended, down, 'No answer.').tail).toMatchObject({ kind: 'failed', token: undefined });
  });

  it('a failed first page starts over', () => {
    expect(unread()).toEqual({ entries: [], pages: 0, tail: { kind: 'unread' } });
    expect(nextPage(broken(unread(), down, 'No answer.').tail)).toEqual({ token: undefined });
  });

  it('stops before the tree grows too long to show', () => {
    const full = received(
      unread<number>(),
      Array.from({ length: MAX_ENTRIES }, (_, n) => n),
      'more',
    );
    expect(full.tail).toEqual({ kind: 'full' });
    expect(received({ ...full, entries: full.entries.slice(2) }, [0], 'more').tail.kind).toBe('more');
    expect(received(full, [], undefined).tail).toEqual({ kind: 'end' });
    expect(nextPage(full.tail)).toBeUndefined();
  });

  it('an empty page with a token is not the end', () => {
    expect(received(unread(), [], 't1').tail).toEqual({ kind: 'more', token: 't1' });
  });
});
