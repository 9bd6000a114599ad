import { describe, expect, it } from 'vitest';
import { readProfiles } from '../../../../src/config/files/profiles.js';
import { CONFIG, CREDENTIALS, nameOf, problemOf, read, roleArn, SOURCED } from '../read.js';

const profilesOf = (config: string, credentials = '') =>
  readProfiles({ config: { file: CONFIG, text: config }, credentials: { file: CREDENTIALS, text: credentials } });
const inConfig = (line: number) => ({ kind: 'file', file: CONFIG, line });

describe('sections of the config file that are no profile', () => {
  it('are no role where they hold none: [plugins]', () => {
    const config = `[plugins]\ncli_legacy_plugin_path = /x\n${SOURCED}`;
    expect(profilesOf(config).strays).toEqual([]);
    expect([...profilesOf(config).bareSections]).toEqual(['plugins']);
    expect(read({ config }).map(nameOf)).toEqual(['dev']);
  });

  it.each([
    ['[ops]', 'ops', 'The section [ops] is not a profile', 'Write [profile ops].'],
    ['[my ops]', 'my ops', 'The section [my ops] is not a profile', 'Write [profile "my ops"].'],
    [
      '[profile my ops]',
      'profile my ops',
      'The section header on line 1 names no profile.',
      'a name with spaces or special characters needs quotes: [profile "my role"].',
    ],
  ])('are told where they hold one: %s', (header, name, message, hint) => {
    const config = `${header}\nrole_arn = ${roleArn('ops')}\nsource_profile = base\n${SOURCED}`;
    const entries = read({ config });
    expect(problemOf(entries, name)).toEqual({
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
      place: inConfig(1),
    });
    expect(entries.map(nameOf)).toEqual([name, 'dev']);
    expect(profilesOf(config).strays.map(({ id }) => id)).toEqual([`section:${CONFIG}:1`]);
  });

  it('are told where they have a mistake', () => {
    expect(profilesOf('[ops]\nmistake\n').strays).toMatchObject([{ name: 'ops', problem: { place: inConfig(2) } }]);
  });

  it.each([
    ['services', '[services local]\nmistake\n'],
    ['sso-session', '[sso-session corp]\nmistake\n'],
    ['sso-session without a name', '[sso-session]\nmistake\n'],
  ])('have their mistakes told: %s', (_, config) => {
    expect(profilesOf(config).problems).toMatchObject([{ place: inConfig(2) }]);
  });
});

it('a value of the credentials file wins, key by key', () => {
  const { byName } = profilesOf('[profile a]\nregion = c\noutput = c\n', '[a]\nregion = k\n[b]\nregion = k\n');
  expect([...byName.keys()]).toEqual(['a', 'b']);
  expect(byName.get('a')).toMatchObject({
    place: inConfig(1),
    config: { file: CONFIG },
    credentials: { file: CREDENTIALS },
  });
  expect(byName.get('b')).toMatchObject({ place: { file: CREDENTIALS, line: 3 }, config: undefined });
});
