import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../../src/model/session/session.js';
import { NONE, UNKNOWN, type HeldKeys, type Holding, type KeysStanding } from '../../../../src/identity/holding.js';
import {
  oldKeysText,
  relaunchText,
  reusedTerminalText,
  unknownText,
} from '../../../../src/terminals/environment/keysText.js';
import { NOW } from '../../../support/samples.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/dev/me';
const HOUR_MS = 3_600_000;
const keys = (overrides: Partial<HeldKeys> = {}): HeldKeys => ({
  id: 'dev',
  accessKeyId: 'ASIAEXAMPLE',
  title: 'dev',
  arn: ARN,
  principal: 'anna',
  expiresAt: NOW + HOUR_MS,
  ...overrides,
});
const has = (overrides: Partial<HeldKeys> = {}): Holding => ({ kind: 'keys', keys: keys(overrides) });
const other = { id: 'prod', title: 'prod' };
/** The moment of the end is the first at which they are dead. */
const DEAD = { expiresAt: NOW };
const DYING = { expiresAt: NOW + 1 };

describe('of a terminal that was started anew', () => {
  type Case = Partial<Parameters<typeof relaunchText>[1]>;
  const text = (given: Case) =>
    relaunchText('bash', { holding: has(), named: keys(), standing: 'current', isBound: false, ...given }, NOW);

  it.each<[string, Case]>([
    ['was named for no session', { named: undefined, holding: has(other) }],
    ['was named for no session, whatever it has now', { named: undefined, holding: UNKNOWN }],
    ['acts as the session that it is named for', {}],
    ['has newer keys of it', { holding: has({ accessKeyId: 'ASIANEW' }) }],
    ['has newer keys of it, and nobody knows who signed in', { holding: has({ principal: null }) }],
    ['has the keys that it is bound to, which are the session’s', { isBound: true }],
  ])('nothing is said where it %s', (_, given) => {
    expect(text(given)).toBeUndefined();
  });

  it.each<[string, Case, string]>([
    ['has none', { holding: NONE }, 'Terminal "bash" was started anew while no role was active, and acts as none.'],
    [
      'has nobody knows which',
      { holding: UNKNOWN },
      'Terminal "bash" was started anew, and whose credentials it has now is not known.',
    ],
    ['has another’s', { holding: has(other) }, 'Terminal "bash" was started anew, and acts as prod now.'],
    [
      'has those of another role under its name',
      { holding: has({ arn: `${ARN}-2`, principal: null }), named: keys({ principal: ARN }) },
      `Terminal "bash" was started anew, and its dev is somebody else now: ${ARN}-2, and ${ARN} before.`,
    ],
    [
      'has those of another person',
      { holding: has({ principal: 'bob' }) },
      `Terminal "bash" was started anew, and its dev is somebody else now: ${ARN} (bob), and ${ARN} (anna) before.`,
    ],
    [
      'is bound to keys that were replaced',
      { isBound: true, standing: 'replaced', holding: has(DYING) },
      'Terminal "bash" was started anew with the keys of dev that it was opened with: the session has others now, or has ended. They expire in 0s.',
    ],
    [
      'is bound to keys that are dead',
      { isBound: true, standing: 'ended', holding: has(DEAD) },
      'Terminal "bash" was started anew with the keys of dev that it was opened with, which have expired. Open another terminal as dev.',
    ],
    [
      'is bound to keys without an end',
      { isBound: true, standing: 'ended', holding: has({ expiresAt: NEVER }) },
      'Terminal "bash" was started anew with the keys of dev that it was opened with: the session has others now, or has ended. AWS takes them until they are deleted or deactivated.',
    ],
  ])('it is said where it %s', (_, given, expected) => {
    expect(text(given)).toBe(expected);
  });
});

describe('of old keys that terminals go on with', () => {
  const EXPIRED = 'The keys of dev that these terminals began with have expired: "a", "b". Open new terminals.';
  it.each<[KeysStanding, Partial<HeldKeys>, string]>([
    [
      'ended',
      DYING,
      'The session of dev has ended, but these terminals still have its keys: "a", "b". AWS takes them until they expire in 0s: close the terminals.',
    ],
    [
      'ended',
      { expiresAt: NEVER },
      'The session of dev has ended, but these terminals still have its keys: "a", "b". AWS takes them until they are deleted or deactivated: close the terminals.',
    ],
    ['ended', DEAD, EXPIRED],
    [
      'another',
      { principal: ARN },
      `The session of dev was opened again as somebody else, but these terminals still act as ${ARN}: "a", "b". Open new terminals, and close these.`,
    ],
    ['another', DEAD, EXPIRED],
    [
      'replaced',
      {},
      'The session of dev was renewed, but these terminals have the keys that they began with: "a", "b". Those expire in 60m: open new terminals.',
    ],
    [
      'replaced',
      { expiresAt: NEVER },
      'The session of dev was renewed with other keys, but these terminals have those that they began with: "a", "b". AWS takes them until they are deleted or deactivated: open new terminals.',
    ],
    ['replaced', DEAD, EXPIRED],
  ])('where they are %s, with %j', (standing, overrides, expected) => {
    expect(oldKeysText(['a', 'b'], keys(overrides), standing, NOW)).toBe(expected);
  });
});

it('of terminals that nobody knows the names are said', () => {
  expect(unknownText(['a', 'b'], false)).toBe(
    'Whose AWS credentials these terminals have is not known, since nobody saw them begin: "a", "b". Close them, or have them relaunched, if they are to act as the active role.',
  );
});

it('of terminals that may be of any folder the way to one of a folder is said', () => {
  expect(unknownText(['a'], true)).toBe(
    'Whose AWS credentials these terminals have is not known: "a". Folders act as several roles, and nobody said in which folder they begin, or nobody saw them begin. Close them, and open terminals in a folder.',
  );
});

describe('of a debug run in the terminal of an earlier one', () => {
  it.each<[Holding, KeysStanding | undefined, string]>([
    [NONE, undefined, 'and that acts as no role'],
    [has(), 'current', 'and acts as dev'],
    [has(DEAD), 'ended', 'with keys of dev that have expired'],
    [
      has(DYING),
      'ended',
      'with keys of dev from before its session was renewed, ended or opened again as somebody else',
    ],
  ])('which has %j (%s), it is said that it %s', (holding, standing, what) => {
    expect(reusedTerminalText('Run', holding, standing, NOW)).toBe(
      `"Run" runs in a terminal that an earlier run has left, ${what}. Close that terminal, and the next run acts as what is active then.`,
    );
  });

  it('of which nothing is known, it is said why that may be', () => {
    expect(reusedTerminalText('Run', UNKNOWN, undefined, NOW)).toBe(
      '"Run" runs in a terminal, and whose credentials that has is not known: an earlier run has left it, or folders act as several roles. Close that terminal, or let the program run in the debug console.',
    );
  });
});
