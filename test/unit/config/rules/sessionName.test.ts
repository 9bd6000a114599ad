import { describe, expect, it } from 'vitest';
import { defaultSessionName, expandSessionName, sessionNameValues } from '../../../../src/config/rules/sessionName.js';
import type { Place } from '../../../../src/base/place.js';

const PLACE: Place = { kind: 'setting', setting: 'roleSessions.roles[0].sessionName' };
const ENVIRONMENT = { variables: {}, userName: 'Ana María', hostName: 'desk', homeDirectory: '/home/ana' };
const VALUES = sessionNameValues(ENVIRONMENT, 'team/dev');

const expand = (value: string, values = VALUES) =>
  expandSessionName({ name: 'sessionName', value, place: PLACE }, values);

describe('a session name pattern', () => {
  it.each([
    ['ana', 'ana'],
    ['vscode-${user}', 'vscode-Ana-Mar-a'],
    ['${user}@${host}', 'Ana-Mar-a@desk'],
    ['${profile}', 'team-dev'],
    ['${user}${user}', 'Ana-Mar-aAna-Mar-a'],
    ['my name: ${host}', 'my-name--desk'],
    ['a_+=,.@-Z9${host}', 'a_+=,.@-Z9desk'],
    [`\${host}${'x'.repeat(80)}`, `desk${'x'.repeat(60)}`],
  ])('%s gives %s', (pattern, name) => {
    expect(expand(pattern)).toEqual({ ok: true, value: name });
  });

  it('is long enough for AWS whatever the user’s name is', () => {
    expect(expand('${user}', { ...VALUES, user: 'a' })).toEqual({ ok: true, value: 'a-' });
    expect(expand('${user}', { ...VALUES, user: '😀' })).toEqual({ ok: true, value: '--' });
  });

  it.each([
    ['${username}', '${username}', '${user}, ${profile}, ${host}'],
    ['x-${USER}', '${USER}', '${user}'],
    ['${}', '${}', '${host}'],
    ['${constructor}', '${constructor}', '${host}'],
  ])('%s has an unknown placeholder', (pattern, shown, hint) => {
    const result = expand(pattern);
    expect(result).toMatchObject({ ok: false, problem: { place: PLACE } });
    expect(!result.ok && result.problem.message).toContain(shown);
    expect(!result.ok && result.problem.hint).toContain(hint);
  });

  it.each([
    ['x', 'has 1 characters'],
    ['a b', 'a character that AWS does not accept'],
    ['$user', 'a character that AWS does not accept'],
    ['x'.repeat(65), 'has 65 characters'],
  ])('without a placeholder is checked as it is: %s', (pattern, message) => {
    const result = expand(pattern);
    expect(!result.ok && result.problem.message).toContain(message);
  });
});

describe('roleSessions.sessionName', () => {
  it.each([undefined, null, '', '  '])('%j is the default', (setting) => {
    expect(defaultSessionName(setting, VALUES)).toEqual({ ok: true, value: 'vscode-Ana-Mar-a' });
  });

  it('serves every role that configures none', () => {
    expect(defaultSessionName('${profile}.${host}', VALUES)).toEqual({ ok: true, value: 'team-dev.desk' });
  });

  it('is taken without the blanks around it', () => {
    expect(defaultSessionName(' ${host} ', VALUES)).toEqual({ ok: true, value: 'desk' });
  });

  it.each([[7], ['${who}'], [{}], [false]])('%j is a problem of the setting', (setting) => {
    expect(defaultSessionName(setting, VALUES)).toMatchObject({
      ok: false,
      problem: { place: { setting: 'roleSessions.sessionName' } },
    });
  });
});
