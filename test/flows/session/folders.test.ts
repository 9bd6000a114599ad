// Folders of a window that act as others than the window does, over hours and reloads.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FormContext } from '../../../src/ask/forms/form.js';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import { narrowedRequest } from '../../../src/model/request.js';
import type { LiveSession, Session, SessionFacts } from '../../../src/model/session/session.js';
import { RoleAssumer } from '../../../src/session/assume.js';
import { assumingCommands } from '../../../src/session/commands/assumingCommands.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from './office.js';

const API = 'file:///work/api';
const WEB = 'file:///work/web';

/** A user who narrows to reading, and confirms everything. */
vi.mock('../../../src/bundles.js', async (original) => ({
  ...(await original<object>()),
  loadAsk: () =>
    Promise.resolve({
      confirmProduction: () => Promise.resolve(),
      isToldLater: () => false,
      narrowSession: (form: FormContext, { role, id }: SessionFacts) =>
        form.narrow(narrowedRequest(role.request, { narrowings: [{ kind: 'read-only' }] }), id),
    }),
}));
vi.mock('vscode', async (original) => {
  const workspaceFolders = ['api', 'web'].map((name) => ({ name, uri: `file:///work/${name}` }));
  return { ...(await original<object>()), workspace: { workspaceFolders } };
});

let office: Office;
let window: Window;
let dev: LiveSession;
let prod: LiveSession;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  office.role('dev');
  office.role('prod');
  dev = await window.assume('dev');
  prod = await window.assume('prod');
  await window.opener.use(dev.id, API);
});
afterEach(() => office.close());

const isReadOnly = (session: Session) => session.kind === 'live' && session.narrowedTo === 'read-only';

/** The ARNs and kinds of what the window, and each of two folders, act as. */
const acting = (of = window) =>
  [undefined, API, WEB].map((folder) => {
    const session = of.sessions.active(folder);
    return 'identity' in session ? `${session.kind} ${session.identity.name}` : session.kind;
  });

it(
  'each goes on as itself for hours, also over reloads, and no other window acts so',
  { timeout: 120_000 },
  async () => {
    const other = office.window(window.secrets);
    await other.keeper.restore();
    for (let hours = 0; hours < 3; hours += 1) {
      await office.pass(HOUR_MS, MINUTE_MS, () => expect(acting()).toEqual(['live prod', 'live dev', 'live prod']));
      await window.reload();
      expect(acting()).toEqual(['live prod', 'live dev', 'live prod']);
    }
    expect([window.told, acting(other)]).toEqual([[], ['none', 'none', 'none']]);
  },
);

it(
  'those whose session is narrowed act as the narrowed one for hours, also over reloads, and the window stays who it is',
  { timeout: 120_000 },
  async () => {
    await window.opener.use(dev.id, WEB);
    const { sessions, opener, configuration } = window;
    const nothing = () => Promise.resolve();
    const assumer = new RoleAssumer({
      sessions,
      opener,
      configuration: new Lazy(() => Promise.resolve(configuration)),
      globalState: window.workspaceState,
      openDefinition: nothing,
      openPlace: nothing,
      invokeCommand: nothing,
    });
    await assumingCommands(assumer, sessions)['roleSessions.narrowSession']({ sessionId: dev.id });
    const isNarrowed = () => [undefined, API, WEB].map((of) => isReadOnly(window.sessions.active(of)));
    for (let hours = 0; hours < 3; hours += 1) {
      await window.reload();
      await office.pass(HOUR_MS, MINUTE_MS);
      expect([acting(), isNarrowed()]).toEqual([
        ['live prod', 'live dev', 'live dev'],
        [false, true, true],
      ]);
    }
    expect(window.told).toEqual([]);
    expect(office.calls('GetScopedCredentials')).toBeGreaterThan(3);
  },
);

it('one that nobody renews is warned of as that of the window is, and its folder is then nobody', async () => {
  window.policy = 'off';
  window.sessions.replanRenewals();
  await window.opener.end(prod.id);
  await office.pass(59 * MINUTE_MS, MINUTE_MS);
  expect(window.told).toEqual(['expires dev 10', 'expires dev 2']);
  const again = await window.assume('prod');
  await office.pass(2 * MINUTE_MS, MINUTE_MS);
  expect([acting(), window.sessions.active(WEB)]).toEqual([['live prod', 'expired dev', 'live prod'], again]);
  await window.reload();
  expect(acting()).toEqual(['live prod', 'expired dev', 'live prod']);
  await window.assume('dev', { fresh: true, activates: false });
  expect(acting()).toEqual(['live prod', 'live dev', 'live prod']);
});

it('one whose session another window ends while this one is closed is nobody after that', async () => {
  const other = office.window(window.secrets);
  window.close();
  await other.keeper.restore();
  await other.opener.end(dev.id);
  window.start();
  expect(acting()).toEqual(['none', 'none', 'none']);
  await window.keeper.restore();
  expect(acting()).toEqual(['live prod', 'none', 'live prod']);
  await other.assume('dev');
  await window.reload();
  expect(acting()).toEqual(['live prod', 'none', 'live prod']);
  await window.opener.follow(API);
  await window.reload();
  expect(acting()).toEqual(['live prod', 'live prod', 'live prod']);
});
