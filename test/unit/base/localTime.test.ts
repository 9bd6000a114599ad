import { afterEach, expect, it } from 'vitest';
import { languageInUse, speak } from '../../../src/base/l10n.js';
import { localTime } from '../../../src/base/localTime.js';

it('a moment is told with its day and its second', () => {
  const text = localTime(new Date(2026, 10, 24, 9, 5, 7).getTime());
  for (const part of ['2026', '24', '05', '07']) expect(text).toContain(part);
});

it('in a language of the editor a moment is told as that writes it', () => {
  speak({ ...languageInUse(), locale: 'de' });
  const moment = new Date(2026, 10, 24, 9, 5, 7).getTime();
  expect(localTime(moment)).toBe('24.11.2026, 09:05:07');
  speak({ ...languageInUse(), locale: 'qps-ploc' }); // which no machine knows
  expect(localTime(moment)).toContain('2026');
});

afterEach(() => speak({ ...languageInUse(), locale: undefined }));
