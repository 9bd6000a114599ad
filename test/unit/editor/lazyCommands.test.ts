import { expect, it } from 'vitest';
import { lazyCommands } from '../../../src/editor/lazyCommands.js';

it('a command that comes while its handler is loaded waits for it, and gives what that gives, or throws it', async () => {
  let loaded = (): void => undefined;
  const loading = new Promise<void>((resolve) => (loaded = resolve));
  const ran: unknown[] = [];
  const table = lazyCommands(['roleSessions.showLog', 'roleSessions.endSession'], async () => {
    await loading;
    return {
      'roleSessions.showLog': (...args: unknown[]) => ran.push(args),
      'roleSessions.endSession': () => {
        throw new Error('It has ended');
      },
    };
  });
  const [first, second] = [table['roleSessions.showLog']('a', 'b'), table['roleSessions.endSession']()];
  expect([Object.keys(table), ran]).toEqual([['roleSessions.showLog', 'roleSessions.endSession'], []]);
  loaded();
  expect([await first, ran]).toEqual([1, [['a', 'b']]]);
  await expect(second).rejects.toThrow('It has ended');
});

it('a command whose handler cannot be loaded fails with the reason, each time that it is run', async () => {
  const table = lazyCommands(['roleSessions.showLog'], () => Promise.reject(new Error('It is damaged')));
  await expect(table['roleSessions.showLog']()).rejects.toThrow('It is damaged');
  await expect(table['roleSessions.showLog']()).rejects.toThrow('It is damaged');
});
