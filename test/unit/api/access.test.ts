// Who may have what: a table of what the user has said, and what follows.
import { describe, expect, it } from 'vitest';
import { decideAccess, type Allowance, type ExtensionAccess } from '../../../src/api/access.js';

const WANTED = { id: 'session', arn: 'arn:aws:sts::123456789012:assumed-role/deploy/me' };

function access(allowance: Allowance, production?: Allowance, other: Partial<typeof WANTED> = {}): ExtensionAccess {
  const answer = { ...WANTED, ...other, title: 'deploy', since: 1 };
  return {
    ...{ extension: 'acme.tool', name: 'Tool', allowance, since: 1 },
    production: production === undefined ? [] : [{ ...answer, allowance: production }],
  };
}

const ALL = { kind: 'allowed', allowance: 'all' };
const READ = { kind: 'allowed', allowance: 'read-only' };
const NO = { kind: 'refused' };
const ASK = { kind: 'ask', about: 'extension' };
const ASK_PRODUCTION = { kind: 'ask', about: 'production' };

describe('of a role that is not production, an extension', () => {
  it.each([
    ['nothing was said to is asked about', undefined, ASK],
    ['that may is allowed', access('all'), ALL],
    ['that may read is allowed that', access('read-only'), READ],
    ['that was refused stays so', access('refused'), NO],
    ['has what it was allowed, whatever it is refused of production', access('all', 'refused'), ALL],
  ])('%s', (_, said, expected) => expect(decideAccess(said, WANTED, false)).toEqual(expected));
});

describe('of a role that is production, an extension', () => {
  it.each([
    ['nothing was said to is asked about for itself first', undefined, ASK],
    ['that may is asked about for the role', access('all'), ASK_PRODUCTION],
    ['that may read is asked about for the role', access('read-only'), ASK_PRODUCTION],
    ['that was refused is not asked about', access('refused'), NO],
    ['that was refused later has lost the role, too', access('refused', 'all'), NO],
    ['that may have it is allowed', access('all', 'all'), ALL],
    ['that may read it is allowed that', access('all', 'read-only'), READ],
    ['that may read at all reads it', access('read-only', 'all'), READ],
    ['that it was refused to stays so', access('all', 'refused'), NO],
    ['has no answer in that to another session', access('all', 'all', { id: 'other' }), ASK_PRODUCTION],
    ['has no answer in that to another identity', access('all', 'all', { arn: 'other' }), ASK_PRODUCTION],
  ])('%s', (_, said, expected) => expect(decideAccess(said, WANTED, true)).toEqual(expected));
});
