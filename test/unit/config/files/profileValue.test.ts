import { describe, expect, it } from 'vitest';
import { isTrue, settingOf, textOf } from '../../../../src/config/files/profileValue.js';
import { CONFIG, contextOf, profileOf, refusalOf } from '../read.js';

const profileOfBase = () => profileOf(contextOf({ config: '[profile base]\nca_bundle = /profile\nempty =\n' }));
const place = { kind: 'file', file: CONFIG, line: 2 } as const;

describe('a setting', () => {
  const setting = (variables: Readonly<Record<string, string>>, key = 'ca_bundle', profile = profileOfBase()) => {
    const environment = { variables, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
    return settingOf(profile, environment, key, 'AWS_CA_BUNDLE');
  };

  it('is the profile’s', () => {
    expect(setting({})).toEqual({ name: 'ca_bundle', value: '/profile', place });
  });

  it('is the variable’s where that is set', () => {
    const variable = { name: 'AWS_CA_BUNDLE', value: '/variable', place: undefined };
    expect(setting({ AWS_CA_BUNDLE: '/variable' })).toStrictEqual(variable);
  });

  it.each([
    ['an empty variable hides it', { AWS_CA_BUNDLE: '' }, 'ca_bundle'],
    ['the profile says nothing', {}, 'other'],
    ['the profile has it empty', {}, 'empty'],
  ])('is none where %s', (_, variables, key) => {
    expect(setting(variables, key)).toBeUndefined();
  });

  it('is none without a profile', () => {
    const environment = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
    expect(settingOf(undefined, environment, 'ca_bundle', 'AWS_CA_BUNDLE')).toBeUndefined();
  });
});

it.each([
  ['true', true],
  ['TRUE', true],
  ['1', false],
  ['yes', false],
  ['true ', false],
])('%j is true: %s', (value, expected) => {
  expect(isTrue({ name: 'x', value, place: undefined })).toBe(expected);
});

it('what is not set is not true', () => {
  expect(isTrue(undefined)).toBe(false);
});

describe('a value that has to be there, on one line,', () => {
  const text = (value: string) => textOf(profileOfBase(), { name: 'ca_bundle', value, place });

  it('is taken as it is', () => {
    expect(text('/profile x')).toEqual({ ok: true, value: '/profile x' });
  });

  it.each([
    ['', 'ca_bundle of the profile “base” is empty.', 'Give it a value, or take the line away.'],
    ['a\nb', 'ca_bundle of the profile “base” goes on over several lines.', 'take the indent of the next lines away.'],
  ])('may not be %j', (value, message, hint) => {
    expect(refusalOf(text(value))).toEqual({ message, hint: expect.stringContaining(hint) as string, place });
  });
});
