import { describe, expect, it } from 'vitest';
import type { IamRole, IamUser } from '../../../../src/model/iam/iamApi.js';
import { planSetup } from '../../../../src/roleSetup/plan.js';
import { PRESETS } from '../../../../src/roleSetup/presets.js';
import { newRun, reduceRun, type SetupRun } from '../../../../src/roleSetup/runState.js';
import { wantedSetup } from '../../../../src/roleSetup/wanted.js';
import { reviewText } from '../../../../src/roleSetup/words/reviewText.js';
import { outcomeText, stateText, stepsDone } from '../../../../src/roleSetup/words/stateText.js';

const ANSWERS = PRESETS.tutorial({ partition: 'aws', account: '123456789012' });
const WANTED = wantedSetup(ANSWERS);
const HEADER = { account: '123456789012', caller: 'arn:aws:iam::123456789012:user/admin', role: ANSWERS.name };
const ABSENT = { user: { kind: 'absent' }, role: { kind: 'absent' } } as const;
const USER: IamUser = {
  ...{ arn: 'arn:aws:iam::123456789012:user/mynewuser', name: 'mynewuser', boundary: undefined, tags: new Map() },
  ...{ accessKeys: ['AKIAIOSFODNN7EXAMPLE'], groups: [], inline: [], attached: [] },
};
const ROLE: IamRole = {
  ...{ arn: WANTED.role.arn, name: WANTED.role.name, path: '/', boundary: undefined, description: undefined },
  ...{ maxSessionDuration: 3600, tags: new Map(), inline: [], attached: [] },
  trust: '{"Version":"2012-10-17","Statement":[]}',
};

const text = (...about: Parameters<typeof reviewText>) => reviewText(...about).split('\n');

describe('the set-up as a text', () => {
  it('names account, caller, each part and each call with what it says', () => {
    const lines = text(HEADER, planSetup(WANTED, ABSENT));
    expect(lines).toContain('The role sts-s3-read-only-role in the account 123456789012');
    expect(lines).toContain('Read, and to be changed, as arn:aws:iam::123456789012:user/admin');
    expect(lines).toContain('  create     the user mynewuser');
    expect(lines).toContain('  1. CreateUser: Create the user mynewuser, who may do nothing yet.');
    expect(lines).toContain('       UserName: mynewuser');
    expect(lines).toContain('       AssumeRolePolicyDocument:');
    expect(lines).toContain('           "Version": "2012-10-17",');
  });

  it('says that nobody is asked where that is so', () => {
    expect(text({ ...HEADER, caller: undefined }, planSetup(WANTED, ABSENT))).toContain(
      'Nothing was read at AWS, and nothing is called.',
    );
  });

  it('shows what is as it is, and a change with both sides', () => {
    const lines = text(
      HEADER,
      planSetup(WANTED, { user: { kind: 'found', value: USER }, role: { kind: 'found', value: ROLE } }),
    );
    expect(lines).toContain('  as it is   the user mynewuser');
    expect(lines).toContain('  change     the trust policy of sts-s3-read-only-role');
    expect(lines).toContain('      - {"Version":"2012-10-17","Statement":[]}');
    expect(lines.some((line) => line.startsWith('      +   "Version"'))).toBe(true);
  });

  it('says of what may not be read that it is unknown, in AWS’s words', () => {
    const denied = { kind: 'denied', message: 'not authorized to perform: iam:GetRole' } as const;
    const lines = text(HEADER, planSetup(WANTED, { user: { kind: 'found', value: USER }, role: denied }));
    expect(lines).toContain('  unknown    the role sts-s3-read-only-role');
    expect(lines).toContain('        not authorized to perform: iam:GetRole');
  });

  it('says what is in the way, and lists no call then', () => {
    const elsewhere = { ...ROLE, arn: 'arn:aws:iam::123456789012:role/team/sts-s3-read-only-role', path: '/team/' };
    const lines = text(HEADER, planSetup(WANTED, { user: ABSENT.user, role: { kind: 'found', value: elsewhere } }));
    expect(lines).toContain('  look       the role sts-s3-read-only-role');
    expect(lines).toContain('There is nothing to do.');
  });

  it('tells of each call how it stands', () => {
    const plan = planSetup(WANTED, ABSENT);
    const lines = text(HEADER, plan, (_, index) => `state ${index}`);
    expect(lines.filter((line) => line.startsWith('     → '))).toEqual(
      plan.steps.map((_, index) => `     → state ${index}`),
    );
  });
});

describe('how a run stands', () => {
  const start = newRun(planSetup(WANTED, ABSENT).steps);
  const after = (...events: readonly Parameters<typeof reduceRun>[1][]): SetupRun => events.reduce(reduceRun, start);
  const states = (run: SetupRun) => run.slice(0, 3).map(({ state }) => stateText(state));

  it('is said per step', () => {
    expect(states(start)).toEqual(['waiting', 'waiting', 'waiting']);
    const failed = after(
      { kind: 'started', index: 0 },
      { kind: 'done', index: 0, accessKeyId: undefined },
      { kind: 'started', index: 1 },
      { kind: 'done', index: 1, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      { kind: 'started', index: 2 },
      { kind: 'failed', index: 2, reason: 'No.' },
      { kind: 'stopped' },
    );
    expect(states(failed)).toEqual(['done', 'done: AKIAIOSFODNN7EXAMPLE', 'failed: No.']);
    expect(stateText(failed[3]?.state ?? { kind: 'waiting' })).toBe('not done');
    expect(stepsDone(failed)).toBe(failed.length);
    expect(outcomeText(failed, 'r')).toBe('The role r is set up in part: No.');
  });

  it('is said of what is running, lost, and being undone', () => {
    const running = after({ kind: 'started', index: 0 });
    expect(states(running)[0]).toBe('running…');
    expect(stepsDone(running)).toBe(0);
    expect(outcomeText(running, 'r')).toBe('The role r is being set up.');
    const lost = reduceRun(running, { kind: 'lost', index: 0, reason: 'Who knows.' });
    expect(states(lost)[0]).toBe('unknown: Who knows.');
    const undoing = reduceRun(lost, { kind: 'undoStarted', index: 0 });
    expect(states(undoing)[0]).toBe('being undone…');
    expect(states(reduceRun(undoing, { kind: 'kept', index: 0, reason: 'Changed.' }))[0]).toBe('left at AWS: Changed.');
    const undone = reduceRun(reduceRun(undoing, { kind: 'undone', index: 0 }), { kind: 'stopped' });
    expect(states(undone)[0]).toBe('undone');
    expect(outcomeText(undone, 'r')).toBe('Nothing of the role r was left at AWS.');
  });

  it('is said of a run that has all, and of one that was stopped', () => {
    const done = start.reduce<SetupRun>(
      (run, _, index) =>
        reduceRun(reduceRun(run, { kind: 'started', index }), { kind: 'done', index, accessKeyId: undefined }),
      start,
    );
    expect(outcomeText(done, 'r')).toBe('The role r is set up.');
    const stopped = after(
      { kind: 'started', index: 0 },
      { kind: 'done', index: 0, accessKeyId: undefined },
      { kind: 'stopped' },
    );
    expect(outcomeText(stopped, 'r')).toBe('The role r is set up in part. What was done is in the list.');
  });
});
