import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import type { Portal } from '../../../src/model/plan/portal.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { endEach, signOutEnding } from '../../../src/session/ending.js';
import { IDENTITY_CENTER, plan } from '../../support/samples.js';
import { ARN, Desk, failing, giving, idOf, named, PendingCall, useDesk } from './desk.js';

const desk = useDesk();

const PORTAL: Portal = {
  session: 'corp',
  startUrl: IDENTITY_CENTER.startUrl,
  region: IDENTITY_CENTER.region,
  scopes: [],
};
const ofPortal = (name: string, startUrl = PORTAL.startUrl): Plan => ({
  ...named(name),
  source: { ...IDENTITY_CENTER, startUrl },
  hops: [],
});

/** What is known of each, in order. */
const left = (): string[] =>
  desk()
    .sessions.list()
    .map(({ role, state }) => `${role.name} ${state.kind}`)
    .sort();

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => new Error('It did not fail'),
    (error: unknown) => error as Error,
  );
}

/** The secret store keeps what is asked of it to be forgotten, for some. */
function keepSecretsOf(...kept: readonly Plan[]): void {
  const { secrets } = desk();
  const ids = kept.map(idOf);
  const remove = secrets.delete;
  const store = secrets.store;
  const isKept = (key: string) => ids.some((id) => key.includes(id));
  secrets.delete = (key) => (isKept(key) ? Promise.reject(new Error('no keyring')) : remove(key));
  secrets.store = (key, value) => (isKept(key) ? Promise.reject(new Error('no keyring')) : store(key, value));
}

describe('signing out of a portal', () => {
  it('ends its sessions, and no others', async () => {
    await desk().assume(giving());
    await desk().assume(giving(), ofPortal('a'));
    await desk().assume(giving(), ofPortal('b'));
    await desk().assume(giving(), ofPortal('other', 'https://other.awsapps.com/start'));
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve('out'));
    await out.done;
    expect([out.signedOut, out.ended, left()]).toEqual(['out', 2, ['other live', 'read-only live']]);
    const every = await signOutEnding(undefined, desk(), () => Promise.resolve('out'));
    expect([every.ended, left()]).toEqual([1, ['read-only live']]);
  });

  it('leaves what was asked of it in vain, which says why', async () => {
    await desk()
      .assume(failing(new UserError('No.')), ofPortal('a'))
      .catch(() => undefined);
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve('out'));
    await out.done;
    expect([out.ended, left()]).toEqual([0, ['a failed']]);
  });

  it('begins once other windows can hear of it: what a call brings them after that is not used', async () => {
    const done: string[] = [];
    const tell = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('told');
    };
    const parts = { sessions: desk().sessions, opener: desk().opener, keeper: desk().keeper, signOuts: { tell } };
    await signOutEnding(PORTAL, parts, () => Promise.resolve(done.push('signed out')));
    expect(done).toEqual(['told', 'signed out']);
  });

  it('is done though the secret store keeps a session, and ends the others, and says which it is', async () => {
    const [a, b, c] = [ofPortal('a'), ofPortal('b'), ofPortal('c')];
    for (const each of [a, b, c]) await desk().assume(giving(), each);
    keepSecretsOf(a, c);
    let signedOut = 0;
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve((signedOut += 1)));
    expect([signedOut, out.signedOut, out.ended, left()]).toEqual([1, 1, 3, []]);
    const error = await failure(out.done);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(/^The sessions of c, a have ended in this window, but the secret store may still/);
    const keys = [...desk().secrets.values.keys()];
    expect([a, b, c].map((each) => keys.some((key) => key.includes(idOf(each))))).toEqual([true, false, true]);
  });

  it('hears of a session that is kept only after all is signed out of', async () => {
    await desk().assume(giving(), ofPortal('a'));
    keepSecretsOf(ofPortal('a'));
    const ends = vi.spyOn(desk().opener, 'end');
    const out = await signOutEnding(PORTAL, desk(), async () => {
      await Promise.allSettled(ends.mock.results.map(({ value }) => value as Promise<void>));
      await new Promise((resolve) => setImmediate(resolve)); // by now nobody's rejection would be one
    });
    expect((await failure(out.done)).message).toMatch(/^The session of a has ended in this window/);
  });

  it('waits for no secret store that hangs', async () => {
    await desk().assume(giving(), ofPortal('a'));
    let go = (): void => undefined;
    const hang = new Promise<void>((resolve) => (go = resolve));
    desk().secrets.delay = () => hang;
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve('out'));
    expect([out.signedOut, out.ended, left()]).toEqual(['out', 1, []]);
    go();
    await out.done;
  });

  it('gives up the call for one that is being opened', async () => {
    const call = new PendingCall();
    const opening = desk().assume(call.execute, ofPortal('a'));
    await call.begun();
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve('out'));
    await out.done;
    expect(call.signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(opening).rejects.toThrow('Cancelled');
    expect([out.ended, left()]).toEqual([0, []]);
  });

  it('ends what is there once the token is gone', async () => {
    const out = await signOutEnding(PORTAL, desk(), async () => {
      await desk().assume(giving(), ofPortal('late'));
    });
    await out.done;
    expect([out.ended, left()]).toEqual([1, []]);
  });

  it('that fails ends the sessions nevertheless, and says both', async () => {
    const a = ofPortal('a');
    await desk().assume(giving(), a);
    keepSecretsOf(a);
    const out = await signOutEnding(PORTAL, desk(), () => Promise.reject(new UserError('The file cannot be deleted.')));
    expect([out.signedOut, left()]).toEqual([undefined, []]);
    expect((await failure(out.done)).message).toMatch(
      /^The file cannot be deleted\. The session of a has ended in this window/,
    );
  });
});

