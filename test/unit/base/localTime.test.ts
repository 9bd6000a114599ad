import { expect, it } from 'vitest';
import { localTime } from '../../../src/base/localTime.js';

it('a moment is told with its day and its second', () => {
  const text = localTime(new Date(2026, 10, 24, 9, 5, 7).getTime());
  for (const part of ['2026', '24', '05', '07']) expect(text).toContain(part);
});
