import { describe, expect, it } from 'vitest';
import { readTime } from '../../../../src/aws/sources/readTime.js';

const NEW_YEAR = Date.UTC(2099, 0, 1);
const HOUR = 3_600_000;

describe('a time', () => {
  it.each(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])(
    'may be in %s',
    (month) => {
      const text = `${month} 1, 2099 12:00:00 GMT`;
      expect(readTime(`01 ${month} 2099 12:00:00 GMT`)).toBe(Date.parse(text));
    },
  );

  it.each<[string, number]>([
    ['2099-01-01T00:00:00Z', NEW_YEAR],
    ['2099-01-01t00:00:00z', NEW_YEAR],
    ['2099-01-01 00:00:00Z', NEW_YEAR],
    ['2099-01-01T00:00Z', NEW_YEAR],
    ['2099-01-01T00:00:00UTC', NEW_YEAR],
    ['2099-01-01T00:00:00+02:00', NEW_YEAR - 2 * HOUR],
    ['2099-01-01T00:00:00-0230', NEW_YEAR + 2.5 * HOUR],
    ['2099-01-01T00:00:00+02', NEW_YEAR - 2 * HOUR],
    ['2099-01-01T00:00:00.25Z', NEW_YEAR + 250],
    ['2099-01-01T00:00:00,123456789Z', NEW_YEAR + 123],
    ['20990101T000000Z', NEW_YEAR],
    ['20990101T000000+0200', NEW_YEAR - 2 * HOUR],
    ['2096-02-29T23:59:59Z', Date.UTC(2096, 1, 29, 23, 59, 59)],
    ['Thu, 01 Jan 2099 00:00:00 GMT', NEW_YEAR],
    ['1 JAN 2099 00:00 UT', NEW_YEAR],
    ['Thu, 01 Jan 2099 00:00:00 +0200', NEW_YEAR - 2 * HOUR],
    ['31 Dec 2099 23:59:59 -0000', Date.UTC(2099, 11, 31, 23, 59, 59)],
  ])('is %s', (text, ms) => {
    expect(readTime(text)).toBe(ms);
  });

  it.each([
    '',
    'tomorrow',
    '4070908800',
    '2099-01-01',
    '2099-01-01T00:00:00',
    '20990101T000000',
    'Thu, 01 Jan 2099 00:00:00',
    '2099-02-31T00:00:00Z',
    '2097-02-29T00:00:00Z',
    '2099-13-01T00:00:00Z',
    '2099-00-01T00:00:00Z',
    '2099-01-01T24:00:00Z',
    '2099-01-01T00:60:00Z',
    '2099-01-01T00:00:60Z',
    '01/31/2099 12:00 UTC',
    '01 Jax 2099 00:00:00 GMT',
    ' 2099-01-01T00:00:00Z',
    '2099-01-01T00:00:00Z ',
    'on Thu, 01 Jan 2099 00:00:00 GMT',
    'Thu, 01 Jan 2099 00:00:00 GMT.',
    '2099-01-00T00:00:00Z',
    '2099-12-32T00:00:00Z',
    '2099-12-31T23:59:60Z',
  ])('is not %j', (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});
