// What the folders of a window act as, also after a reload: whom they acted as, or nobody; never as the window does.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import type { LiveSession, Session } from '../../../src/model/session/session.js';
import { IDENTITY_CENTER, NOW, plan, SECRET, TOKEN } from '../../support/samples.js';
import { assumed, Desk, failing, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();
const F = 'file:///work/f';
const G = 'file:///work/g';
const ofPortal = plan({ roleId: 'profile:portal', name: 'portal', source: IDENTITY_CENTER, hops: [] });

let other: Desk;
let dev: LiveSession;
let prod: LiveSession;
beforeEach(async () => {
  other = new Desk(desk().folder, desk());
  dev = await desk().assume(giving(), named('dev'));
  prod = await desk().assume(giving(), named('prod'));
  await desk().opener.use(dev.id, F);
});
afterEach(() => other.close());

const word = (session: Session) => ('role' in session ? `${session.kind} ${session.role.name}` : session.kind);
/** Of the window, of F and of G. */
const acting = () => [undefined, F, G].map((folder) => word(desk().sessions.active(folder)));
async function reloaded(): Promise<string[]> {
  desk().reload();
  expect(desk().sessions.active(F).kind).not.toBe('live'); // before anything is restored
  await desk().keeper.restore();
  return acting();
}

describe('a folder', () => {
  it('acts as what it was given, whatever the window is', async () => {
    expect(acting()).toEqual(['live prod', 'live dev', 'live prod']);
    await desk().opener.use(dev.id);
    await desk().opener.use(prod.id, F);
    expect(acting()).toEqual(['live dev', 'live prod', 'live dev']);
    await desk().opener.follow(F);
    expect([acting(), desk().sessions.folders().size]).toEqual([['live dev', 'live dev', 'live dev'], 0]);
  });

  it('is not given what has no credentials', async () => {
    await desk().end(named('prod'));
    await expect(desk().opener.use(prod.id, G)).rejects.toThrow(UserError);
    expect(acting()).toEqual(['none', 'live dev', 'none']);
  });

  it('goes on as it where that is renewed, or could not be', async () => {
    const again = await desk().assume(giving(), named('dev'), { fresh: true, activates: false });
    expect([desk().sessions.active(F), again.id]).toEqual([again, dev.id]);
    const renewal = desk().assume(failing(new UserError('No.')), named('dev'), { fresh: true, activates: false });
    await expect(renewal).rejects.toThrow('No.');
    expect(desk().sessions.active(F)).toBe(again);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['ended', () => desk().end(named('dev'))],
    ['ended in another window', () => endedElsewhere()],
  ])('whose session was %s is nobody, until the user says otherwise', async (_, ends) => {
    await ends();
    await vi.waitFor(() => expect(acting()).toEqual(['live prod', 'none', 'live prod']));
    await desk().assume(giving(), named('dev'), { activates: false });
    expect(acting()).toEqual(['live prod', 'none', 'live prod']);
    expect(await reloaded()).toEqual(['live prod', 'none', 'live prod']);
    await desk().opener.follow(F);
    expect(await reloaded()).toEqual(['live prod', 'live prod', 'live prod']);
  });

  it('whose session would become somebody else is nobody', async () => {
    const mallory = giving({ arn: 'arn:aws:sts::123456789012:assumed-role/other/x' });
    await expect(desk().assume(mallory, named('dev'), { fresh: true, activates: false })).rejects.toThrow('was');
    expect(acting()).toEqual(['live prod', 'failed dev', 'live prod']);
    expect(await reloaded()).toEqual(['live prod', 'none', 'live prod']);
  });

  it('is who it was where a call that it waited for is given up as it is kept', async () => {
    const slow = new PendingCall();
    const abort = new AbortController();
    const call = desk().assume(slow.execute, named('new'), { activates: false, signal: abort.signal });
    await slow.begun();
    desk().sessions.commit({ kind: 'used', id: idOf(named('new')), folder: F });
    desk().sessions.commit({ kind: 'used', id: idOf(named('new')), folder: G });
    expect(acting()).toEqual(['live prod', 'assuming new', 'assuming new']);
    desk().secrets.delay = () => {
      abort.abort();
      return Promise.resolve();
    };
    slow.finish(assumed());
    await expect(call).rejects.toThrow();
    expect(acting()).toEqual(['live prod', 'live dev', 'live prod']);
  });
});

describe('a call for a folder', () => {
  const ops = named('ops');
  const begun = async (folder = G, of = ops) => {
    const call = new PendingCall();
    const session = desk().assume(call.execute, of, { folder });
    await call.begun();
    return { call, session };
  };

  it('opens what it alone acts as', async () => {
    const { call, session } = await begun();
    expect(acting()).toEqual(['live prod', 'live dev', 'assuming ops']);
    call.finish(assumed());
    expect(await session).toBe(desk().sessions.active(G));
    expect(acting()).toEqual(['live prod', 'live dev', 'live ops']);
    expect(await reloaded()).toEqual(['live prod', 'live dev', 'live ops']);
  });

  it('takes what is open already', async () => {
    await desk().assume(giving(), named('dev'), { folder: G });
    expect([acting(), desk().calls.length]).toEqual([['live prod', 'live dev', 'live dev'], 2]);
  });

  it.each<[string, string, string[]]>([
    ['that followed the window', G, ['live prod', 'live dev', 'failed ops']],
    ['that has its own', F, ['live prod', 'live dev', 'live prod']],
  ])('in vain leaves one %s as nobody, or who it was', async (_, folder, expected) => {
    await expect(desk().assume(failing(new UserError('No.')), ops, { folder })).rejects.toThrow('No.');
    expect(acting()).toEqual(expected);
  });

  it.each([F, G])('that is given up leaves %s as it was', async (folder) => {
    const before = acting();
    const abort = new AbortController();
    const call = new PendingCall();
    const session = desk().assume(call.execute, ops, { folder, signal: abort.signal });
    await call.begun();
    abort.abort();
    await expect(session).rejects.toThrow(Cancelled);
    expect(acting()).toEqual(before);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['is given another session', () => desk().opener.use(dev.id, G), 'live dev'],
    ['is given one that is to be opened', () => desk().assume(giving(), named('x'), { folder: G }), 'live x'],
    ['follows the window again', () => desk().opener.follow(G), 'live prod'],
  ])('ends where the folder %s', async (_, then, expected) => {
    const { call, session } = await begun();
    await then();
    await expect(session).rejects.toThrow(Cancelled);
    expect([call.signals[0]?.aborted, acting().at(-1)]).toEqual([true, expected]);
  });

  it('goes on whatever the window and other folders are given', async () => {
    const { call, session } = await begun();
    await desk().opener.use(dev.id);
    await desk().opener.use(prod.id, F);
    await desk().assume(giving(), named('y'));
    call.finish(assumed());
    await session;
    expect(acting()).toEqual(['live y', 'live prod', 'live ops']);
  });

  it('is the one that the window waits for, too; who gives up waiting is as before', async () => {
    const { call, session } = await begun();
    const windows = desk().assume(call.execute, ops);
    const abort = new AbortController();
    const another = desk().assume(call.execute, ops, { folder: F, signal: abort.signal });
    expect(acting()).toEqual(['assuming ops', 'assuming ops', 'assuming ops']);
    abort.abort();
    await expect(another).rejects.toThrow(Cancelled);
    call.finish(assumed());
    await Promise.all([session, windows]);
    expect([acting(), call.signals.length]).toEqual([['live ops', 'live dev', 'live ops'], 1]);
  });
});

async function endedElsewhere(): Promise<void> {
  await other.keeper.lookAround();
  await other.opener.end(dev.id);
  await desk().keeper.lookAround();
}

describe('a role that another person is behind by now', () => {
  const assume = (principal: string, how = {}) => desk().assume(giving({ principal }), ofPortal, how);
  const acts = (folder?: string) => {
    const session = desk().sessions.active(folder);
    return 'key' in session ? session.principal : session.kind;
  };

  it('is not what a folder acts as that was given the one before', async () => {
    await assume('Anna', { folder: F });
    await assume('Bob');
    expect([acts(), acts(F), acts(G)]).toEqual(['Bob', 'none', 'Bob']);
  });

  it('is not what the window acts as where a folder alone was given it', async () => {
    await assume('Anna');
    await assume('Bob', { folder: F });
    expect([acts(), acts(F), acts(G)]).toEqual(['none', 'Bob', 'none']);
  });

  it.each([
    ['is the same person', { fresh: true, activates: false }, 'Anna'],
    ['is the same person, asked anew', {}, 'Anna'],
  ])('%s', async (_, how, who) => {
    await assume('Anna', { folder: F });
    await assume('Anna', how);
    expect(acts(F)).toBe(who);
  });

  it('and is renewed is who it was, also where it is unknown who that is', async () => {
    const unknown = giving({ principal: undefined });
    await desk().assume(unknown, ofPortal, { folder: F });
    const again = await desk().assume(unknown, ofPortal, { fresh: true, activates: false });
    expect(desk().sessions.active(F)).toBe(again);
  });
});

describe('after a reload a folder is', () => {
  it('who it was, and is kept without secrets', async () => {
    const kept = JSON.stringify([...desk().workspaceState.values]);
    expect(kept).toContain(F);
    for (const secret of [SECRET, TOKEN, dev.credentials.accessKeyId]) expect(kept).not.toContain(secret);
    expect(await reloaded()).toEqual(['live prod', 'live dev', 'live prod']);
    expect(await reloaded()).toEqual(['live prod', 'live dev', 'live prod']);
  });

  it('whom another window has renewed', async () => {
    await other.keeper.lookAround();
    await other.assume(giving({ expiration: NOW + 2 * HOUR_MS }), named('dev'), { fresh: true });
    expect(await reloaded()).toEqual(['live prod', 'live dev', 'live prod']);
  });

  it('nobody, where its session was ended meanwhile', async () => {
    await other.keeper.lookAround();
    desk().close();
    await other.opener.end(dev.id);
    desk().reload();
    await desk().keeper.restore();
    expect(acting()).toEqual(['live prod', 'none', 'live prod']);
    await other.assume(giving(), named('dev'));
    expect(await reloaded()).toEqual(['live prod', 'none', 'live prod']);
  });

  it('nobody by an expired session, where that has expired meanwhile', async () => {
    vi.setSystemTime(NOW + 2 * HOUR_MS);
    expect(await reloaded()).toEqual(['expired prod', 'expired dev', 'expired prod']);
  });

  it('nobody, where another window has become somebody else by the same role', async () => {
    await desk().assume(giving({ principal: 'Anna' }), ofPortal, { activates: false });
    await desk().opener.use(idOf(ofPortal), F);
    await other.keeper.lookAround();
    desk().keeper.dispose(); // this one does not hear of it
    await other.assume(giving({ principal: 'Bob' }), ofPortal, { fresh: false });
    expect(await reloaded()).toEqual(['live prod', 'none', 'live prod']);
    expect(await reloaded()).toEqual(['live prod', 'none', 'live prod']);
  });

  it('nobody, while the secret store cannot say, and who it was after the next one', async () => {
    other.windows.dispose();
    desk().windows.dispose();
    const locked = vi.spyOn(desk().secrets, 'get').mockRejectedValue(new Error('locked'));
    expect(await reloaded()).toEqual(['none', 'none', 'none']);
    locked.mockRestore();
    expect(await reloaded()).toEqual(['live prod', 'live dev', 'live prod']);
  });

  it('who it was given meanwhile', async () => {
    desk().reload();
    const restored = desk().keeper.restore();
    await vi.waitFor(() => expect(desk().sessions.get(prod.id)).toBeDefined());
    desk().sessions.commit({ kind: 'used', id: prod.id, folder: F });
    await restored;
    expect(acting()).toEqual(['live prod', 'live prod', 'live prod']);
  });

  it('as the window, where it was let follow that meanwhile', async () => {
    desk().reload();
    const restored = desk().keeper.restore();
    expect(acting()).toEqual(['none', 'none', 'none']);
    await desk().opener.follow(F);
    await restored;
    expect(acting()).toEqual(['live prod', 'live prod', 'live prod']);
    expect(await reloaded()).toEqual(['live prod', 'live prod', 'live prod']);
  });

  it('nobody, where what was kept of it cannot be read', async () => {
    await desk().workspaceState.update('folderSessions', { [F]: 'damaged', [G]: null });
    expect(await reloaded()).toEqual(['live prod', 'none', 'none']);
  });

  it('as the window, where what was kept is damaged as a whole', async () => {
    await desk().workspaceState.update('folderSessions', 7);
    desk().reload();
    await desk().keeper.restore();
    expect(desk().sessions.folders().size).toBe(0);
  });
});
