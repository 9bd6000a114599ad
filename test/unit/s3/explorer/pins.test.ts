import { describe, expect, it } from 'vitest';
import { PinnedSessions, type Pin } from '../../../../src/s3/explorer/pins.js';
import { roleRef } from '../../../support/samples.js';
import { Store } from '../../session/store.js';

const pin = (id: string): Pin => ({ id, role: roleRef(id), accountId: '123456789012' });

describe('pinned sessions', () => {
  it('are remembered in the order of pinning, each once, and tell of every change', async () => {
    const memento = new Store();
    const pins = new PinnedSessions(memento);
    let told = 0;
    pins.onDidChange(() => (told += 1));
    for (const id of ['a', 'b', 'a']) await pins.add(pin(id));
    expect(new PinnedSessions(memento).list().map(({ id }) => id)).toEqual(['b', 'a']);
    await pins.remove('b');
    expect(pins.list().map(({ id }) => id)).toEqual(['a']);
    expect(told).toBe(4);
  });

  it.each([
    ['nothing', undefined, []],
    ['no list', 'a', []],
    ['what is no pin', [null, 'a', { id: 'a' }, { id: 1, role: pin('a').role, accountId: '' }, pin('a')], ['a']],
  ])('of %s are those that make sense', async (_, kept, ids) => {
    const memento = new Store();
    await memento.update('s3.pinned', kept);
    expect(new PinnedSessions(memento).list().map(({ id }) => id)).toEqual(ids);
  });
});
