// What a window acts as after a reload: whom it acted as, and nobody else.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IDENTITY_CENTER, plan } from '../../support/samples.js';
import { ARN, Desk, giving, idOf, PendingCall, useDesk } from './desk.js';

const desk = useDesk();
const ofPortal = plan({ source: IDENTITY_CENTER, hops: [] });
const anna = () => giving({ principal: 'Anna' });
const bob = () => giving({ principal: 'Bob' });

let other: Desk;
beforeEach(() => (other = new Desk(desk().folder, desk())));
afterEach(() => other.close());

/** Of this window, once it was reloaded. */
async function reloaded(): Promise<string> {
  desk().reload();
  await desk().keeper.restore();
  const active = desk().sessions.active();
  return 'key' in active ? `${active.kind} ${active.principal}` : active.kind;
}

/** This window has seen of the session what the other one has done. */
const seen = (principal: string | undefined) =>
  vi.waitFor(async () => {
    await desk().keeper.lookAround();
    expect(desk().sessions.factsOf(idOf(ofPortal))?.principal).toBe(principal);
  });
const becomesBob = () => other.assume(bob(), ofPortal, { fresh: false });
/** As where folders cannot be watched. */
const missesAll = () => desk().keeper.dispose();

/** Neither the secret store nor another window can say. */
async function lockedReload(): Promise<void> {
  other.windows.dispose();
  const locked = vi.spyOn(desk().secrets, 'get').mockRejectedValue(new Error('locked'));
  expect(await reloaded()).toBe('none');
  locked.mockRestore();
}

beforeEach(async () => {
  await desk().assume(anna(), ofPortal);
  await other.keeper.lookAround();
});

it('it is the session of before, also where another window has renewed that', async () => {
  expect(await reloaded()).toBe('live Anna');
  await other.assume(anna(), ofPortal, { fresh: true });
  expect(await reloaded()).toBe('live Anna');
});

it('it is nobody whom another window has become by the same role', async () => {
  await becomesBob();
  await seen('Bob');
  expect(desk().sessions.active().kind).toBe('none');
  expect(await reloaded()).toBe('none');
});

it('it is nobody whom another window has become while this one did not look, then or at the next one', async () => {
  missesAll();
  await becomesBob();
  expect(await reloaded()).toBe('none');
  await other.end(ofPortal);
  await other.assume(anna(), ofPortal);
  expect(await reloaded()).toBe('none');
});

it('it is none that another window has ended, whoever has opened it since', async () => {
  await other.end(ofPortal);
  await seen(undefined);
  await other.assume(anna(), ofPortal);
  await seen('Anna');
  expect(await reloaded()).toBe('none');
});

it('it is none that another window had ended by an earlier reload', async () => {
  missesAll();
  await other.end(ofPortal);
  expect(await reloaded()).toBe('none');
  await other.assume(anna(), ofPortal);
  expect(await reloaded()).toBe('none');
});

it.each([
  ['here', () => desk()],
  ['in another window', () => other],
])('it is none that was refused %s, whoever has opened it since', async (_, where) => {
  await expect(where().assume(bob(), ofPortal, { fresh: true })).rejects.toThrow('would now be');
  await vi.waitFor(() => expect(desk().sessions.active().kind).toBe('failed'));
  await vi.waitFor(async () => {
    expect(await desk().vault.mark(idOf(ofPortal))).toMatchObject({ ended: true });
    expect(desk().vault.active).toBeUndefined();
  });
  missesAll();
  await vi.waitFor(async () => {
    await other.keeper.lookAround();
    expect(other.sessions.get(idOf(ofPortal))?.state.kind).toBe('failed');
  });
  await other.assume(anna(), ofPortal);
  expect(await reloaded()).toBe('none');
});

it('it is none that was ended here while it was not active', async () => {
  await lockedReload();
  await seen('Anna');
  await desk().end(ofPortal);
  await other.keeper.lookAround();
  await other.assume(anna(), ofPortal);
  expect(await reloaded()).toBe('none');
});

it('it is the session of before where that could not be renewed, and where the secret store was locked at one start', async () => {
  await desk()
    .assume(() => Promise.reject(new Error('No network')), ofPortal, { fresh: true })
    .catch(() => undefined);
  expect(await reloaded()).toBe('live Anna');
  await lockedReload();
  expect(await reloaded()).toBe('live Anna');
});

it('where nobody knows who signed in it is the same credentials, and no others', async () => {
  const unknown = () => giving({ principal: undefined });
  await desk().end(ofPortal);
  await desk().assume(unknown(), ofPortal);
  expect(await reloaded()).toBe('live undefined');
  missesAll();
  await other.end(ofPortal);
  await other.assume(unknown(), ofPortal);
  expect(await reloaded()).toBe('none');
});

it('it is what an older release remembered where nobody else can be meant', async () => {
  const fixed = await desk().assume(giving({ arn: `${ARN}-fixed` }));
  await desk().workspaceState.update('activeSession', { id: fixed.id, key: fixed.key });
  expect(await reloaded()).toBe('live AKIAEXAMPLE');
  const { id, key } = await desk().assume(anna(), ofPortal);
  await desk().workspaceState.update('activeSession', { id, key });
  expect(await reloaded()).toBe('none');
});

it('it is the session of before while another one is only being opened', async () => {
  const work = new PendingCall();
  void desk().assume(work.execute, plan());
  await work.begun();
  expect(await reloaded()).toBe('live Anna');
});
