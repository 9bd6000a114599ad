// What is said of a role that is asked for. Names come from a workspace, which somebody else may have written.
import { expect, it } from 'vitest';
import type { RoleAsk } from '../../../../src/session/folderRoles/asks.js';
import { asText, noRoleText, offerText } from '../../../../src/session/folderRoles/texts.js';

const ask: RoleAsk = {
  role: 's3-read-only',
  folder: undefined,
  asker: { kind: 'folder', name: 'infra' },
  owner: 'file:///infra',
};

it.each([
  [ask.asker, 'Folder infra asks for the role s3-read-only.'],
  [{ kind: 'workspace' } as const, 'This workspace asks for the role s3-read-only.'],
  [{ kind: 'user' } as const, 'Your settings ask for the role s3-read-only.'],
])('says who asks: %o', (asker, text) => {
  expect(offerText({ ...ask, asker }, false)).toBe(text);
  expect(offerText({ ...ask, asker }, true)).toBe(text.replace('only.', 'only, which is production.'));
});

it.each([
  [
    { why: 'missing' } as const,
    'You have no role of that name, and the setting roleSessions.role cannot define one. Choose a role of yours, or change the setting.',
  ],
  [
    { why: 'ambiguous', ids: ['profile:dev', 'setting:dev'] } as const,
    'You have several of that name. Write one of profile:dev, setting:dev in the setting roleSessions.role, or choose a role.',
  ],
  [
    {
      why: 'broken',
      id: 'profile:dev',
      problem: { message: 'It has no ARN.', hint: 'Add one.', place: undefined },
    } as const,
    'The setting roleSessions.role names it, but it cannot be assumed: It has no ARN. Add one.',
  ],
])('says why nothing comes of it, and what to do: %o', (reason, text) => {
  expect(noRoleText(ask, reason)).toBe(`Folder infra asks for the role s3-read-only. ${text}`);
});

it.each([
  ['dev', 'dev'],
  ['a name\nof two\u2028lines\u202e', 'a name of two lines '],
  ['[Sign in](command:x) [here](https://x.example)', '[Sign in] (command:x) [here] (https://x.example)'],
  [']\n(command:x)', '] (command:x)'],
  ['😀'.repeat(200), `${'😀'.repeat(80)}…`],
])('shows %j as a text', (text, shown) => {
  expect(asText(text)).toBe(shown);
});
