// Folders of a window that act as others than the window does, over hours and reloads.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LiveSession } from '../../../src/model/session/session.js';
import { HOUR_MS, MINUTE_MS, Office, type Window } from './office.js';

const API = 'file:///work/api';
const WEB = 'file:///work/web';

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
