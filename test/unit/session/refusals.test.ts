import { describe, expect, it } from 'vitest';
import { NeedsUser, UserError, type ErrorAction } from '../../../src/base/errors.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import { configuredRole } from '../../../src/model/request.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { expire, NEVER, type LiveSession, type Who } from '../../../src/model/session/session.js';
import type { BookEntry } from '../../../src/session/book/book.js';
import {
  answersFor,
  assumeRoleAction,
  lostMeanwhile,
  needsKnownPerson,
  offeringForFolder,
  refuseEnded,
  refuseKept,
  refuseStranger,
  whyNotNarrowed,
} from '../../../src/session/refusals.js';
import { liveSession, NOW, plan, PROCESS, roleRef } from '../../support/samples.js';
import { given } from './book/samples.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/dev/me';
const who = (principal: string | undefined, arn = ARN): Who => ({ identity: identityOf(arn), principal });
const anna = who('anna');
/** One whose keys a file has, and one that may be anybody's the next time. */
const KEYS = plan();
const CHANGING = plan({ source: PROCESS });

/** What it says, with the command that it offers; undefined where nothing is refused. */
function refusal(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message, ...error.actions.map(({ title }) => `[${title}]`)].join(' ');
  }
  return undefined;
}

describe('who is there as a session is renewed', () => {
  it.each<[string, Who, Who, string, string]>([
    ['the same', anna, anna, 'same', 'same'],
    ['somebody else', anna, who('bob'), 'another', 'another'],
    ['of another ARN', anna, who('anna', `${ARN}-2`), 'another', 'another'],
    ['nobody knows who', anna, who(undefined), 'unknown', 'unknown'],
    ['somebody, where nobody knew who it was', who(undefined), anna, 'same', 'same'],
    ['nobody knows who, as before', who(undefined), who(undefined), 'same', 'same'],
    ['of another ARN, where nobody knew who it was', who(undefined), who('anna', `${ARN}-2`), 'another', 'another'],
  ])('is %s', (_, before, after, ofKeys, ofAnybody) => {
    expect([answersFor(before, after, KEYS), answersFor(before, after, CHANGING)]).toEqual([ofKeys, ofAnybody]);
  });

  it.each<[string, Who | undefined, Plan, boolean]>([
    ['was nobody before', undefined, CHANGING, false],
    ['is known', anna, CHANGING, false],
    ['is unknown, behind keys of a file', who(undefined), KEYS, false],
    ['is unknown, and may be anybody', who(undefined), CHANGING, true],
  ])('has to be the user where it %s', (_, before, by, isNeeded) => {
    const work = () => needsKnownPerson(before, by);
    if (isNeeded) expect(work).toThrow(NeedsUser);
    expect(refusal(work)).toBe(
      isNeeded ? 'It is unknown who signed in for read-only: only you can renew it.' : undefined,
    );
  });
});

describe('what has ended while somebody was about to renew it', () => {
  const entry = (state: BookEntry['state']): BookEntry => ({
    ...given('a'),
    id: 'a',
    role: roleRef('a'),
    state,
    asked: undefined,
    underWay: false,
    attempt: undefined,
  });
  const live = (principal: string | undefined) => entry(liveSession({ principal }));
  const OPENING = entry({ kind: 'opening' });
  const FAILED = entry({ kind: 'failed', role: roleRef('a'), message: 'No.' });
  const REFUSED = entry({ kind: 'failed', role: roleRef('a'), message: 'No.', expected: liveSession() });
  const expired = entry(expire(liveSession()));

  it.each<[string, BookEntry, BookEntry | undefined, Plan, boolean]>([
    ['is there', live('AKIAEXAMPLE'), live('AKIAEXAMPLE'), KEYS, false],
    ['has expired', live('AKIAEXAMPLE'), expired, KEYS, false],
    ['was refused, and is to be the same', live('AKIAEXAMPLE'), REFUSED, KEYS, false],
    ['is gone', live('AKIAEXAMPLE'), undefined, KEYS, true],
    ['was never open, and is gone', OPENING, undefined, KEYS, true],
    ['was never open', FAILED, OPENING, KEYS, false],
    ['is being opened anew', live('AKIAEXAMPLE'), OPENING, KEYS, true],
    ['is somebody else', live('AKIAEXAMPLE'), live('bob'), CHANGING, true],
    ['is nobody knows who, which is found out', live('AKIAEXAMPLE'), live(undefined), CHANGING, false],
  ])('is not renewed where it %s', (_, before, now, by, isRefused) => {
    expect(refusal(() => refuseEnded(before, now, by))).toBe(
      isRefused ? 'The session of a has ended meanwhile, and is not renewed. [Assume Role]' : undefined,
    );
  });

  it('in another window is said to whoever opened it here, or why it was refused there', () => {
    const again = [{ title: 'Assume Role', command: 'roleSessions.assumeRole', args: [configuredRole('profile:a')] }];
    const lost = lostMeanwhile(roleRef('a'), undefined);
    expect([lost.message, lost.actions]).toEqual([
      'The session of a was ended in another window while it was being opened or renewed here: what AWS gave for it is not used. Assume the role again if you want it.',
      again,
    ]);
    expect(lostMeanwhile(roleRef('a'), { kind: 'opening' }).message).toBe(lost.message);
    const refused = lostMeanwhile(roleRef('a'), REFUSED.state);
    expect([refused.message, refused.actions]).toEqual(['No.', again]);
  });
});

