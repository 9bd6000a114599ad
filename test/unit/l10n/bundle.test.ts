import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { extractMessages, MESSAGES } from '../../tools/messages.js';

test('the bundle for translators holds exactly what the sources say (npm run l10n writes it)', async () => {
  expect(readFileSync(MESSAGES, 'utf8')).toBe(await extractMessages());
});
