import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/api/consent.js';
import { questionText } from '../../../src/api/questionText.js';
import { liveSession, roleRef } from '../../support/samples.js';

const CALLER = { id: 'acme.tool', name: 'Tool', isSeen: true };
const SESSION = liveSession({ role: roleRef('deploy') });

function text(overrides: Partial<Question> = {}) {
  return questionText({
    ...{ about: 'extension', caller: CALLER, session: SESSION, reason: 'to look', most: 'all' },
    ...overrides,
  });
}

describe('the question about an extension', () => {
  it('names it, the role, its ARN, and the reason in quotation marks', () => {
    const { message, detail } = text();
    expect(message).toBe('Let the extension “Tool” (acme.tool) act as your AWS roles?');
    expect(detail).toContain(`It asks for deploy, ${SESSION.identity.arn}. The reason that it gives: “to look”`);
    expect(detail).toContain('Production roles are asked about one by one.');
    expect(detail).toContain('the editor does not tell one extension from another');
  });

  it('names it once where only its id is known, and says that nobody sees it here', () => {
    const { message, detail } = text({ caller: { id: 'acme.tool', name: 'acme.tool', isSeen: false } });
    expect(message).toBe('Let the extension acme.tool act as your AWS roles?');
    expect(detail).toContain('no extension of that name is installed where Role Sessions runs');
  });

  it('about a production role says so', () => {
    const { message, detail } = text({ about: 'production' });
    expect(message).toBe('Let the extension “Tool” (acme.tool) act as deploy, which is production?');
    expect(detail).not.toContain('one by one');
  });

  it('keeps the name of a role on one line', () => {
    const session = liveSession({ role: roleRef('a\nb” c'), narrowedTo: 'x'.repeat(200) });
    const { message } = text({ about: 'production', session });
    expect(message).toMatch(/act as a b' c \(x+…, which is production\?$/);
    expect(message.length).toBeLessThan(200);
  });

  it.each([
    [text(), ['refused', 'all', 'read-only']],
    [text({ about: 'production', most: 'read-only' }), ['refused', 'read-only']],
  ])('offers what can be had, and Enter gives nothing', ({ buttons }, expected) => {
    expect(buttons.map(({ allowance }) => allowance)).toEqual(expected);
    expect(new Set(buttons.map(({ title }) => title)).size).toBe(buttons.length);
  });
});
