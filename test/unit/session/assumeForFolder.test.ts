// Opening and renewing sessions as a user does, for a folder alone: the window stays who it is.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FormContext } from '../../../src/ask/forms/form.js';
import type { RoleChoice } from '../../../src/ask/forms/rolePicker.js';
import type { RoleRow } from '../../../src/ask/rows/roleRows.js';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import type { CommandId } from '../../../src/base/commandIds.js';
import type { Configuration } from '../../../src/config/configuration.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole, type SessionRequest } from '../../../src/model/request.js';
import { RoleAssumer } from '../../../src/session/assume.js';
import { folderCommands } from '../../../src/session/commands/folderCommands.js';
import { PROCESS } from '../../support/samples.js';
import { failing, giving, idOf, named, useDesk } from './desk.js';

interface Picker {
  readonly title: string;
  readonly load: () => Promise<readonly RoleRow[]>;
}

const API = 'file:///api';
const WEB = 'file:///web';

const ask = vi.hoisted(() => ({
  isToldLater: false,
  isDeclined: false,
  /** What is done in the role picker, in order; then it is closed. */
  choices: [] as RoleChoice[],
  /** "Title: the roles that are ticked" */
  shown: [] as string[],
}));
vi.mock('../../../src/bundles.js', () => ({
  loadAsk: async () => ({
    ...(await import('../../../src/ask/rows/roleRows.js')),
    confirmProduction: () => Promise.resolve(),
    confirmProductionSession: () => (ask.isDeclined ? Promise.reject(new Cancelled()) : Promise.resolve()),
    isToldLater: () => ask.isToldLater,
    pickRole: async ({ title, load }: Picker) => {
      const ticked = (await load()).flatMap((row) => ('icon' in row && row.icon === 'check' ? [row.label] : []));
      ask.shown.push(`${title}: ${ticked.join(', ')}`);
      return ask.choices.shift() ?? Promise.reject(new Cancelled());
    },
    showPlanOf: (form: FormContext, request: SessionRequest) => form.assume(request),
    assumeByArn: (form: FormContext) => form.assume(configuredRole('profile:dev')),
  }),
}));
vi.mock('vscode', async (original) => {
  const workspaceFolders = [
    { name: 'api', uri: 'file:///api' },
    { name: 'web', uri: 'file:///web' },
  ];
  const withProgress = (_: unknown, work: (progress: object, token: object) => unknown) =>
    work({ report: () => undefined }, { onCancellationRequested: () => undefined });
  return {
    ...(await original<object>()),
    ProgressLocation: { Notification: 15 },
    window: { withProgress },
    workspace: { workspaceFolders },
  };
});

const desk = useDesk();
const dev = named('dev');
const prod = named('prod');
const request = configuredRole(dev.roleId);
let plans: readonly Plan[];
let assumer: RoleAssumer;
let commands: ReturnType<typeof folderCommands>;

beforeEach(() => {
  ask.isToldLater = false;
  ask.isDeclined = false;
  ask.choices = [];
  ask.shown = [];
  plans = [dev, prod];
  const nothing = () => Promise.resolve();
  const configuration: Pick<Configuration, 'entries' | 'plan' | 'dispose'> = {
    entries: () =>
      Promise.resolve(
        plans.map((plan) => ({ kind: 'ready', id: plan.roleId, name: plan.name, place: plan.source.place, plan })),
      ),
    plan: async ({ target }) => {
      const found = plans.find(({ roleId }) => target.kind === 'configured' && target.roleId === roleId);
      return found ?? Promise.reject(new UserError('There is no such role.'));
    },
    dispose: () => undefined,
  };
  const { sessions, opener } = desk();
  assumer = new RoleAssumer({
    sessions,
    opener,
    configuration: new Lazy(() => Promise.resolve(configuration as Configuration)),
    openDefinition: nothing,
    openPlace: nothing,
    invokeCommand: async (command: CommandId, ...args) => {
      if (command !== 'roleSessions.useSessionForFolder') throw new Error(`${command} is for the window`);
      await commands[command](...args);
    },
    globalState: { get: () => undefined, update: nothing, keys: () => [] },
  });
  commands = folderCommands({ sessions, opener, assumer });
});

const use = (...args: unknown[]) => Promise.resolve(commands['roleSessions.useSessionForFolder'](...args));
const acting = () => [undefined, API].map((folder) => desk().sessions.active(folder).kind);
const who = () =>
  [undefined, API, WEB].map((folder) => {
    const session = desk().sessions.active(folder);
    return 'role' in session ? session.role.name : session.kind;
  });
const failureOf = async (work: Promise<unknown>): Promise<UserError> =>
  (await work.catch((error: unknown) => error)) as UserError;

it.each([false, true])(
  'a role is assumed for it alone, be the account known before or not: %s',
  async (isToldLater) => {
    ask.isToldLater = isToldLater;
    desk().answer(giving(), dev);
    await assumer.assume(request, { folders: () => [API] });
    expect(acting()).toEqual(['none', 'live']);
  },
);

it.each([false, true])(
  'a role is assumed for one terminal, and nothing new acts as it, be the account known before or not: %s',
  async (isToldLater) => {
    ask.isToldLater = isToldLater;
    desk().answer(giving(), dev);
    const { sessionId } = await assumer.assume(request, { activates: false });
    expect(sessionId).toBe(idOf(dev));
    expect([acting(), desk().sessions.get(sessionId)?.state.kind]).toEqual([['none', 'none'], 'live']);
  },
);

