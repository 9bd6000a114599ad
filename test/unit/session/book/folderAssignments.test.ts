import { describe, expect, it } from 'vitest';
import {
  inVain,
  lose,
  ownSessions,
  putBackFolders,
  rename,
  settle,
  type FolderAssignment,
  type FolderAssignments,
} from '../../../../src/session/book/folders.js';

type ActsAs = FolderAssignment['actsAs'];
const WINDOW: ActsAs = { kind: 'window' };
const NOBODY: ActsAs = { kind: 'nobody' };
const as = (id: string): ActsAs => ({ kind: 'session', id });
const folders = (rows: Readonly<Record<string, readonly [ActsAs, string?]>>): FolderAssignments =>
  new Map(Object.entries(rows).map(([folder, [actsAs, pending]]) => [folder, { actsAs, pending }]));

/** Of each kind, and who waits for x or for something else. */
const all = () =>
  folders({
    window: [WINDOW, 'x'],
    own: [as('a'), 'x'],
    nobody: [NOBODY, 'x'],
    other: [as('b'), 'y'],
    waitsForNothing: [as('b')],
  });

it('those with a session of their own are told with it, or that it has gone', () => {
  expect([...ownSessions(all())]).toEqual([
    ['own', 'a'],
    ['nobody', undefined],
    ['other', 'b'],
    ['waitsForNothing', 'b'],
  ]);
});

describe('a call that folders wait for', () => {
  const others = { other: [as('b'), 'y'], waitsForNothing: [as('b')] } as const;

  it.each([
    ['live', true, as('a')],
    ['not live', false, as('x')],
  ])('in vain leaves a folder its own where that is %s, and those that wait for others alone', (_, isLive, own) => {
    expect(inVain(all(), 'x', (id) => isLive && id === 'a')).toEqual(
      folders({ window: [as('x')], own: [own], nobody: [as('x')], ...others }),
    );
  });

  it('under another id is waited for under that, by whoever waited for it', () => {
    expect(rename(all(), 'x', 'z')).toEqual(
      folders({ window: [WINDOW, 'z'], own: [as('a'), 'z'], nobody: [NOBODY, 'z'], ...others }),
    );
  });

  it('is what they act as once it has answered', () => {
    expect(settle(all(), 'x')).toEqual(folders({ window: [as('x')], own: [as('x')], nobody: [as('x')], ...others }));
  });

  it('that nobody waits for changes nothing, and the same is given', () => {
    const before = all();
    expect([settle(before, 'q'), inVain(before, 'q', () => true), lose(before, 'q')]).toEqual([before, before, before]);
    expect(settle(before, 'q')).toBe(before);
  });
});

it('a session that has gone leaves those that acted as it nobody, and what they wait for', () => {
  expect(lose(all(), 'b')).toEqual(
    folders({
      window: [WINDOW, 'x'],
      own: [as('a'), 'x'],
      nobody: [NOBODY, 'x'],
      other: [NOBODY, 'y'],
      waitsForNothing: [NOBODY],
    }),
  );
});

it('folders that came to act as one that was given up are again what they were, where that is there', () => {
  const before = folders({ window: [WINDOW, 'x'], own: [as('a'), 'x'], nobody: [NOBODY, 'x'], gone: [as('c'), 'x'] });
  const now = new Map([...settle(before, 'x'), ...folders({ later: [as('x')], other: [as('b')] })]);
  expect(putBackFolders(now, 'x', before, (id) => id !== 'c')).toEqual(
    folders({ own: [as('a')], nobody: [NOBODY], gone: [NOBODY], later: [as('x')], other: [as('b')] }),
  );
});
