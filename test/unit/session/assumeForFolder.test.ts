// Opening and renewing sessions as a user does, for a folder alone: the window stays who it is.
import { beforeEach, expect, it, vi } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import type { Configuration } from '../../../src/config/configuration.js';
import { configuredRole } from '../../../src/model/request.js';
import { RoleAssumer } from '../../../src/session/assume.js';
import { failing, giving, idOf, named, useDesk } from './desk.js';

const ask = vi.hoisted(() => ({ isToldLater: false, isDeclined: false }));
vi.mock('../../../src/bundles.js', () => ({
  loadAsk: () =>
    Promise.resolve({
      confirmProduction: () => Promise.resolve(),
      confirmProductionSession: () => (ask.isDeclined ? Promise.reject(new Cancelled()) : Promise.resolve()),
      isToldLater: () => ask.isToldLater,
    }),
}));

const desk = useDesk();
const API = 'file:///api';
const dev = named('dev');
const request = configuredRole(dev.roleId);
let assumer: RoleAssumer;

beforeEach(() => {
  ask.isToldLater = false;
  ask.isDeclined = false;
  const nothing = () => Promise.resolve();
  const configuration: Pick<Configuration, 'plan' | 'dispose'> = {
    plan: ({ target }) =>
      target.kind === 'configured' && target.roleId === dev.roleId
        ? Promise.resolve(dev)
        : Promise.reject(new UserError('There is no such role.')),
    dispose: () => undefined,
  };
  assumer = new RoleAssumer({
    sessions: desk().sessions,
    opener: desk().opener,
    configuration: new Lazy(() => Promise.resolve(configuration as Configuration)),
    openDefinition: nothing,
    openPlace: nothing,
    invokeCommand: nothing,
    globalState: { get: () => undefined, update: nothing, keys: () => [] },
  });
});

const acting = () => [undefined, API].map((folder) => desk().sessions.active(folder).kind);

it.each([false, true])(
  'a role is assumed for it alone, be the account known before or not: %s',
  async (isToldLater) => {
    ask.isToldLater = isToldLater;
    desk().answer(giving(), dev);
    await assumer.assume(request, { folder: API });
    expect(acting()).toEqual(['none', 'live']);
  },
);

it('a session that the user does not want to use once it is there is not kept for it', async () => {
  ask.isToldLater = true;
  ask.isDeclined = true;
  desk().answer(giving(), dev);
  await expect(assumer.assume(request, { folder: API })).rejects.toThrow(Cancelled);
  expect([acting(), desk().sessions.list()]).toEqual([['none', 'none'], []]);
});

it.each([
  ['that cannot be assumed', dev.roleId, 'No.'],
  ['that there is not', 'profile:gone', 'There is no such role.'],
])('of a role %s the ways on are for the folder, too', async (_, roleId, message) => {
  desk().answer(failing(new UserError('No.')), dev);
  const failure: unknown = await assumer
    .assume(configuredRole(roleId), { folder: API })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ message });
  const { actions } = failure as UserError;
  expect(actions.map(({ command }) => command)).not.toContain('roleSessions.assumeRole');
  expect(actions).toContainEqual({
    title: 'Choose Another Role',
    command: 'roleSessions.useSessionForFolder',
    args: [undefined, API],
  });
});

it('its session is renewed for it, though the window is nobody; that of no folder is for the window', async () => {
  await desk().assume(giving(), dev, { folder: API });
  await assumer.renew(desk().sessions.get(idOf(dev))!);
  expect([acting(), desk().calls.length]).toEqual([['none', 'live'], 2]);
  await desk().opener.follow(API);
  await assumer.renew(desk().sessions.get(idOf(dev))!);
  expect(acting()).toEqual(['live', 'live']);
});
