import { describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { configuredRole } from '../../../src/model/request.js';
import { openThenAsk } from '../../../src/session/openThenAsk.js';
import { NOW } from '../../support/samples.js';
import { assumed, Desk, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();

const WHO = named('keys');
const decline = () => Promise.reject(new Cancelled());

/** "live, active" */
function stands(of = desk()): string {
  const state = of.sessions.get(idOf(WHO))?.state.kind ?? 'gone';
  return of.sessions.activeId === idOf(WHO) ? `${state}, active` : state;
}

function ask(confirm: (session: LiveSession) => Promise<void>, fresh = false): Promise<LiveSession> {
  const { opener } = desk();
  const planned = { plan: WHO, request: configuredRole(WHO.roleId) };
  const how = { fresh, activates: false, signal: new AbortController().signal, report: () => undefined };
  const result = openThenAsk(desk(), (made) => opener.open(planned, { ...how, made }), confirm);
  result.catch(() => undefined);
  return result;
}

describe('a session about which the user is asked once it is there', () => {
  it('is not used before, and is afterwards', async () => {
    desk().answer(giving(), WHO);
    let before = '';
    await ask(() => Promise.resolve(void (before = stands())));
    expect([before, stands()]).toEqual(['live', 'live, active']);
  });

  it('is not kept where they decline', async () => {
    desk().answer(giving(), WHO);
    await expect(ask(decline)).rejects.toThrow(Cancelled);
    expect(stands()).toBe('gone');
  });

  it('is not kept where they decline, though it was known before: as one that had expired', async () => {
    await desk().assume(giving(), WHO, { activates: false });
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    desk().answer(giving({ expiration: NOW + 2 * HOUR_MS }), WHO);
    await expect(ask(decline)).rejects.toThrow(Cancelled);
    expect(stands()).toBe('gone');
  });

  it.each([
    ['that is used again', false],
    ['of which AWS was asked anew', true],
  ])('%s is not ended for others who have it', async (_, fresh) => {
    await desk().assume(giving(), WHO, { activates: false });
    await expect(ask(decline, fresh)).rejects.toThrow(Cancelled);
    expect([stands(), desk().calls.length]).toEqual(['live', fresh ? 2 : 1]);
  });

  it('stays for whoever was getting it', async () => {
    const call = new PendingCall();
    const others = desk().assume(call.execute, WHO, { activates: false });
    await call.begun();
    const ours = ask(decline);
    call.finish(assumed());
    await others;
    await expect(ours).rejects.toThrow(Cancelled);
    expect([stands(), desk().calls.length]).toEqual(['live', 1]);
  });

  it('stays where it became the active one meanwhile', async () => {
    desk().answer(giving(), WHO);
    await expect(
      ask(async ({ id }) => {
        await desk().opener.use(id);
        throw new Cancelled();
      }),
    ).rejects.toThrow(Cancelled);
    expect(stands()).toBe('live, active');
  });

  it('stays for the other window that was getting it', async () => {
    const other = new Desk(desk().folder, desk());
    try {
      const call = new PendingCall();
      const theirs = other.assume(call.execute, WHO);
      await call.begun();
      const ours = ask(decline);
      call.finish(assumed());
      await theirs;
      await expect(ours).rejects.toThrow(Cancelled);
      expect([stands(), stands(other), desk().calls.length]).toEqual(['live', 'live, active', 0]);
    } finally {
      other.close();
    }
  });
});
