// Sessions that end while something is about to go on with them: files are read, or the user is asked.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Lazy } from '../../../src/base/waiting/lazy.js';
import type { Configuration } from '../../../src/config/configuration.js';
import { PROCESS, plan } from '../../support/samples.js';
import { RoleAssumer } from '../../../src/session/assume.js';
import type { BookEntry } from '../../../src/session/book/book.js';
import { assumed, Desk, giving, HOUR_MS, MINUTE_MS } from './desk.js';
import { anHour, END, pass, planOf, until, useWatch } from './watch.js';

const asked = vi.hoisted(() => ({ confirm: () => Promise.resolve() }));
vi.mock('../../../src/bundles.js', () => ({
  loadAsk: () => Promise.resolve({ confirmProduction: () => asked.confirm() }),
}));

const { calls, desk, settled, watch } = useWatch();
const bob = () => giving({ principal: 'bob', expiration: END + HOUR_MS });
const entry = (): BookEntry => desk().sessions.list()[0]!;

describe('a session that is about to be renewed by itself', () => {
  let read: () => void;

  /** Until its files are being read. */
  async function begin(by: typeof planOf = planOf): Promise<void> {
    await desk().assume(anHour({ principal: 'ada' }));
    desk().answer(bob());
    let isBegun = false;
    watch().planFor = (request) => {
      isBegun = true;
      return new Promise((resolve) => (read = () => resolve(by(request))));
    };
    pass(40 * MINUTE_MS);
    await until(() => expect(isBegun).toBe(true));
  }

  it.each<[string, () => Promise<void>]>([
    ['here', () => desk().end()],
    [
      'in another window',
      async () => {
        const other = new Desk(desk().folder, desk());
        await other.keeper.lookAround();
        await other.end();
        other.close();
        await desk().keeper.lookAround();
      },
    ],
  ])('and is ended meanwhile %s stays ended, and nobody is asked', async (_, end) => {
    await begin();
    await end();
    read();
    await settled();
    expect([desk().sessions.list(), calls(), watch().told]).toEqual([[], 1, []]);
  });

  it('and is ended meanwhile is not told of, where its files have changed as well', async () => {
    await begin(() => plan({ region: 'eu-west-1' }));
    await desk().end();
    read();
    await settled();
    expect([desk().sessions.list(), watch().told]).toEqual([[], []]);
  });

  it('and is somebody else’s meanwhile, who assumed the role anew, is left to them', async () => {
    await begin();
    await desk().end();
    const theirs = await desk().assume(bob());
    read();
    await settled();
    expect([desk().sessions.active(), calls()]).toEqual([theirs, 2]);
  });
});

describe('a session that its user is about to renew', () => {
  const changing = plan({ source: PROCESS });
  let read: (() => void) | undefined;

  beforeEach(async () => {
    read = undefined;
    await desk().assume(giving({ principal: 'ada' }), changing);
  });

  /** The files are read when the test says so. */
  async function renew(): Promise<{ readonly result: Promise<void> }> {
    const configuration: Pick<Configuration, 'plan' | 'dispose'> = {
      plan: () => new Promise((resolve) => (read = () => resolve(changing))),
      dispose: () => undefined,
    };
    const nothing = () => Promise.resolve();
    const assumer = new RoleAssumer({
      sessions: desk().sessions,
      opener: desk().opener,
      configuration: new Lazy(() => Promise.resolve(configuration as Configuration)),
      openDefinition: nothing,
      openPlace: nothing,
      invokeCommand: nothing,
      globalState: { get: () => undefined, update: nothing, keys: () => [] },
    });
    const result = assumer.renew(entry());
    result.catch(() => undefined);
    await vi.waitFor(() => expect(read).toBeDefined());
    return { result };
  }
  const ENDED = {
    message: 'The session of read-only has ended meanwhile, and is not renewed.',
    actions: [{ title: 'Assume Role', command: 'roleSessions.assumeRole' }],
  };

  it('and that ends while the files are read is not begun anew by that, and nothing more is asked', async () => {
    desk().answer(bob(), changing);
    asked.confirm = () => Promise.reject(new Error('Nobody is to be asked'));
    const { result } = await renew();
    await desk().end(changing);
    read!();
    await expect(result).rejects.toMatchObject(ENDED);
    expect([desk().sessions.list(), calls()]).toEqual([[], 1]);
  });

  it('and that ends while the user is asked is not begun anew by that', async () => {
    await desk().assume(giving()); // which is the active one then
    await desk().end();
    desk().answer(bob(), changing);
    asked.confirm = () => desk().end(changing);
    const { result } = await renew();
    read!();
    await expect(result).rejects.toMatchObject(ENDED);
    expect([desk().sessions.list(), calls()]).toEqual([[], 2]);
  });

  it('and that is somebody else’s by then is not renewed as theirs', async () => {
    const { result } = await renew();
    await desk().end(changing);
    const theirs = await desk().assume(bob(), changing);
    read!();
    await expect(result).rejects.toMatchObject(ENDED);
    expect([desk().sessions.active(), calls()]).toEqual([theirs, 2]);
  });

  it('goes on where it was renewed meanwhile', async () => {
    const { result } = await renew();
    const later = () => Promise.resolve(assumed({ principal: 'ada', expiration: END + HOUR_MS }));
    await desk().assume(later, changing, { fresh: true });
    read!();
    await result;
    expect([calls(), entry().state.kind]).toEqual([3, 'live']);
  });
});
