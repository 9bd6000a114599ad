import { describe, expect, it } from 'vitest';
import {
  heldOf,
  NONE,
  standingOfKeys,
  UNKNOWN,
  pledgeIn,
  type HeldKeys,
  type Holding,
} from '../../../../src/identity/holding.js';
import {
  givenBetween,
  holdingOf,
  isSameShell,
  holdingKey,
  readKept,
  writeKept,
  commonHolding,
  holdingOfGiven,
  standingOfLent,
  type Given,
  type SeenShell,
} from '../../../../src/terminals/environment/holding.js';
import { pledgeOf } from '../../../../src/lending/pledge.js';
import { liveEntry } from '../../../support/sessions.js';
import { liveSession, NOW, roleRef, SECRET, TOKEN } from '../../../support/samples.js';

const dev = heldOf(liveSession({ id: 'dev', role: roleRef('dev') }));
const fresh = { accessKeyId: 'ASIARENEWED', secretAccessKey: SECRET, sessionToken: TOKEN };
const renewed = heldOf(liveSession({ id: 'dev', role: roleRef('dev'), credentials: fresh }));
const other = { ...liveSession().identity, arn: 'arn:aws:sts::123456789012:assumed-role/other/me' };
const another = heldOf(liveSession({ id: 'dev', role: roleRef('dev'), identity: other, credentials: fresh }));
const colleague = heldOf(liveSession({ id: 'dev', role: roleRef('dev'), principal: 'AKIAOTHER', credentials: fresh }));
const prod = heldOf(liveSession({ id: 'prod', role: roleRef('prod') }));
const keys = (holding: Holding): HeldKeys => {
  if (holding.kind !== 'keys') throw new Error('no keys');
  return holding.keys;
};

describe('what a shell was given that began in a span of time', () => {
  const history: readonly Given[] = [
    { since: -Infinity, holding: NONE },
    { since: 100, holding: dev },
    { since: 200, holding: renewed },
    { since: 300, holding: prod },
    { since: 2_000, holding: NONE },
  ];

  it.each<[string, number, number, Holding]>([
    ['before there was anything', 0, 99, NONE],
    ['under one session', 100, 199, dev],
    ['over a renewal, where it may have the older keys', 150, 250, dev],
    ['after it', 200, 299, renewed],
    ['over a switch', 250, 350, UNKNOWN],
    ['as the first role became active', 50, 100, UNKNOWN],
    ['under the last', 300, 1_000, prod],
    ['as the last role ended, whose keys it may have', 1_900, 2_100, UNKNOWN],
    ['after its end', 2_000, 3_000, NONE],
  ])('%s', (_, from, to, expected) => expect(givenBetween(history, from, to)).toEqual(expected));

  it.each([
    ['another ARN', another],
    ['another person', colleague],
  ])('as a session became that of %s', (_, holding) => {
    const became = [
      { since: -Infinity, holding: dev },
      { since: 100, holding },
    ];
    expect(givenBetween(became, 50, 150)).toEqual(UNKNOWN);
  });
});

describe('what new shells are given', () => {
  it('is whose keys they are, and no secret', () => {
    const session = liveSession({ id: 'dev', role: roleRef('dev'), narrowedTo: 'read-only', principal: undefined });
    const { identity, expiresAt, credentials } = session;
    expect(heldOf(session)).toEqual({
      kind: 'keys',
      keys: {
        id: 'dev',
        accessKeyId: credentials.accessKeyId,
        title: 'dev (read-only)',
        arn: identity.arn,
        principal: null,
        expiresAt,
      },
    });
    expect(heldOf(liveSession())).toMatchObject({ keys: { principal: 'AKIAEXAMPLE' } });
  });

  it('is none where nothing is active', () => {
    expect(heldOf(undefined)).toBe(NONE);
  });

  it('is told apart by its session and its keys', () => {
    const held = [dev, renewed, prod, NONE, UNKNOWN];
    expect(new Set(held.map(holdingKey)).size).toBe(held.length);
    expect(holdingKey(heldOf(liveSession({ id: 'dev', expiresAt: NOW })))).toBe(holdingKey(dev));
  });
});

