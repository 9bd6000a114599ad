import { describe, expect, it } from 'vitest';
import { oneLine } from '../../../src/base/oneLine.js';

describe('a text of somebody else’s, on one line', () => {
  it.each([
    ['to list buckets', 'to list buckets'],
    ['  to \t list\r\n\nbuckets ', 'to list buckets'],
    ['one\u2028two\u2029tri\u0085ab\u0000x', 'one two tri ab x'],
    ['turned\u202Edaer\u2066 back', 'turned daer back'],
    ['un\u200Bseen\uFEFF\u00AD', 'un seen'],
    ['blank\u3164\u115F', 'blank'],
    ['end” „Now« it "is', "end' 'Now' it 'is"],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345678901', '1234567890123456789…'],
    ['1234567890123456 8 01', '1234567890123456 8…'],
    ['😀'.repeat(21), `${'😀'.repeat(19)}…`],
    [' \n\u200B', ''],
    ['x'.repeat(100), `${'x'.repeat(19)}…`],
  ])('%j', (text, line) => expect(oneLine(text, 20)).toBe(line));
});
