// A role is set up at the embedded IAM, call by call: whole, stopped, failing, taken back.
import { setTimeout as delay } from 'node:timers/promises';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IamApi, NewAccessKey } from '../../../src/model/iam/iamApi.js';
import { readExisting } from '../../../src/roleSetup/differences.js';
import { executeSetup, undoSetup, type Execution } from '../../../src/roleSetup/execute.js';
import { planSetup } from '../../../src/roleSetup/plan.js';
import { PRESETS } from '../../../src/roleSetup/presets.js';
import { newRun, runOutcome, type SetupRun } from '../../../src/roleSetup/runState.js';
import { wantedSetup } from '../../../src/roleSetup/wanted.js';
import { ACCOUNT, keysOf } from '../../sandbox/test/stsHarness.js';
import { IamAccount } from '../iam/account.js';

const PRESET = PRESETS.tutorial({ partition: 'aws', account: ACCOUNT });
const ANSWERS = {
  ...PRESET,
  name: 'new-role',
  assumer: { kind: 'user', name: 'newcomer', path: '/', accessKey: 'first' },
  inline: {
    name: 'more',
    document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}',
  },
} as const;
const WANTED = wantedSetup(ANSWERS);

let account: IamAccount;
let api: IamApi;
let keys: NewAccessKey[];
let seen: SetupRun[];

beforeEach(async () => {
  account = await IamAccount.start();
  api = account.api();
  keys = [];
  seen = [];
});
afterEach(() => account.stop());

const execution = (more: Partial<Execution> = {}): Execution => ({
  api,
  signal: new AbortController().signal,
  onChange: (run) => void seen.push(run),
  onNewKey: (key) => void keys.push(key),
  wait: () => delay(0),
  ...more,
});

async function planned(wanted = WANTED): Promise<SetupRun> {
  return newRun(planSetup(wanted, await readExisting(api, wanted)).steps);
}
const kinds = (run: SetupRun) => run.map(({ state }) => state.kind);
const isThere = async () => [(await api.user('newcomer')).kind, (await api.role('new-role')).kind];

describe('the set-up of the tutorial', () => {
  it('lets the new user assume the role, and list buckets', async () => {
    const run = await executeSetup(await planned(), execution());
    expect(runOutcome(run)).toBe('complete');
    expect(JSON.stringify(seen)).not.toContain(keys[0]!.secretAccessKey);
    const sts = account.clients.sts(keys[0]);
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: WANTED.role.arn, RoleSessionName: 'me' }));
    await account.clients.s3(keysOf(Credentials)).send(new ListBucketsCommand({}));
    expect(await planned()).toEqual([]);
  });

  it('leaves nothing when it is taken back', async () => {
    const run = await undoSetup(await executeSetup(await planned(), execution()), execution());
    expect(kinds(run)).toEqual(Array(6).fill('undone'));
    expect(runOutcome(run)).toBe('clean');
    expect(await isThere()).toEqual(['absent', 'absent']);
  });

  it('waits for the new user to be known as a principal', async () => {
    account.sandbox.addFault({
      operation: 'CreateRole',
      times: 2,
      effect: { kind: 'error', status: 400, code: 'MalformedPolicyDocument', message: 'Invalid principal in policy' },
    });
    expect(runOutcome(await executeSetup(await planned(), execution()))).toBe('complete');
  });
});

describe('in the middle', () => {
  it('stopped: no call more, and what was done can be taken back', async () => {
    const stop = new AbortController();
    const run = await executeSetup(await planned(), execution({ signal: stop.signal, onNewKey: () => stop.abort() }));
    expect(kinds(run)).toEqual(['done', 'done', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(runOutcome(await undoSetup(run, execution()))).toBe('clean');
    expect(await isThere()).toEqual(['absent', 'absent']);
  });

  it('refused: the reason is told, and the next plan has what is missing', async () => {
    const fault = { kind: 'error', status: 403, code: 'AccessDenied', message: 'No.' } as const;
    account.sandbox.addFault({ operation: 'AttachRolePolicy', times: 1, effect: fault });
    const run = await executeSetup(await planned(), execution());
    expect(kinds(run)).toEqual(['done', 'done', 'done', 'failed', 'skipped', 'skipped']);
    expect(run[3]?.state).toMatchObject({ reason: expect.stringContaining('AttachRolePolicy') as string });
    const next = await planned();
    expect(next.map(({ step }) => step.part.kind)).toEqual(['attached', 'rolePolicy', 'userPolicy']);
    expect(runOutcome(await executeSetup(next, execution()))).toBe('complete');
  });

  it('a reply is lost: IAM is asked whether it happened', async () => {
    let isLost = false;
    const losing: IamApi = {
      ...api,
      call: async (call) => {
        const result = await api.call(call);
        if (call.action !== 'CreateRole' || isLost) return result;
        isLost = true;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
    };
    const run = await executeSetup(await planned(), execution({ api: losing }));
    expect([isLost, runOutcome(run)]).toEqual([true, 'complete']);
  });

  it('the secret of a key is lost: the key is known, and taken back', async () => {
    const run = await executeSetup(
      await planned(),
      execution({ onNewKey: () => Promise.reject(new Error('the keyring is locked')) }),
    );
    expect(run[1]?.state).toMatchObject({ kind: 'failed', accessKeyId: expect.any(String) as string });
    expect(runOutcome(await undoSetup(run, execution()))).toBe('clean');
    expect(await isThere()).toEqual(['absent', 'absent']);
  });
});

describe('what somebody else did meanwhile', () => {
  it('is not overwritten', async () => {
    await executeSetup(await planned(), execution());
    const other = wantedSetup({
      ...ANSWERS,
      assumer: { kind: 'account', account: ACCOUNT, externalId: 'abc', mfa: false },
    });
    const start = await planned(other);
    expect(start.map(({ step }) => step.call.action)).toEqual(['UpdateAssumeRolePolicy']);
    await api.call({
      action: 'UpdateAssumeRolePolicy',
      input: { RoleName: 'new-role', PolicyDocument: WANTED.role.trust.replace('Allow', 'Deny') },
    });
    expect(kinds(await executeSetup(start, execution()))).toEqual(['failed']);
  });

  it('is not taken away', async () => {
    const run = await executeSetup(await planned(), execution());
    const input = { RoleName: 'new-role', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    await api.call({ action: 'AttachRolePolicy', input });
    const undone = await undoSetup(run, execution());
    expect(kinds(undone)).toEqual(['undone', 'undone', 'kept', 'undone', 'undone', 'undone']);
    expect(runOutcome(undone)).toBe('incomplete');
    await api.call({ action: 'DetachRolePolicy', input });
    expect(runOutcome(await undoSetup(undone, execution()))).toBe('clean');
  });

  it('gets its trust policy back', async () => {
    await executeSetup(await planned(), execution());
    const other = wantedSetup({
      ...ANSWERS,
      maxSessionDuration: 7200,
      assumer: { kind: 'account', account: ACCOUNT, externalId: 'abc', mfa: false },
    });
    const before = await api.role('new-role');
    const run = await executeSetup(await planned(other), execution());
    expect(runOutcome(run)).toBe('complete');
    expect(await api.role('new-role')).not.toEqual(before);
    expect(runOutcome(await undoSetup(run, execution()))).toBe('clean');
    expect(await api.role('new-role')).toMatchObject({ value: { trust: WANTED.role.trust, maxSessionDuration: 3600 } });
  });
});