describe('a shell that is seen for the first time', () => {
  const at = 1_000_000;
  /** Nobody was anybody when the window was loaded; dev is active since a minute. */
  const history: readonly Given[] = [
    { since: -Infinity, holding: NONE },
    { since: at - 60_000, holding: dev },
  ];
  const early = { hostStartedAt: at - 120_000, revives: false };
  const seen = (shell: Partial<SeenShell>): Holding =>
    holdingOf({ ageMs: 0, tellsAge: true, openedAt: at, knownAt: at, now: at, early: undefined, ...shell }, history);

  it.each<[string, Partial<SeenShell>, Holding]>([
    ['of a terminal that has just opened', {}, dev],
    ['of one, where the system tells no ages', { ageMs: undefined, tellsAge: false }, dev],
    ['of one whose age cannot be had: it may have been attached', { ageMs: undefined }, UNKNOWN],
    ['of one that is gone already', { ageMs: 'gone' }, dev],
    ['that is heard of as it begins', { ageMs: 59_000, openedAt: at - 59_000 }, dev],
    ['that is heard of late', { ageMs: 58_500, openedAt: at - 58_000 }, UNKNOWN],
    ['that is heard of first, and begins after the role', { ageMs: 58_500, openedAt: at - 59_000 }, dev],
    ['of an older process: it was attached from elsewhere', { ageMs: 30_000 }, UNKNOWN],
    ['that came with the window and began before it', { early, openedAt: undefined, ageMs: 600_000 }, UNKNOWN],
    ['that appeared as the window was loaded, and began before it', { early, ageMs: 600_000 }, UNKNOWN],
    ['that came with the window, of no age', { early, openedAt: undefined, ageMs: undefined }, UNKNOWN],
    [
      'that came with the window, where the system tells no ages',
      { early, openedAt: at - 10_000, ageMs: undefined, tellsAge: false },
      UNKNOWN,
    ],
    ['that came with the window, and is gone already', { early, openedAt: at - 10_000, ageMs: 'gone' }, UNKNOWN],
    ['that began five seconds before the window', { early, openedAt: undefined, ageMs: 125_000 }, NONE],
    ['that began a moment before that', { early, openedAt: undefined, ageMs: 125_001 }, UNKNOWN],
    ['that began with the window', { early, openedAt: undefined, ageMs: 110_000 }, NONE],
    ['that began as the role became active', { early, openedAt: undefined, ageMs: 60_000 }, UNKNOWN],
    [
      'that was known before the role became active',
      { early, openedAt: undefined, ageMs: 60_000, knownAt: at - 60_001 },
      NONE,
    ],
    ['that may have been brought back from disk', { early: { ...early, revives: true } }, UNKNOWN],
  ])('%s', (_, shell, expected) => expect(seen(shell)).toEqual(expected));
});

it('a kept shell is the same unless its process is younger than what was seen', () => {
  const kept = { seenAt: NOW };
  expect(isSameShell(kept, 600_000, NOW + 60_000)).toBe(true);
  expect(isSameShell(kept, 59_000, NOW + 60_000)).toBe(true);
  expect(isSameShell(kept, 58_000, NOW + 60_000)).toBe(true);
  expect(isSameShell(kept, 57_999, NOW + 60_000)).toBe(false);
  expect(isSameShell(kept, 30_000, NOW + 60_000)).toBe(false);
  expect(isSameShell(kept, undefined, NOW + 60_000)).toBe(false);
  expect(isSameShell(kept, 'gone', NOW + 60_000)).toBe(false);
});

it('keys are the session’s own, those of before its renewal, or of one that has ended', () => {
  const session = liveSession({ id: 'dev', role: roleRef('dev') });
  expect(standingOfKeys(keys(dev), liveEntry(session))).toBe('current');
  expect(standingOfKeys(keys(renewed), liveEntry(session))).toBe('replaced');
  expect(standingOfKeys(keys(dev), undefined)).toBe('ended');
  expect(standingOfKeys(keys(another), liveEntry(session))).toBe('another');
  expect(standingOfKeys(keys(colleague), liveEntry(session))).toBe('another');
  expect(standingOfKeys(keys(renewed), liveEntry({ ...session, principal: undefined }))).toBe('replaced');
  expect(standingOfKeys({ ...keys(dev), principal: null }, liveEntry(session))).toBe('current');
  const afterClock = { ...session, expiresAt: session.expiresAt - 3_600_000 };
  expect(standingOfKeys(keys(dev), liveEntry(afterClock))).toBe('current');
  const failed = { kind: 'failed', role: session.role, message: '' } as const;
  expect(standingOfKeys(keys(dev), { ...liveEntry(session), state: failed })).toBe('ended');
});