describe('sessions that cannot be read here', () => {
  let other: Desk;
  beforeEach(async () => {
    await desk().assume(giving(), ofPortal('a'));
    const { windows } = desk();
    other = new Desk(desk().folder, desk());
    windows.dispose(); // nobody answers
    desk().secrets.get = () => Promise.reject(new Error('locked')) as never;
    await other.keeper.lookAround();
    expect(other.sessions.list()).toEqual([]);
  });
  afterEach(() => other.close());
  const marks = () => desk().vault.mark(idOf(ofPortal('a')));

  it('end with all others, and those that are known are left to who ends them', async () => {
    await other.keeper.endOthers([idOf(ofPortal('a'))]);
    expect(await marks()).toMatchObject({ ended: false });
    await other.keeper.endOthers([]);
    expect([await marks(), desk().secrets.values.size]).toMatchObject([{ ended: true, generation: 2 }, 0]);
    await other.keeper.endOthers([]);
    expect(await marks()).toMatchObject({ generation: 2 });
  });

  it('are counted where they may not have ended with all others', async () => {
    keepSecretsOf(ofPortal('a'));
    const error = await failure(other.keeper.endOthers([]));
    expect(error.message).toMatch(/^Sessions that could not be read have ended: 1\. The secret store may still/);
    expect(await marks()).toMatchObject({ ended: true });
  });

  it('are counted by who signs out, and are not where there are none', async () => {
    const out = await signOutEnding(PORTAL, other, () => Promise.resolve('out'));
    const error = await failure(out.done);
    expect([out.signedOut, error.message.slice(0, 35)]).toEqual(['out', 'Sessions that could not be read: 1.']);
    expect(error).toMatchObject({ actions: [{ command: 'roleSessions.endAllSessions' }] });
    await other.keeper.endOthers([]);
    await (
      await signOutEnding(PORTAL, other, () => Promise.resolve('out'))
    ).done;
  });

  it('are not counted where they are known, and end', async () => {
    const out = await signOutEnding(PORTAL, desk(), () => Promise.resolve('out'));
    await out.done;
    expect([out.ended, await marks()]).toMatchObject([1, { ended: true }]);
  });

  it('are counted once those that are known have ended', async () => {
    const done: string[] = [];
    let go = (): void => undefined;
    const asked = new Promise<void>((resolve) => (go = resolve));
    const end = () => asked.then(() => void done.push('ended'));
    const unreadable = (): Promise<number> => {
      done.push('counted');
      return Promise.resolve(0);
    };
    const parts = { sessions: desk().sessions, opener: { end }, keeper: { unreadable }, signOuts: desk().signOuts };
    const out = await signOutEnding(PORTAL, parts, () => Promise.resolve('out'));
    go();
    await out.done;
    expect(done).toEqual(['ended', 'ended', 'counted']);
  });

  it('are not counted where the secret store answers that it has none', async () => {
    desk().secrets.get = () => Promise.resolve(undefined) as never;
    await (
      await signOutEnding(PORTAL, other, () => Promise.resolve('out'))
    ).done;
  });
});

describe('ending many', () => {
  it('says what failed beside', async () => {
    await desk().assume(giving({ arn: ARN }), plan());
    const entries = desk().sessions.list();
    const error = await failure(endEach(entries, desk().opener, Promise.reject(new UserError('One code is kept.'))));
    expect([error.message, left()]).toEqual(['One code is kept.', []]);
    await expect(endEach([], desk().opener)).resolves.toBeUndefined();
  });

  const kept = (message: string) => Promise.reject(new UserError(message));

  it('says all that failed in one message', async () => {
    const error = await failure(endEach([], desk().opener, kept('One is kept.'), kept('Two is kept.')));
    expect([error, error.message]).toEqual([expect.any(UserError), 'One is kept. Two is kept.']);
  });

  it('says nothing over a defect, which is one', async () => {
    const defect = new TypeError('x is not a function');
    expect(await failure(endEach([], desk().opener, kept('One is kept.'), Promise.reject(defect)))).toBe(defect);
  });
});