describe('a session that was narrowed', () => {
  it.each<[string, Who, string | undefined]>([
    ['whose the wider one is', anna, undefined],
    [
      'somebody else’s',
      who('bob'),
      `read-only is ${ARN} (anna) and would be ${ARN} (bob) once it is narrowed, which is not used.`,
    ],
    [
      'of nobody knows whom',
      who(undefined),
      'Who signed in for read-only could not be found out, so it could be somebody else by now. Try again.',
    ],
  ])('is refused where it is %s', (_, narrowed, expected) => {
    expect(refusal(() => refuseStranger(anna, narrowed, CHANGING))).toBe(expected);
  });

  it('is refused as one that cannot be narrowed any more by what has become of the wider one', () => {
    expect(whyNotNarrowed({ kind: 'ended' }, plan())).toMatch(
      /^The session of read-only .* has ended\. Assume it again/,
    );
    expect(whyNotNarrowed({ kind: 'changed', change: 'it led to a and leads to b' }, plan())).toMatch(
      /^The configuration of read-only has changed .*: it led to a and leads to b\. Assume it again/,
    );
  });
});

describe('credentials that come anew', () => {
  const session = (accessKeyId: string, expiresAt: number): LiveSession =>
    liveSession({ expiresAt, credentials: { ...liveSession().credentials, accessKeyId } });
  const before = session('OLD', NOW);

  it.each<[string, LiveSession, LiveSession, boolean, boolean]>([
    ['others that end two seconds later', before, session('NEW', NOW + 2_000), false, false],
    ['others that end sooner than that', before, session('NEW', NOW + 1_999), true, false],
    ['others that end earlier', before, session('NEW', NOW - 1), true, false],
    ['the same that end two seconds later', before, session('OLD', NOW + 2_000), false, false],
    ['the same once more', before, session('OLD', NOW + 1_999), true, true],
    ['the same without an end', session('OLD', NEVER), session('OLD', NEVER), false, false],
  ])('%s', (_, had, came, quietly, asked) => {
    const REFUSED =
      'The credentials that came for read-only end no later than those it has: whatever gives them may be keeping them.';
    expect(refusal(() => refuseKept(had, came, false))).toBe(quietly ? REFUSED : undefined);
    expect(refusal(() => refuseKept(had, came, true))).toBe(asked ? REFUSED : undefined);
  });
});

it('what is of a folder alone is not offered for the window where it fails', async () => {
  const another: ErrorAction = { title: 'Choose Another Role', command: 'roleSessions.assumeRole' };
  const log: ErrorAction = { title: 'Show Log', command: 'roleSessions.showLog' };
  const command = 'roleSessions.useSessionForFolder';
  const dev = configuredRole('profile:dev');
  const renew: ErrorAction = { title: 'Try Again', command: 'roleSessions.renewSession', args: [dev] };
  const show: ErrorAction = { title: 'Show Plan', command: 'roleSessions.showPlan', args: [dev] };
  const failure = new UserError('No.', { actions: [assumeRoleAction(dev), another, renew, show, log] });
  const offered = (folder: string | undefined) => offeringForFolder({ folder }, () => Promise.reject(failure));
  await expect(offered('file:///api')).rejects.toMatchObject({
    message: 'No.',
    actions: [
      { title: 'Assume Role', command, args: [dev, 'file:///api'] },
      { ...another, command, args: [undefined, 'file:///api'] },
      { ...renew, args: [dev, { folder: 'file:///api' }] },
      { ...show, args: [dev, { folder: 'file:///api' }] },
      log,
    ],
  });
  await expect(offered(undefined)).rejects.toMatchObject({
    actions: [{ command, args: [dev, undefined] }, { command }, { args: [dev, {}] }, { args: [dev, {}] }, log],
  });
  await expect(offeringForFolder({ folder: 'file:///api' }, () => Promise.resolve('done'))).resolves.toBe('done');
});
