// A role that is live, and that a folder, or the window, asks for again: what there is of it was not chosen by that.
import { beforeEach, describe, expect, it } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.js';
import type { Session } from '../../../src/model/session/session.js';
import { IDENTITY_CENTER, plan } from '../../support/samples.js';
import { assumed, giving, named, PendingCall, useDesk, type Execute } from './desk.js';

const desk = useDesk();
const F = 'file:///work/f';
const G = 'file:///work/g';
/** It is signed in for each time. */
const ofPortal = plan({ roleId: 'profile:portal', name: 'portal', source: IDENTITY_CENTER, hops: [] });

beforeEach(async () => {
  await desk().assume(giving(), named('dev'), { folder: F });
  await desk().assume(giving(), named('prod'));
});

const word = (session: Session) => ('role' in session ? `${session.kind} ${session.role.name}` : session.kind);
/** Of the window, of F and of G. */
const acting = () => [undefined, F, G].map((folder) => word(desk().sessions.active(folder)));
async function reloaded(): Promise<void> {
  desk().reload();
  await desk().keeper.restore();
}

describe('a call for a folder for a role that is live', () => {
  beforeEach(() => desk().assume(giving(), ofPortal, { activates: false }));

  it.each([
    ['that is given up leaves one that followed the window', G, false, 'live prod'],
    ['that is given up leaves one that has its own', F, false, 'live dev'],
    ['in vain makes one that followed the window', G, true, 'none'],
    ['in vain leaves one that has its own', F, true, 'live dev'],
  ])('%s, %s, not that one', async (_, folder, fails, expected) => {
    const previous = desk().sessions.active(folder);
    const abort = new AbortController();
    const call = new PendingCall();
    const execute: Execute = async (...asked) => {
      await call.execute(...asked);
      throw new UserError('No.');
    };
    const session = desk().assume(execute, ofPortal, { folder, signal: abort.signal });
    await call.begun();
    expect(desk().sessions.active(folder)).toMatchObject({ kind: 'assuming', previous });
    if (fails) call.finish(assumed());
    else abort.abort();
    await expect(session).rejects.toThrow(fails ? 'No.' : Cancelled);
    expect(word(desk().sessions.active(folder))).toBe(expected);
    await reloaded();
    expect(word(desk().sessions.active(folder))).toBe(expected);
  });

  it('is what it acts as once that has answered', async () => {
    const call = new PendingCall();
    const session = desk().assume(call.execute, ofPortal, { folder: G });
    await call.begun();
    expect(acting()).toEqual(['live prod', 'live dev', 'assuming portal']);
    call.finish(assumed());
    expect(await session).toBe(desk().sessions.active(G));
  });

  it.each([
    ['the window', undefined],
    ['a folder', F],
  ])('by another call, which %s gives up waiting for, leaves that as it was', async (_, folder) => {
    const before = acting();
    const call = new PendingCall();
    const first = desk().assume(call.execute, ofPortal, { fresh: true, activates: false });
    await call.begun();
    const abort = new AbortController();
    const second = desk().assume(call.execute, ofPortal, {
      signal: abort.signal,
      ...(folder !== undefined && { folder }),
    });
    abort.abort();
    await expect(second).rejects.toThrow(Cancelled);
    call.finish(assumed());
    await first;
    expect(acting()).toEqual(before);
  });
});
