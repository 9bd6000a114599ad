// What the two sides do where the secret store does not do as it should; that they work is for test/flows/session.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { Arrivals, type ArrivalAnswer } from '../../../../src/session/bringing/arrivals.js';
import { BroughtWatch } from '../../../../src/session/bringing/broughtWatch.js';
import { broughtEntry, entryText, keyOf } from '../../../../src/session/bringing/entry.js';
import { Outbox } from '../../../../src/session/bringing/outbox.js';
import { liveSession, NOW, SECRET } from '../../../support/samples.js';
import { giving, useDesk } from '../desk.js';
import { Store } from '../store.js';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const KEY = keyOf(ID);
const LAPTOP = { id: 'aaaaaaaaaaaaaaaa', name: '0' };
const entry = () => broughtEntry(liveSession(), { id: ID, machine: LAPTOP, from: 'laptop' }, NOW);

const desk = useDesk();
let secrets: Store;

beforeEach(() => {
  secrets = new Store();
});

describe('what is put there', () => {
  let outbox: Outbox;
  const warned: string[] = [];
  const putOne = async () => outbox.put(await desk().assume(giving()));

  beforeEach(() => {
    warned.length = 0;
    const log = { warn: (message: string) => void warned.push(message) };
    const machine = () => Promise.resolve(LAPTOP);
    outbox = new Outbox({ secrets, sessions: desk().sessions, machine, hostName: 'laptop', log });
  });
  afterEach(() => outbox.dispose());

  it('is refused with a sentence where the store does not take it', async () => {
    secrets.store = () => Promise.reject(new Error('locked'));
    await expect(putOne()).rejects.toThrow(
      'The secret store did not take the session, so no other window is offered it. The log says why.',
    );
  });

  it('that has ended while it was being put there goes at once', async () => {
    const session = await desk().assume(giving());
    secrets.delay = () => desk().end();
    await outbox.put(session);
    await vi.waitUntil(() => secrets.values.size === 0);
  });

  it('is taken back, and whoever does that twice hears nothing of it', async () => {
    const { key, until } = await putOne();
    expect([until, [...secrets.values.keys()]]).toEqual([NOW + 300_000, [key]]);
    await outbox.takeBack(key);
    await outbox.takeBack(key);
    expect([secrets.values.size, warned]).toEqual([0, []]);
  });

  it('that cannot be taken back is in the log', async () => {
    const { key } = await putOne();
    secrets.delete = () => Promise.reject(new Error('locked'));
    await outbox.takeBack(key);
    expect(warned).toEqual(['Could not take back a session that waits for another machine']);
  });

  it('while another waits goes by itself', async () => {
    const { key } = await putOne();
    const { key: second } = await outbox.put(desk().sessions.active() as ReturnType<typeof liveSession>);
    await outbox.takeBack(key);
    outbox.look();
    expect([...secrets.values.keys()]).toEqual([second]);
  });
});

describe('what arrives', () => {
  const asked: string[] = [];
  const shown: string[] = [];
  const warned: string[] = [];
  let answer: ArrivalAnswer;
  let confirm: () => Promise<void>;
  let arrivals: Arrivals | undefined;
  let watch: BroughtWatch | undefined;

  const open = () => {
    const { sessions, keeper, opener, folder } = desk();
    const log = {
      info: () => undefined,
      warn: (message: string, error?: unknown) => void warned.push(`${message}: ${String(error)}`),
    };
    const opened = new Arrivals({
      ...{ secrets, sessions, keeper, opener, folder },
      isRemote: true,
      machine: () => Promise.resolve({ id: 'bbbbbbbbbbbbbbbb', name: '1' }),
      ask: ({ from }) => {
        asked.push(from);
        return Promise.resolve(answer);
      },
      confirm: () => confirm(),
      shown: (work) => work().catch((error: unknown) => shown.push(String(error))),
      record: () => undefined,
      log,
    });
    arrivals = opened;
    watch = new BroughtWatch(secrets, (key) => opened.look(key), log);
    return opened;
  };

  beforeEach(() => {
    for (const list of [asked, shown, warned]) list.length = 0;
    answer = 'use';
    confirm = () => Promise.resolve();
  });
  afterEach(() => watch?.dispose());

  it.each<[string, string, string]>([
    ['is of no form', KEY, '{}'],
    ['is of another key', keyOf(ID.replace('0', '1')), entryText(entry())],
    ['is another secret', `session:${ID}`, entryText(entry())],
  ])('and %s is offered to nobody, and left', async (_, key, text) => {
    secrets.values.set(key, text);
    await open().look(key);
    expect([asked, secrets.values.size, warned]).toEqual([[], 1, []]);
  });

  it('is offered once, however often it is heard of', async () => {
    answer = undefined;
    secrets.values.set(KEY, entryText(entry()));
    await Promise.all([open().look(KEY), arrivals?.look(KEY), watch?.lookAround()]);
    expect(asked).toEqual(['laptop']);
  });

  it('while the window was closed is found nowhere in an editor that lists no keys', async () => {
    secrets.values.set(KEY, entryText(entry()));
    Reflect.set(secrets, 'keys', undefined);
    open();
    await watch?.lookAround();
    expect([asked, warned]).toEqual([[], []]);
  });

  it('waits on where it is production and the user does not want that', async () => {
    confirm = () => Promise.reject(new Cancelled());
    secrets.values.set(KEY, entryText(entry()));
    await open().look(KEY);
    expect([secrets.values.size, desk().sessions.list()]).toEqual([1, []]);
  });

  it('is not used where it cannot be deleted: somebody else could take it as well', async () => {
    secrets.values.set(KEY, entryText(entry()));
    secrets.delete = () => Promise.reject(new Error('locked'));
    await open().look(KEY);
    expect([desk().sessions.list(), shown]).toEqual([[], ['Error: locked']]);
  });

  it('is used also where windows cannot wait for each other', async () => {
    secrets.values.set(KEY, entryText(entry()));
    Reflect.set(open(), 'parts', { ...Reflect.get(arrivals as object, 'parts'), folder: '/dev/null/nowhere' });
    await arrivals?.look(KEY);
    expect(desk().sessions.active()).toMatchObject({ kind: 'live', source: 'brought from laptop' });
  });

  it('is in the log, without a secret, where the store cannot say', async () => {
    secrets.values.set(KEY, entryText(entry()));
    secrets.get = (() => Promise.reject(new Error('locked'))) as never;
    await open().look(KEY);
    expect(warned).toEqual(['Could not look at what was brought from another machine: Error: locked']);
    expect(warned.join()).not.toContain(SECRET);
  });

  it('after the window has closed is offered by nobody', async () => {
    open();
    watch?.dispose();
    await secrets.store(KEY, entryText(entry()));
    expect(asked).toEqual([]);
  });
});