describe('what is kept over a reload', () => {
  it('is whose keys, not the keys, and nothing of what nobody knows', () => {
    const shells = new Map([
      [1, { seenAt: NOW, holding: dev, isBound: true }],
      [2, { seenAt: NOW, holding: NONE, isBound: false }],
      [3, { seenAt: NOW, holding: UNKNOWN, isBound: false }],
    ]);
    const written = JSON.stringify(writeKept(shells));
    expect(written).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
    expect(readKept(JSON.parse(written))).toEqual(new Map([...shells].slice(0, 2)));
  });

  const whole = { seenAt: NOW, keys: keys(dev), isBound: true };
  const readOf = (shell: object) => readKept({ 7: shell }).get(7);

  it('is bound to its keys where that was written, and of somebody unknown where that was', () => {
    expect(readOf(whole)).toEqual({ seenAt: NOW, holding: dev, isBound: true });
    expect(readOf({ ...whole, isBound: undefined })).toMatchObject({ isBound: false });
    expect(readOf({ ...whole, isBound: 'x' })).toMatchObject({ isBound: false });
    const unknown = { ...keys(dev), principal: null };
    expect(readOf({ ...whole, keys: unknown })).toMatchObject({ holding: { keys: unknown } });
  });

  it.each(Object.keys(keys(dev)))('is nothing of keys without their %s, or with one of another kind', (name) => {
    for (const value of [undefined, {}]) {
      expect(readOf({ ...whole, keys: { ...keys(dev), [name]: value } })).toBeUndefined();
    }
  });

  it.each([
    [undefined],
    [null],
    ['x'],
    [{ 1: null }],
    [{ 1: {} }],
    [{ 1: { seenAt: 1, keys: { id: 'a' } } }],
    [{ 1: { seenAt: 1, keys: null } }],
  ])('of %j nothing is read', (written) => expect(readKept(written)).toEqual(new Map()));
});

describe('a shell that asks', () => {
  const session = liveSession({ id: 'dev', principal: 'anna' });
  const { kind, ...pledged } = { kind: 'lent' as const, ...pledgeOf(session) };
  const lent = { ...pledged, grant: 'one' };
  const asking = { kind, lent };

  it('is held as what it was given', () => {
    expect(holdingOfGiven({ kind: 'lent', lent, variables: new Map() }, session)).toEqual(asking);
    expect(holdingOfGiven({ kind: 'keys', variables: new Map() }, session)).toEqual(heldOf(session));
    expect(holdingOfGiven({ kind: 'later' }, session)).toEqual({ kind: 'none' });
  });

  it('is whom it was promised', () => {
    expect([asking, heldOf(session)].map((each) => pledgeIn(each)?.arn)).toEqual([lent.arn, lent.arn]);
    expect([{ kind: 'none' } as const, { kind: 'unknown' } as const].map(pledgeIn)).toEqual([undefined, undefined]);
  });

  it('is told from others by its grant', () => {
    expect(holdingKey(asking)).toBe('dev:lent:one');
    expect(holdingKey({ kind, lent: { ...lent, grant: 'two' } })).not.toBe(holdingKey(asking));
  });

  it('stands as the session of its promise does', () => {
    const renewed = { ...session, credentials: { ...session.credentials, accessKeyId: 'ASIAOTHER' } };
    expect([session, renewed].map((each) => standingOfLent(lent, liveEntry(each)))).toEqual(['current', 'current']);
    expect(standingOfLent(lent, liveEntry({ ...session, principal: 'bert' }))).toBe('another');
    expect(standingOfLent(lent, undefined)).toBe('ended');
  });

  it('or has keys, is as bad as one that has keys, if it is the same somebody', () => {
    const other = { kind, lent: { ...lent, grant: 'two' } };
    expect(commonHolding(asking, other)).toBe(asking);
    expect(commonHolding(asking, heldOf(session))).toEqual(heldOf(session));
    expect(commonHolding(heldOf(session), asking)).toEqual(heldOf(session));
    expect(commonHolding(asking, { kind, lent: { ...lent, principal: 'bert' } })).toEqual({ kind: 'unknown' });
    expect(commonHolding(asking, { kind, lent: { ...lent, id: 'prod' } })).toEqual({ kind: 'unknown' });
    expect(commonHolding(asking, { kind: 'none' })).toEqual({ kind: 'unknown' });
  });

  it('is kept over a reload, with no token', () => {
    const shells = new Map([[7, { seenAt: 1, holding: asking, isBound: true }]]);
    expect(readKept(JSON.parse(JSON.stringify(writeKept(shells))))).toEqual(shells);
    const nobody = { seenAt: 1, holding: { kind, lent: { ...lent, principal: null } }, isBound: false };
    expect(readKept(JSON.parse(JSON.stringify(writeKept(new Map([[7, nobody]])))))).toEqual(new Map([[7, nobody]]));
    for (const broken of [{}, { ...lent, grant: 1 }, { ...lent, principal: undefined }, null, 'x']) {
      expect(readKept({ 7: { seenAt: 1, lent: broken } })).toEqual(new Map());
    }
  });
});
