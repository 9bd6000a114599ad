import { describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { type LiveSession } from '../../../src/model/session/session.js';
import { NOW, plan } from '../../support/samples.js';
import { ARN, assumed, failing, HOUR_MS, idOf, MINUTE_MS, named, PendingCall } from './desk.js';
import { anHour, END, pass, planOf, SECOND_MS, setClock, until, useWatch } from './watch.js';

const { calls, desk, expiresAt, renewal, renewals, settled, state, watch } = useWatch();

describe('a session that is in use', () => {
  it('is renewed 20 minutes before its end, to the second, again and again', async () => {
    await desk().assume(anHour());
    for (let round = 1; round <= 5; round += 1) {
      pass(40 * MINUTE_MS - SECOND_MS);
      await settled();
      expect(calls()).toBe(round);
      pass(SECOND_MS);
      await until(() => expect(renewals()).toBe(round));
      expect(expiresAt()).toBe(NOW + round * 40 * MINUTE_MS + HOUR_MS);
    }
    expect([desk().sessions.active().kind, watch().told]).toEqual(['live', []]);
  });

  it('is one that something open goes on with; others lapse', async () => {
    await desk().assume(anHour({ arn: `${ARN}-b` }), named('b'), { activates: false });
    await desk().assume(anHour({ arn: `${ARN}-c` }), named('c'), { activates: false });
    watch().inUse = [idOf(named('b'))];
    pass(40 * MINUTE_MS);
    await until(() => expect(calls()).toBe(3));
    await settled();
    pass(20 * MINUTE_MS);
    await settled();
    expect([state(named('b'))?.kind, state(named('c'))?.kind, calls(), watch().told]).toEqual([
      'live',
      'expired',
      3,
      [],
    ]);
    expect([...watch().upkeep.used()]).toEqual([idOf(named('b'))]);
  });

  it('is also one that is about to become active', async () => {
    const work = new PendingCall();
    const opening = desk().assume(work.execute);
    await work.begun();
    expect([...watch().upkeep.used()]).toEqual([idOf(plan())]);
    work.finish(assumed());
    await opening;
    expect([...watch().upkeep.used()]).toEqual([idOf(plan())]);
  });

  it('is also what a folder has as its own, or is about to, as long as that is in the workspace', async () => {
    await desk().assume(anHour(), plan(), { folder: 'file:///api' });
    const work = new PendingCall();
    const opening = desk().assume(work.execute, named('b'), { folder: 'file:///web' });
    await work.begun();
    expect([...watch().upkeep.used()]).toEqual([idOf(plan()), idOf(named('b'))]);
    work.finish(assumed());
    await opening;
    await desk().end(named('b'));
    expect([...watch().upkeep.used()]).toEqual([idOf(plan())]);
    pass(40 * MINUTE_MS);
    await until(() => expect(renewals()).toBe(1));
    await settled();
    watch().gone = ['file:///api'];
    pass(2 * HOUR_MS);
    await settled();
    expect([state()?.kind, renewals(), watch().told]).toEqual(['expired', 1, []]);
  });

  it('is also every wider one that it goes on from, which are renewed with it', async () => {
    const wide = await desk().assume(anHour(), plan(), { activates: false });
    const from = (id: string, by: string) => {
      const session = { ...wide, id, key: id, narrowedFrom: { id: by, name: by } };
      const opened = desk().sessions.openedBy({ session, plan: plan(), generation: 1 });
      desk().sessions.commit({ kind: 'adopted', id, opened: { ...opened, renewal: { kind: 'off' } } });
    };
    from('once', wide.id);
    from('twice', 'once');
    from('lost', 'gone');
    watch().inUse = ['twice'];
    expect([...watch().upkeep.used()]).toEqual(['twice', 'once', wide.id]);
    watch().inUse = ['lost'];
    expect([...watch().upkeep.used()]).toEqual(['lost', 'gone']);
    watch().inUse = [];
    desk().sessions.commit({ kind: 'used', id: 'twice' });
    expect([...watch().upkeep.used()]).toEqual(['twice', 'once', wide.id]);
    pass(40 * MINUTE_MS);
    await until(() => expect(renewals()).toBe(1));
    expect(expiresAt()).toBeGreaterThan(END);
  });

  it('is called for once at a time, however long that takes', async () => {
    await desk().assume(anHour());
    const work = new PendingCall();
    desk().answer(work.execute);
    pass(40 * MINUTE_MS);
    pass(5 * SECOND_MS);
    await until(() => expect(work.signals.length).toBe(1));
    pass(5 * SECOND_MS);
    expect(calls()).toBe(2);
    work.finish(assumed({ expiration: Date.now() + HOUR_MS }));
    await until(() => expect(expiresAt()).toBe(NOW + 40 * MINUTE_MS + 10 * SECOND_MS + HOUR_MS));
  });

  it('is renewed with fifty others, each once, by one timer', async () => {
    const names = Array.from({ length: 50 }, (_, index) => named(`role${index}`));
    for (const of of names) await desk().assume(anHour({ arn: `${ARN}-${of.name}` }), of, { activates: false });
    watch().inUse = names.map(idOf);
    expect(vi.getTimerCount()).toBe(1);
    pass(40 * MINUTE_MS);
    await until(() => expect(renewals()).toBe(50));
    expect(names.every((of) => (state(of) as LiveSession).expiresAt > END)).toBe(true);
    expect([calls(), vi.getTimerCount(), watch().told]).toEqual([100, 1, []]);
  });
});

describe('a timer', () => {
  it('runs while something has an end, and for nothing else', async () => {
    expect(vi.getTimerCount()).toBe(0);
    await desk().assume(anHour({ expiration: undefined }), named('endless'));
    expect(vi.getTimerCount()).toBe(0);
    await desk().assume(anHour());
    expect(vi.getTimerCount()).toBe(1);
    await desk().end();
    pass(SECOND_MS);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops an hour after the end of what could not be renewed', async () => {
    await desk().assume(anHour());
    desk().answer(failing(new UserError('No.')));
    watch().inUse = [];
    setClock(END + HOUR_MS - SECOND_MS);
    watch().upkeep.tick();
    await settled();
    expect([renewal()?.kind, vi.getTimerCount()]).toEqual(['backoff', 1]);
    setClock(END + HOUR_MS - 1);
    watch().upkeep.tick();
    await settled();
    setClock(END + HOUR_MS);
    watch().upkeep.tick();
    expect([renewal(), state()?.kind, vi.getTimerCount()]).toEqual([{ kind: 'off' }, 'expired', 0]);
  });

  it('begins with what there is already, and ends with the window', async () => {
    await desk().assume(anHour());
    watch().upkeep.dispose();
    expect(vi.getTimerCount()).toBe(0);
    watch().start();
    expect(vi.getTimerCount()).toBe(1);
    watch().upkeep.dispose();
    await desk().assume(anHour({ arn: `${ARN}-b` }), named('b'));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a renewal in vain', () => {
  it('is tried again, later each time, until it succeeds; what there is goes on', async () => {
    await desk().assume(anHour());
    desk().answer(failing(new UserError('AWS is away.')));
    pass(40 * MINUTE_MS);
    await until(() => expect(renewal()).toMatchObject({ kind: 'backoff', tries: 1, message: 'AWS is away.' }));
    await settled();
    pass(2 * SECOND_MS);
    await settled();
    expect(calls()).toBe(2);
    pass(SECOND_MS);
    await until(() => expect(renewal()).toMatchObject({ kind: 'backoff', tries: 2 }));
    await settled();
    expect([calls(), state()?.kind, desk().sessions.active().kind]).toEqual([3, 'live', 'live']);
    desk().answer(anHour());
    pass(5 * SECOND_MS);
    await until(() => expect(renewal()?.kind).toBe('at'));
    expect([calls(), watch().told]).toEqual([4, []]);
    expect(desk().logged).toContain('Could not renew the session of read-only: UserError: AWS is away.');
  });

  it('warns of the end, each time once', async () => {
    await desk().assume(anHour());
    desk().answer(failing(new UserError('No.')));
    const until10 = [...Array(20).keys()];
    pass(40 * MINUTE_MS);
    for (const minute of until10) {
      await settled();
      pass(MINUTE_MS);
      if (minute === 8) expect(watch().told).toEqual([]);
      if (minute === 12) expect(watch().told).toEqual(['read-only expires in 10']);
    }
    await settled();
    expect(watch().told).toEqual(['read-only expires in 10', 'read-only expires in 2']);
    expect(state()?.kind).toBe('expired');
    desk().answer(anHour());
    pass(2 * MINUTE_MS);
    await until(() => expect(state()?.kind).toBe('live'));
    await settled();
    expect(watch().told.length).toBe(2);
  });

  it('because of a defect before the call is tried again later, not each second', async () => {
    await desk().assume(anHour());
    watch().planFor = () => Promise.reject(new TypeError('x of undefined'));
    pass(40 * MINUTE_MS);
    await until(() =>
      expect(renewal()).toEqual({
        kind: 'backoff',
        at: Date.now() + 5 * SECOND_MS,
        tries: 1,
        message: 'See the log for what went wrong.',
      }),
    );
    pass(5 * SECOND_MS);
    await until(() => expect(renewal()).toMatchObject({ tries: 2, at: Date.now() + 10 * SECOND_MS }));
    expect(desk().logged.filter((line) => line.includes('x of undefined')).length).toBe(2);
    watch().planFor = (request) => Promise.resolve(planOf(request));
    pass(10 * SECOND_MS);
    await until(() => expect(renewal()?.kind).toBe('at'));
    expect([calls(), watch().told]).toEqual([2, []]);
  });
});

describe('a clock', () => {
  it('that has gone on in a sleep past the end: renewed at once', async () => {
    await desk().assume(anHour());
    setClock(END + 30 * MINUTE_MS);
    pass(SECOND_MS);
    expect(state()?.kind).toBe('expired');
    await until(() => expect(state()?.kind).toBe('live'));
    await settled();
    expect([calls(), watch().told]).toEqual([2, []]);
  });

  it('that has gone on for more than an hour past the end: expired, and not renewed', async () => {
    await desk().assume(anHour());
    setClock(END + HOUR_MS);
    pass(SECOND_MS);
    await settled();
    expect([state()?.kind, renewal(), calls(), vi.getTimerCount()]).toEqual(['expired', { kind: 'off' }, 1, 0]);
  });

  it('that has gone on before a reload: what was active is renewed', async () => {
    await desk().assume(anHour());
    watch().upkeep.dispose();
    setClock(END + MINUTE_MS);
    desk().reload();
    watch().start();
    await desk().keeper.restore();
    expect([desk().sessions.active().kind, vi.getTimerCount()]).toEqual(['expired', 1]);
    pass(SECOND_MS);
    await until(() => expect(desk().sessions.active().kind).toBe('live'));
    await settled();
  });

  it('that is set back by an hour: the session ends when its credentials do', async () => {
    await desk().assume(anHour());
    pass(10 * MINUTE_MS);
    setClock(Date.now() - HOUR_MS);
    pass(4 * SECOND_MS);
    expect(expiresAt()).toBe(Date.now() + 50 * MINUTE_MS - 4 * SECOND_MS);
    pass(30 * MINUTE_MS - 5 * SECOND_MS);
    await settled();
    expect(calls()).toBe(1);
    pass(SECOND_MS);
    await until(() => expect(calls()).toBe(2));
    await settled();
    expect([state()?.kind, watch().told]).toEqual(['live', []]);
  });

  it('that is set forward by an hour: new credentials at once', async () => {
    await desk().assume(anHour());
    setClock(Date.now() + HOUR_MS);
    pass(SECOND_MS);
    await until(() => expect(state()?.kind).toBe('live'));
    await settled();
    expect([calls(), expiresAt() > Date.now() + 59 * MINUTE_MS, watch().told]).toEqual([2, true, []]);
  });

  it('that is a bit off is none that was set', async () => {
    await desk().assume(anHour());
    setClock(Date.now() - 1_500);
    pass(5 * SECOND_MS);
    expect(expiresAt()).toBe(END);
  });
});