it('a role that could not be assumed for a terminal is tried again for one', async () => {
  desk().answer(failing(new UserError('No.')), dev);
  const { actions } = await failureOf(assumer.assume(request, { activates: false }));
  expect(actions[0]).toEqual({ title: 'Try Again', command: 'roleSessions.openTerminal', args: [request] });
});

it('a session that the user does not want to use once it is there is not kept for it', async () => {
  ask.isToldLater = true;
  ask.isDeclined = true;
  desk().answer(giving(), dev);
  await expect(assumer.assume(request, { folders: () => [API] })).rejects.toThrow(Cancelled);
  expect([acting(), desk().sessions.list()]).toEqual([['none', 'none'], []]);
});

it.each([
  ['that cannot be assumed', dev.roleId, 'No.'],
  ['that there is not', 'profile:gone', 'There is no such role.'],
])('of a role %s the ways on are for the folder, too', async (_, roleId, message) => {
  desk().answer(failing(new UserError('No.')), dev);
  const failure = await failureOf(use(configuredRole(roleId), API));
  expect(failure).toMatchObject({ message });
  expect(failure.actions.map(({ command }) => command)).not.toContain('roleSessions.assumeRole');
  expect(failure.actions).toContainEqual({
    title: 'Choose Another Role',
    command: 'roleSessions.useSessionForFolder',
    args: [undefined, API],
  });
});

describe('the role picker for a folder', () => {
  beforeEach(async () => {
    desk().answer(giving(), dev);
    await desk().assume(giving(), prod);
    await desk().end(prod); // or open sessions would be offered first
  });

  it('says so, and ticks what the folder acts as', async () => {
    await desk().assume(giving(), prod);
    await desk().assume(giving(), dev, { folder: API });
    await expect(assumer.choose(API)).rejects.toThrow(Cancelled);
    await expect(assumer.choose()).rejects.toThrow(Cancelled);
    expect(ask.shown).toEqual(['Assume Role for Folder api: dev', 'Assume Role: prod']);
  });

  it.each<[string, RoleChoice]>([
    ['a role', { kind: 'role', request }],
    ['how a role is reached', { kind: 'plan', request }],
    ['a role by its ARN, where none is configured', { kind: 'set-up', command: 'roleSessions.assumeRoleByArn' }],
  ])('leads by %s to a session for that alone', async (_, choice) => {
    ask.choices = [choice];
    await use(undefined, API).catch((error: unknown) => expect(error).toBeInstanceOf(Cancelled));
    expect(who()).toEqual(['none', 'dev', 'none']);
  });

  it('offers ways on for the folder alone, also beside how a role is reached', async () => {
    desk().answer(failing(new UserError('No.')), dev);
    ask.choices = [{ kind: 'plan', request }];
    const { message, actions } = await failureOf(use(undefined, API));
    expect([message, actions.map(({ command }) => command)]).toEqual([
      'No.',
      ['roleSessions.useSessionForFolder', 'roleSessions.openRoleDefinition', 'roleSessions.useSessionForFolder'],
    ]);
  });
});

describe('the renewal of a session that folders alone have', () => {
  const changing = { ...dev, source: PROCESS };
  const ada = giving({ principal: 'ada' });
  const bob = giving({ principal: 'bob' });
  const renew = () => assumer.renew(desk().sessions.get(idOf(changing))!);

  beforeEach(async () => {
    plans = [changing, prod];
    await desk().assume(giving(), prod);
    await desk().assume(ada, changing, { folder: API });
  });

  it.each([
    ['is asked of the only one', [API], API],
    ['is asked of which one', [API, WEB], undefined],
  ])('that is refused %s to begin anew, and not of the window', async (_, folders, asked) => {
    for (const folder of folders) await desk().opener.use(idOf(changing), folder);
    desk().answer(bob, changing);
    const { message, actions } = await failureOf(renew());
    expect(message).toContain('assume the role anew');
    expect(actions[0]).toEqual({
      title: 'Assume Role',
      command: 'roleSessions.useSessionForFolder',
      args: [request, asked],
    });
    expect(actions.map(({ command }) => command)).not.toContain('roleSessions.assumeRole');
  });

  it('that its changed configuration forbids leads on for the folder, also by how it is reached', async () => {
    plans = [{ ...changing, region: 'eu-west-3' }];
    const { actions } = await failureOf(renew());
    expect(actions).toEqual([
      { title: 'Assume Role', command: 'roleSessions.useSessionForFolder', args: [request, API] },
      { title: 'Show Plan', command: 'roleSessions.showPlan', args: [request, { folder: API }] },
    ]);
  });

  it('that comes too late leads on for the folder that had it', async () => {
    const failure = failureOf(renew());
    await desk().end(changing); // while the files are read
    expect((await failure).actions).toEqual([
      { title: 'Assume Role', command: 'roleSessions.useSessionForFolder', args: [request, API] },
    ]);
  });

  it('that is tried again where it has gone is for the folder, too', async () => {
    desk().answer(failing(new UserError('No.')), changing);
    const { actions } = await failureOf(renew());
    expect(actions[0]).toEqual({
      title: 'Try Again',
      command: 'roleSessions.renewSession',
      args: [request, { folder: API }],
    });
    await desk().end(changing);
    desk().answer(bob, changing);
    await (await assumer.form({ folder: API })).assume(request);
    expect(who()).toEqual(['prod', 'dev', 'prod']);
  });

  it('that is tried again where the folder has lost it does not make the window act as it', async () => {
    await desk().end(prod);
    await desk().opener.follow(API);
    await assumer.renew(desk().sessions.get(idOf(changing))!, { folder: API });
    expect([who(), desk().calls.length]).toEqual([['none', 'none', 'none'], 3]);
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
