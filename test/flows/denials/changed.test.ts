// The change of a policy that would allow what was denied: what is asked, what is sent, and when nothing is.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { window, workspace } from 'vscode';
import { Cancelled } from '../../../src/base/errors.js';
import { changePolicy } from '../../../src/denials/changePolicy.js';
import { answerDenial } from '../../../src/denials/looking/answer.js';
import { readFacts } from '../../../src/denials/looking/readFacts.js';
import type { DocumentRepair } from '../../../src/denials/looking/repairs.js';
import type { IamAccess } from '../../../src/model/iam/iamCaller.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, allow, policy, trust, USER } from '../../sandbox/test/stsHarness.js';
import { ROLE, World, type Call } from './world.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  commands: { executeCommand: vi.fn() },
  workspace: { isTrusted: true, registerTextDocumentContentProvider: () => ({ dispose: () => undefined }) },
  window: {
    showWarningMessage: vi.fn(),
    showInformationMessage: vi.fn(() => Promise.resolve(undefined)),
    tabGroups: { all: [], close: vi.fn() },
  },
}));

const BOSS = `arn:aws:iam::${ACCOUNT}:user/boss`;
const caller = { kind: 'profile', profile: 'boss' } as const;
let world: World;
/** What the modal said. */
let asked: string[];

beforeEach(async () => {
  world = await World.start();
  asked = [];
  (workspace as { isTrusted: boolean }).isTrusted = true;
  answers((button) => button);
});
afterEach(() => world.stop());

function answers(answer: (button: unknown) => unknown): void {
  vi.mocked(window.showWarningMessage).mockImplementation((message: string, options, ...buttons) => {
    asked.push(`${message} ${(options as unknown as { detail: string }).detail}`);
    return Promise.resolve(answer(buttons[0]) as never);
  });
}

const as = (keys?: typeof USER): IamAccess => ({
  choose: () => Promise.resolve(caller),
  open: () =>
    Promise.resolve({
      ...{ api: world.api(keys), account: ACCOUNT, arn: keys === undefined ? BOSS : TUTORIAL.userArn },
      ...{ partition: 'aws', region: TUTORIAL.region, clockOffsetMs: 0 },
    }),
});

async function repairOf(call: Call): Promise<DocumentRepair> {
  const denial = await world.denial(call);
  const { wrong } = answerDenial(denial, await readFacts(world.reader(), denial, call.known));
  const [repair] = wrong.flatMap(({ repairs }) => repairs);
  if (repair?.kind !== 'document') throw new Error('No document is to be changed');
  return repair;
}

async function untrusting(): Promise<Call> {
  world.iam.setDenials({ assumeRole: 'reasons' });
  world.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: '210987654321' }, 'sts:AssumeRole')));
  return Promise.resolve(world.assume(ROLE));
}

const changes = () =>
  world.sandbox.requests
    .map(({ operation }) => operation)
    .filter((each) => /^(Put|Update|Create).*(Policy|PolicyVersion)$/.test(each));

it('lets the call pass, once it is agreed to', async () => {
  const call = await untrusting();
  await changePolicy(await repairOf(call), caller, as());
  expect(asked).toEqual([`Change the trust policy of ${ROLE}? It is in account ${ACCOUNT}, and changed as ${BOSS}.`]);
  await expect(call.make([])).resolves.toBeDefined();
});

it('is not made where that is not agreed to', async () => {
  const repair = await repairOf(await untrusting());
  answers(() => undefined);
  await expect(changePolicy(repair, caller, as())).rejects.toThrow(Cancelled);
  expect(changes()).toEqual([]);
});

it('is not made of what somebody else has changed while it was asked', async () => {
  const repair = await repairOf(await untrusting());
  answers((button) => {
    world.iam.updateTrustPolicy(ROLE, policy(trust({ AWS: '333333333333' }, 'sts:AssumeRole')));
    return button;
  });
  await expect(changePolicy(repair, caller, as())).rejects.toThrow(/Nothing was changed: somebody else has changed/);
  expect(changes()).toEqual([]);
});

it('is not made over a policy of that name that came meanwhile', async () => {
  const call = world.put(await world.session());
  const repair = await repairOf(call);
  expect(repair.before).toBe('');
  world.iam.putRolePolicy(ROLE, 'AllowS3PutObject', policy(allow('s3:ListBucket')));
  await expect(changePolicy(repair, caller, as())).rejects.toThrow(/Nothing was changed: somebody else has changed/);
  expect(changes()).toEqual([]);
});

it('is refused in AWS’s words where the identity may not', async () => {
  world.iam.putUserPolicy(TUTORIAL.userArn, 'reads', policy(allow(['iam:Get*', 'iam:List*'])));
  const repair = await repairOf(await untrusting());
  await expect(changePolicy(repair, caller, as(USER))).rejects.toThrow(
    /is not authorized to perform: iam:UpdateAssumeRolePolicy/,
  );
});

it('is not even asked in Restricted Mode', async () => {
  const repair = await repairOf(await untrusting());
  (workspace as { isTrusted: boolean }).isTrusted = false;
  await expect(changePolicy(repair, caller, as())).rejects.toThrow(/In Restricted Mode no policy is changed/);
  expect(asked).toEqual([]);
});
