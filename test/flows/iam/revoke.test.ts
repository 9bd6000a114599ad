// Sessions of a role are revoked by an administrator, and given back: what AWS lets the sessions do meanwhile.
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { window } from 'vscode';
import { Cancelled } from '../../../src/base/errors.js';
import type { IamAccess } from '../../../src/model/iam/iamCaller.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import { identityOf } from '../../../src/model/session/identity.js';
import { registerRevoking } from '../../../src/revoking/index.js';
import { REVOCATION_POLICY, revocationDocument } from '../../../src/revoking/revocation.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT, policy, allow, USER, type Keys } from '../../sandbox/test/stsHarness.js';
import { refusal } from '../../support/refusal.js';
import { liveSession } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';
import { BOSS, IamAccount, ROLE, ROLE_NAME } from './account.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  window: { showWarningMessage: vi.fn(), showInformationMessage: vi.fn(() => Promise.resolve(undefined)) },
}));

const SECOND = 1_000;
let account: IamAccount;
let acts: SessionAct[];
let sessions: FakeSessions;
/** What the modal said, and whether it is agreed to. */
let asked: string[];
let agrees: boolean;

beforeEach(async () => {
  account = await IamAccount.start();
  acts = [];
  sessions = new FakeSessions();
  asked = [];
  agrees = true;
  vi.mocked(window.showWarningMessage).mockImplementation((message: string, options, ...buttons) => {
    asked.push(`${message} ${(options as unknown as { detail: string }).detail}`);
    return Promise.resolve((agrees ? buttons[0] : undefined) as never);
  });
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${ROLE_NAME}/me`;
  sessions.activate(liveSession({ identity: identityOf(arn) }));
});
afterEach(() => account.stop());

function commandsAs(keys: Keys, arn: string) {
  const iam: IamAccess = {
    choose: () => Promise.resolve({ kind: 'profile', profile: 'admin' }),
    open: () => {
      const clockOffsetMs = account.sandbox.clock.now() - Date.now();
      const api = account.api(keys, { all: account.sandbox.endpoint }, clockOffsetMs);
      const partition = 'aws';
      return Promise.resolve({
        api,
        account: arn.split(':')[4] ?? '',
        arn,
        partition,
        region: 'us-west-2',
        clockOffsetMs,
      });
    },
  };
  return registerRevoking(sessions, (act) => acts.push(act), iam);
}

const can = (keys: Keys): Promise<boolean> =>
  account.clients
    .s3(keys, account.sandbox.clock.now() - Date.now())
    .send(new ListBucketsCommand({}))
    .then(
      () => true,
      () => false,
    );
const later = (ms: number) => account.sandbox.clock.setOffset(account.sandbox.clock.now() - Date.now() + ms);

it('what was given before is denied, what is given after is not, and undone the old one acts again', async () => {
  const commands = commandsAs(account.keys, BOSS);
  const before = await account.role();
  expect(await can(before)).toBe(true);
  later(2 * SECOND);
  await commands['roleSessions.revokeSessions'](undefined);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(`Revoke all sessions of ${ROLE_NAME} in account ${ACCOUNT}`);
  expect(await can(before)).toBe(false);
  later(4 * SECOND);
  const after = await account.role();
  expect(await can(after)).toBe(true);
  expect(await can(before)).toBe(false);
  await commands['roleSessions.undoRevoke'](undefined);
  expect(asked[1]).toContain('"aws:TokenIssueTime"');
  expect(await can(before)).toBe(true);
  expect(acts).toMatchObject([
    { kind: 'revoked', caller: BOSS, before: expect.any(Number) as number },
    { kind: 'unrevoked', caller: BOSS, before: expect.any(Number) as number },
  ]);
  expect(JSON.stringify(acts)).not.toMatch(/MARKED/);
});

it('one that is there already is shown, and replaced once that is agreed to', async () => {
  const commands = commandsAs(account.keys, BOSS);
  const old = Date.UTC(2026, 0, 1);
  account.sandbox.iam.putRolePolicy(ROLE, REVOCATION_POLICY, JSON.parse(revocationDocument(old)) as object);
  const there = async () => {
    const read = await account.api().rolePolicy(ROLE_NAME, REVOCATION_POLICY);
    return read.kind === 'found' ? read.value.document : read.kind;
  };
  agrees = false;
  await expect(commands['roleSessions.revokeSessions'](undefined)).rejects.toThrow(Cancelled);
  expect(asked[0]).toContain('is revoked already; that is replaced.');
  expect(await there()).toContain('2026-01-01');
  agrees = true;
  await commands['roleSessions.revokeSessions'](undefined);
  expect(await there()).not.toContain('2026-01-01');
  agrees = false;
  await expect(commands['roleSessions.undoRevoke'](undefined)).rejects.toThrow(Cancelled);
  expect(await there()).toContain('aws:TokenIssueTime');
  expect(acts).toHaveLength(1);
});

it('whoever may only put the policy there can, and is told what could not be read', async () => {
  const may = allow('iam:PutRolePolicy');
  account.sandbox.iam.putUserPolicy(TUTORIAL.userArn, 'revoke', policy(may));
  const commands = commandsAs(USER, TUTORIAL.userArn);
  await commands['roleSessions.revokeSessions'](undefined);
  expect(asked[0]).toContain('could not be read');
  expect(await refusal(commands['roleSessions.undoRevoke'](undefined) as Promise<void>)).toMatch(
    /cannot be seen\. AWS says: .*iam:GetRolePolicy/,
  );
});

it('is refused where it cannot be: no policy, another account, no right, no role', async () => {
  const commands = commandsAs(account.keys, BOSS);
  const run = (id: keyof typeof commands, by = commands) => refusal(by[id](undefined) as Promise<void>);
  expect(await run('roleSessions.undoRevoke')).toMatch(/^Nothing is revoked of /);
  expect(await run('roleSessions.revokeSessions', commandsAs(USER, TUTORIAL.userArn))).toMatch(
    /may not call PutRolePolicy\. AWS says/,
  );
  const stranger = commandsAs(account.keys, 'arn:aws:iam::210987654321:user/boss');
  expect(await run('roleSessions.revokeSessions', stranger)).toContain(`that is in account ${ACCOUNT}`);
  sessions.activate({ kind: 'none' });
  expect(await run('roleSessions.revokeSessions')).toMatch(/^No AWS role is active/);
  expect(acts).toEqual([]);
});
