import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { editorEnvironment } from '../../../src/config/editorEnvironment.js';

const machine = {
  hostname: () => 'desk',
  userInfo: () => ({ username: 'ana', homedir: '/home/of-the-account' }),
  homedir: () => '/home/ana',
};

it('the environment is that of the process', () => {
  expect(editorEnvironment(machine)).toEqual({
    variables: process.env,
    userName: 'ana',
    hostName: 'desk',
    homeDirectory: '/home/ana',
  });
  expect(editorEnvironment().homeDirectory).toBe(homedir());
});

it.each([
  ['desk.example.com', 'desk'],
  ['desk', 'desk'],
  ['', ''],
])('the machine %j is called %j', (name, expected) => {
  expect(editorEnvironment({ ...machine, hostname: () => name }).hostName).toBe(expected);
});

it('a number that no account has is called user', () => {
  const userInfo = () => {
    throw new Error('ENOENT');
  };
  expect(editorEnvironment({ ...machine, userInfo }).userName).toBe('user');
});

const unknown = (): never => {
  throw new Error('ENOENT');
};

it.each(['', 'ana', './home'])('the home folder %j is not below wherever the editor was started', (home) => {
  const odd = { ...machine, homedir: () => home };
  expect(editorEnvironment(odd).homeDirectory).toBe('/home/of-the-account');
  expect(() => editorEnvironment({ ...odd, userInfo: unknown })).toThrow('set HOME to its full path');
});

it('who has no home folder by a variable has that of the account', () => {
  expect(editorEnvironment({ ...machine, homedir: unknown }).homeDirectory).toBe('/home/of-the-account');
});
