// What is done by forms with a session that folders of the workspace alone have: for them, and not for the window.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FormContext } from '../../../../src/ask/forms/form.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import { Lazy } from '../../../../src/base/waiting/lazy.js';
import type { Configuration } from '../../../../src/config/configuration.js';
import { configuredRole, narrowedRequest, type Scope, type SessionRequest } from '../../../../src/model/request.js';
import type { LiveSession, SessionFacts } from '../../../../src/model/session/session.js';
import { RoleAssumer } from '../../../../src/session/assume.js';
import { assumingCommands } from '../../../../src/session/commands/assumingCommands.js';
import { hop, NOW, plan, scope } from '../../../support/samples.js';
import { assumed, failing, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from '../desk.js';

const [API, WEB, DOCS, GONE] = ['file:///api', 'file:///web', 'file:///docs', 'file:///gone'];
const SCOPE: Scope = { narrowings: [{ kind: 's3-only' }] };

const ask = vi.hoisted(() => ({
  isToldLater: false,
  isDeclined: false,
  /** While a form waits for its answer. */
  meanwhile: (): Promise<void> => Promise.resolve(),
}));
vi.mock('../../../../src/bundles.js', () => {
  const less = async (form: FormContext, { target }: SessionRequest) => {
    await ask.meanwhile();
    await form.assume({ target, overrides: { narrowing: { kind: 's3-only' } } });
  };
  return {
    loadAsk: () =>
      Promise.resolve({
        confirmProduction: () => Promise.resolve(),
        confirmProductionSession: () => (ask.isDeclined ? Promise.reject(new Cancelled()) : Promise.resolve()),
        isToldLater: () => ask.isToldLater,
        assumeWithLess: less,
        assumeWithOptions: less,
        narrowSession: async (form: FormContext, session: SessionFacts) => {
          await ask.meanwhile();
          await form.narrow(narrowedRequest(session.role.request, SCOPE), session.id);
        },
        showPlan: (form: FormContext, request: SessionRequest) => form.assume(request),
      }),
  };
});
vi.mock('vscode', async (original) => {
  const workspaceFolders = ['api', 'web', 'docs'].map((name) => ({ name, uri: `file:///${name}` }));
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
const narrowPlan = plan({ roleId: dev.roleId, name: 'dev', hops: [hop(), scope()], narrowedTo: 'S3 only' });
const lessPlan = plan({ roleId: dev.roleId, name: 'dev', hops: [hop({ policy: '{}' })], narrowedTo: 'S3 only' });
const request = configuredRole(dev.roleId);
let devSession: LiveSession;
let commands: ReturnType<typeof assumingCommands>;

beforeEach(async () => {
  ask.isToldLater = false;
  ask.isDeclined = false;
  ask.meanwhile = () => Promise.resolve();
  const nothing = () => Promise.resolve();
  const configuration: Pick<Configuration, 'plan' | 'dispose'> = {
    plan: ({ overrides }) => Promise.resolve(overrides.scopes ? narrowPlan : overrides.narrowing ? lessPlan : dev),
    dispose: () => undefined,
  };
  const { sessions, opener } = desk();
  const assumer = new RoleAssumer({
    sessions,
    opener,
    configuration: new Lazy(() => Promise.resolve(configuration as Configuration)),
    openDefinition: nothing,
    openPlace: nothing,
    invokeCommand: (command) => Promise.reject(new Error(`${command} is not needed`)),
    globalState: { get: () => undefined, update: nothing, keys: () => [] },
  });
  commands = assumingCommands(assumer, sessions);
  desk().answer(giving({ narrowedBy: 'in-place' }), narrowPlan);
  desk().answer(giving(), lessPlan);
  await desk().assume(giving(), prod);
  devSession = await desk().assume(giving(), dev, { folder: API });
});

type Id = keyof ReturnType<typeof assumingCommands>;
const run = async (id: Id, ...args: unknown[]): Promise<void> => {
  await commands[id](...args);
};
const onDev = { sessionId: idOf(dev) };
const failureOf = async (work: Promise<unknown>): Promise<UserError> =>
  (await work.then(() => undefined).catch((error: unknown) => error)) as UserError;

/** What the window and the folders act as: "prod", "dev (S3 only)". */
const who = (...folders: readonly string[]) =>
  [undefined, ...folders].map((folder) => {
    const session = desk().sessions.active(folder);
    if (session.kind !== 'live') return session.kind;
    return session.narrowedTo === undefined ? session.role.name : `${session.role.name} (${session.narrowedTo})`;
  });

describe.each<[Id]>([
  ['roleSessions.narrowSession'],
  ['roleSessions.assumeWithLess'],
  ['roleSessions.assumeRoleWithOptions'],
])('%s on a session', (id) => {
  it('that one folder alone has is for that, and the window stays who it is', async () => {
    await run(id, onDev);
    expect(who(API, WEB)).toEqual(['prod', 'dev (S3 only)', 'prod']);
    expect(desk().sessions.byKey(devSession.key)).toBe(devSession);
  });

  it('that several folders have is for all of them, with one call', async () => {
    await desk().opener.use(devSession.id, WEB);
    await run(id, onDev);
    expect(who(API, WEB, DOCS)).toEqual(['prod', 'dev (S3 only)', 'dev (S3 only)', 'prod']);
    expect(desk().calls.length).toBe(3);
  });

  it('about which the user is asked once it is there is for them where they confirm it', async () => {
    await desk().opener.use(devSession.id, WEB);
    ask.isToldLater = true;
    ask.isDeclined = true;
    await expect(run(id, onDev)).rejects.toThrow(Cancelled);
    expect(who(API, WEB)).toEqual(['prod', 'dev', 'dev']);
    ask.isDeclined = false;
    await run(id, onDev);
    expect(who(API, WEB)).toEqual(['prod', 'dev (S3 only)', 'dev (S3 only)']);
  });

  it('that the window has is for the window, and folders that have it too stay who they are', async () => {
    await desk().opener.use(devSession.id);
    await run(id, onDev);
    expect(who(API)).toEqual(['dev (S3 only)', 'dev']);
  });

  it.each([
    ['nobody has', () => desk().opener.follow(API)],
    [
      'a folder has that is not in the workspace',
      async () => {
        await desk().opener.follow(API);
        await desk().opener.use(devSession.id, GONE);
      },
    ],
  ])('that %s is for the window', async (_, before) => {
    await before();
    await run(id, onDev);
    expect(who(API)).toEqual(['dev (S3 only)', 'dev (S3 only)']);
  });

  it('is for those folders that still have it once the user has answered', async () => {
    await desk().opener.use(devSession.id, WEB);
    ask.meanwhile = () => desk().opener.use(idOf(prod), API);
    await run(id, onDev);
    expect(who(API, WEB)).toEqual(['prod', 'prod', 'dev (S3 only)']);
  });

  it.each([
    ['let follow the window', () => desk().opener.follow(API)],
    ['left without it', () => desk().end(dev)],
  ])('is for nobody where the folder was %s meanwhile, and leads on for that', async (_, meanwhile) => {
    ask.meanwhile = meanwhile;
    const { message, actions } = await failureOf(run(id, onDev));
    expect([message, actions.map(({ title, command, args }) => [title, command, args?.[1]])]).toEqual([
      expect.stringContaining('No folder has the session of dev any more'),
      [['Assume Role', 'roleSessions.useSessionForFolder', API]],
    ]);
    expect([who()[0], desk().calls.length]).toEqual(['prod', 2]);
  });

  it('that fails leaves the folder what it had, and leads on for that', async () => {
    desk().answer(failing(new UserError('No.')), narrowPlan);
    desk().answer(failing(new UserError('No.')), lessPlan);
    const { message, actions } = await failureOf(run(id, onDev));
    expect([message, who(API)]).toEqual(['No.', ['prod', 'dev']]);
    expect(actions.map(({ command }) => command)).not.toContain('roleSessions.assumeRole');
    expect(actions).toContainEqual({
      title: 'Choose Another Role',
      command: 'roleSessions.useSessionForFolder',
      args: [undefined, API],
    });
  });
});

it('a folder that is given another session while it is narrowed has that, and the others the narrowed one', async () => {
  await desk().opener.use(devSession.id, WEB);
  const call = new PendingCall();
  desk().answer(call.execute, narrowPlan);
  const narrowing = run('roleSessions.narrowSession', onDev);
  await call.begun();
  await desk().opener.use(idOf(prod), API);
  call.finish(assumed({ narrowedBy: 'in-place' }));
  await narrowing;
  expect(who(API, WEB)).toEqual(['prod', 'prod', 'dev (S3 only)']);
});

it('a session of a folder that has expired cannot be narrowed, and leads on for the folder', async () => {
  vi.setSystemTime(NOW + HOUR_MS);
  desk().sessions.tick();
  expect((await failureOf(run('roleSessions.narrowSession', onDev))).actions).toEqual([
    { title: 'Assume Role', command: 'roleSessions.useSessionForFolder', args: [request, API] },
  ]);
});

it('a role that is assumed where it is shown how a session of folders is reached is for these', async () => {
  await run('roleSessions.showPlan', onDev);
  expect(who(API)).toEqual(['prod', 'dev']);
});

it('what is called on no session is for the window', async () => {
  await run('roleSessions.assumeWithLess', request);
  expect(who(API)).toEqual(['dev (S3 only)', 'dev']);
});

describe('the renewal of a session of a folder that has gone', () => {
  beforeEach(() => desk().end(dev));

  it.each([
    ['leads on for that folder', API],
    ['asks which', undefined],
  ])('%s', async (_, folder) => {
    expect((await failureOf(run('roleSessions.renewSession', onDev, { folder }))).actions).toEqual([
      { title: 'Assume Role', command: 'roleSessions.useSessionForFolder', args: [request, folder] },
    ]);
    expect(who(API)).toEqual(['prod', 'none']);
  });

  it('leads on for the window where that had it', async () => {
    expect((await failureOf(run('roleSessions.renewSession', onDev))).actions).toEqual([
      { title: 'Assume Role', command: 'roleSessions.assumeRole', args: [request] },
    ]);
  });
});
