import { describe, expect, it, vi } from 'vitest';
import { UserError, type ErrorAction } from '../../../src/base/errors.js';
import { configuredRole } from '../../../src/model/request.js';
import { entryOf, factsOf, liveOf, namedEntry, oneFolderOf, requestOf, toRenew } from '../../../src/session/wanted.js';
import { failing, giving, HOUR_MS, idOf, named, PendingCall, useDesk } from './desk.js';
import { NOW } from '../../support/samples.js';

const desk = useDesk();

const A = named('a');
const B = named('b');
const onA = { sessionId: idOf(A) };
const FUNCTIONS = { requestOf, namedEntry, entryOf, toRenew, factsOf, liveOf };

type Named = keyof typeof FUNCTIONS;
const all = Object.keys(FUNCTIONS) as Named[];

/** What it says, with the buttons: "No. [Assume Role profile:a]" */
function refusal(name: Named, argument?: unknown): string {
  try {
    FUNCTIONS[name](argument, desk().sessions);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message, ...error.actions.map(button)].join(' ');
  }
  return 'It is taken';
}

function button({ title, command, args = [] }: ErrorAction): string {
  return `[${[title, command, ...args.map((arg) => JSON.stringify(arg))].join(' ')}]`;
}

const again = (of: typeof A): string =>
  `[Assume Role roleSessions.assumeRole ${JSON.stringify(configuredRole(of.roleId))}]`;

describe('a command that is called on a session that has gone', () => {
  it.each(all)('%s: is not done with the active one, and offers the role again', async (name) => {
    await desk().assume(giving(), A);
    await desk().assume(giving(), B);
    await desk().end(A);
    expect(refusal(name, onA)).toBe(`That session has ended. Assume the role again to use it. ${again(A)}`);
  });

  it.each(all)('%s: offers to assume one where nothing is known of it', async (name) => {
    await desk().assume(giving(), B);
    expect(refusal(name, { sessionId: 'of a window that is gone' })).toBe(
      'That session has ended. Assume the role again to use it. [Assume Role roleSessions.assumeRole]',
    );
  });
});

describe('a command that is called on', () => {
  it('a session is done with that one, whichever is active', async () => {
    const a = await desk().assume(giving(), A);
    await desk().assume(giving(), B);
    const { sessions } = desk();
    expect(requestOf(onA, sessions)).toEqual(configuredRole('profile:a'));
    expect([namedEntry(onA, sessions)?.id, entryOf(onA, sessions).id]).toEqual([a.id, a.id]);
    expect(toRenew(onA, sessions)).toMatchObject({ id: a.id });
    expect([factsOf(onA, sessions), liveOf(onA, sessions)]).toEqual([a, a]);
  });

  it.each([
    ['its ID', 'profile:a'],
    ['what is asked for', configuredRole('profile:a')],
    ['a row', { roleId: 'profile:a' }],
  ])('a role, by %s, is done with its session, and with no other where it has none', async (_, argument) => {
    await desk().assume(giving(), B);
    const { sessions } = desk();
    const request = configuredRole('profile:a');
    expect([requestOf(argument, sessions), toRenew(argument, sessions)]).toEqual([request, request]);
    for (const name of ['namedEntry', 'entryOf', 'factsOf', 'liveOf'] as const) {
      expect(refusal(name, argument)).toBe(`That session has ended. Assume the role again to use it. ${again(A)}`);
    }
    const a = await desk().assume(giving(), A, { activates: false });
    expect([entryOf(argument, sessions).id, toRenew(argument, sessions)]).toMatchObject([a.id, { id: a.id }]);
  });

  it('nothing is done with the active one, or the one that is about to be', async () => {
    const { sessions } = desk();
    const call = new PendingCall();
    const pending = desk().assume(call.execute, A);
    await call.begun();
    expect(entryOf(undefined, sessions).id).toBe(idOf(A));
    expect(refusal('liveOf')).toBe(`a has not been assumed yet. ${again(A)}`);
    await desk().end(A);
    await expect(pending).rejects.toThrow();
    const b = await desk().assume(giving(), B);
    expect([requestOf(undefined, sessions), namedEntry(undefined, sessions)]).toEqual([undefined, undefined]);
    expect([entryOf(undefined, sessions).id, factsOf({}, sessions), liveOf(7, sessions)]).toEqual([b.id, b, b]);
    await desk().end(B);
    expect(refusal('entryOf')).toBe('No AWS role is active. [Assume Role roleSessions.assumeRole]');
  });

  it.each([
    ['a row of another view', { target: 'x' }],
    ['a row of the S3 view', { overrides: {} }],
    ['a number for an ID', { roleId: 7 }],
    ['a number for a session', { sessionId: 7 }],
    ['nothing', null],
  ])('%s is done with the active one', async (_, argument) => {
    const a = await desk().assume(giving(), A);
    expect([requestOf(argument, desk().sessions), factsOf(argument, desk().sessions)]).toEqual([undefined, a]);
  });

  it('one that has expired or failed says so', async () => {
    await desk().assume(giving(), A);
    await expect(desk().assume(failing(new UserError('No.')), B)).rejects.toThrow();
    vi.setSystemTime(NOW + HOUR_MS);
    desk().sessions.tick();
    expect(factsOf(onA, desk().sessions)).toMatchObject({ kind: 'expired' });
    expect(refusal('liveOf', onA)).toBe(`That session has ended. Assume the role again to use it. ${again(A)}`);
    for (const name of ['factsOf', 'liveOf'] as const) {
      expect(refusal(name, { sessionId: idOf(B) })).toBe(`b has not been assumed yet. ${again(B)}`);
    }
  });
});

it.each<[string, unknown, ReturnType<typeof oneFolderOf>]>([
  ['the window', undefined, undefined],
  ['the window, where rows pass what is selected', [{ sessionId: 'a' }], undefined],
  ['a folder', { folder: 'file:///api' }, { folder: 'file:///api' }],
  ['a folder that is chosen then', { folder: undefined }, { folder: undefined }],
])('a button leads to a session for %s', (_, argument, one) => {
  expect(oneFolderOf(argument)).toEqual(one);
});
