import { beforeEach, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import * as l10n from '../../../src/base/l10n.js';
import { redactingLog } from '../../../src/editor/log.js';

let lines: string[];
let secrets: string[];
const write = (line: string | Error) => void lines.push(String(line));
const log = redactingLog({ debug: write, info: write, warn: write, error: write }, () => secrets);

beforeEach(() => {
  lines = [];
  secrets = [];
});

it('the log asks for the secrets at the time of writing', () => {
  secrets.push('later');
  log.debug('a later b');
  log.info('later');
  log.warn('sooner or later', new UserError('later'));
  log.error('lost', new Error('lost later'));
  expect(lines.join('\n')).not.toContain('later');
  expect(lines.slice(0, 3)).toEqual(['a [redacted] b', '[redacted]', 'sooner or [redacted]: [redacted]']);
});

it('what lies behind an error is told once, and without secrets', () => {
  secrets.push('s3cr3t');
  const cause = new UserError('It failed.', { cause: new Error('s3cr3t {"Token":"abc"}') });
  log.warn('roleSessions.assumeRole', new UserError('It failed.', { cause }));
  expect(lines).toEqual(['roleSessions.assumeRole: It failed.\n  because Error: [redacted] {"Token":"[redacted]"}']);
});

it("what users read in the editor's language stands in English", () => {
  l10n.speak({ words: { 'No role {0}.': 'Kein Recht {0}.', 'No file.': 'Keine Datei.' }, spoken: new Map() });
  const error = new UserError(l10n.t('No role {0}.', 'dev'), { cause: new UserError(l10n.t('No file.')) });
  l10n.speak({ ...l10n.languageInUse(), words: undefined });
  expect(error.message).toBe('Kein Recht dev.');
  log.warn('roleSessions.assumeRole', error);
  log.info(`Said: ${error.message}`);
  expect(lines).toEqual(['roleSessions.assumeRole: No role dev.\n  because No file.', 'Said: No role dev.']);
});
