import { describe, expect, it } from 'vitest';
import { NeedsUser, UserError } from '../../../src/base/errors.js';
import { plan } from '../../support/samples.js';
import { ARN, failing, HOUR_MS, idOf, MINUTE_MS, named } from './desk.js';
import { anHour, END, pass, planOf, SECOND_MS, setClock, until, useWatch } from './watch.js';

const { calls, desk, expiresAt, renewal, renewals, settled, state, watch } = useWatch();

describe('warnings', () => {
  it('are said of each credentials once, where nothing renews them', async () => {
    desk().policy = 'off';
    await desk().assume(anHour());
    pass(50 * MINUTE_MS - SECOND_MS);
    expect(watch().told).toEqual([]);
    pass(SECOND_MS);
    pass(MINUTE_MS);
    expect(watch().told).toEqual(['read-only expires in 10']);
    await desk().assume(anHour(), plan(), { fresh: true });
    pass(50 * MINUTE_MS);
    expect(watch().told).toEqual(['read-only expires in 10', 'read-only expires in 10']);
    pass(10 * MINUTE_MS);
    expect(watch().told.slice(2)).toEqual(['read-only expires in 2']);
    expect(state()?.kind).toBe('expired');
  });

  it('after a sleep are the nearest alone', async () => {
    desk().policy = 'off';
    await desk().assume(anHour());
    setClock(END - MINUTE_MS);
    watch().upkeep.tick();
    watch().upkeep.tick();
    expect(watch().told).toEqual(['read-only expires in 2']);
  });

  it('are not said of what nothing uses', async () => {
    desk().policy = 'off';
    await desk().assume(anHour(), plan(), { activates: false });
    pass(HOUR_MS);
    expect(watch().told).toEqual([]);
  });
});

describe('where somebody has to be asked', () => {
  it('they are watch().told once, five minutes before the end', async () => {
    desk().policy = 'ask';
    await desk().assume(anHour());
    pass(55 * MINUTE_MS - SECOND_MS);
    expect(watch().told).toEqual(['read-only expires in 10']);
    pass(SECOND_MS);
    expect(renewal()).toEqual({ kind: 'asks', since: END - 5 * MINUTE_MS });
    pass(2 * MINUTE_MS);
    expect([watch().told, calls()]).toEqual([['read-only expires in 10', 'read-only asks'], 1]);
  });

  it('which a renewal finds out, nobody is asked before that', async () => {
    await desk().assume(anHour());
    desk().answer(failing(new NeedsUser('A code is needed.')));
    pass(40 * MINUTE_MS);
    await until(() => expect(renewal()).toEqual({ kind: 'asks', since: undefined }));
    await settled();
    expect([watch().told, desk().logged.filter((line) => line.startsWith('Could not'))]).toEqual([[], []]);
    pass(15 * MINUTE_MS);
    expect([watch().told, calls()]).toEqual([['read-only expires in 10', 'read-only asks'], 2]);
  });
});

describe('a plan that has changed', () => {
  const other = plan({ region: 'eu-west-1' });
  const CHANGED = 'read-only changed: what is asked of AWS is different';

  it('is not followed, and said once, however often files are saved', async () => {
    await desk().assume(anHour());
    watch().planFor = () => Promise.resolve(other);
    pass(40 * MINUTE_MS);
    await until(() => expect(watch().told).toEqual([CHANGED]));
    expect(renewal()).toEqual({ kind: 'changed', message: 'what is asked of AWS is different' });
    watch().files.fire();
    expect(renewal()).toEqual({ kind: 'at', at: Date.now() });
    pass(SECOND_MS);
    await until(() => expect(renewal()?.kind).toBe('changed'));
    expect([watch().told, calls(), state()?.kind]).toEqual([[CHANGED], 1, 'live']);
  });

  it('and is as it was again is renewed, and said again the next time', async () => {
    await desk().assume(anHour());
    watch().planFor = () => Promise.resolve(other);
    pass(40 * MINUTE_MS);
    await until(() => expect(watch().told).toEqual([CHANGED]));
    watch().planFor = (request) => Promise.resolve(planOf(request));
    watch().files.fire();
    pass(SECOND_MS);
    await until(() => expect(renewals()).toBe(1));
    expect(expiresAt()).toBeGreaterThan(END);
    watch().planFor = () => Promise.resolve(other);
    pass(40 * MINUTE_MS);
    await until(() => expect(watch().told).toEqual([CHANGED, CHANGED]));
    expect(calls()).toBe(2);
  });

  it('to none is said with the reason, and leaves others alone when files change', async () => {
    await desk().assume(anHour());
    watch().planFor = () => Promise.reject(new UserError('There is no profile read-only.'));
    pass(40 * MINUTE_MS);
    await until(() => expect(watch().told).toEqual(['read-only changed: There is no profile read-only.']));
    await desk().assume(anHour({ arn: `${ARN}-b` }), named('b'));
    const before = renewal(named('b'));
    watch().files.fire();
    expect(renewal(named('b'))).toBe(before);
    watch().upkeep.dispose();
    desk().sessions.setRenewal(idOf(plan()), { kind: 'changed', message: 'x' });
    watch().files.fire();
    expect(renewal()).toEqual({ kind: 'changed', message: 'x' });
  });

  it('to somebody else ends the session, and says who', async () => {
    await desk().assume(anHour());
    desk().answer(anHour({ arn: 'arn:aws:sts::123456789012:assumed-role/other/x' }));
    pass(40 * MINUTE_MS);
    await until(() => expect(state()?.kind).toBe('failed'));
    await until(() => expect(watch().told.length).toBe(1));
    expect(watch().told[0]).toContain(`was ${ARN} and would now be arn:aws:sts::123456789012:assumed-role/other/x`);
    expect(desk().sessions.secrets()).toEqual([]);
  });
});
