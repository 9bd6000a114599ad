// Sessions narrowed in place, as the sandbox's STS and S3 see them.
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withScopes } from '../../../src/config/request/scopes.js';
import type { Assumed } from '../../../src/aws/executePlan.js';
import type { Plan } from '../../../src/model/plan/plan.js';
import type { Narrowing, Scope } from '../../../src/model/request.js';
import type { Sandbox } from '../../sandbox/index.js';
import { scope } from '../../support/samples.js';
import { ACCOUNT, may, MINUTE, startAccount, to, trusts, type Account } from './account.js';

const ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/writer/mytestsession`;
const READ_ONLY: Narrowing = { kind: 'read-only' };
const REPORTS: Narrowing = { kind: 's3-location', bucket: 'data', prefix: 'reports/', access: 'write' };

let sandbox: Sandbox;
let account: Account;
let role: Plan;

beforeAll(async () => {
  account = await startAccount();
  ({ sandbox } = account);
  account.createRole('writer', trusts(account.user), { inlinePolicies: { s3: may('s3:*', '*') } });
  role = account.planned([to('writer')]);
  sandbox.s3.createBucket('data', { region: role.region, accountId: ACCOUNT });
  for (const key of ['reports/may', 'salaries']) sandbox.s3.putObject('data', key, key);
});
afterEach(() => sandbox.clearFaults());
afterAll(() => sandbox.stop());

function scoped(base: Plan, ...scopes: readonly Scope[]): Plan {
  const plan = withScopes(base, scopes);
  if (!plan.ok) {
    throw new Error(plan.problem.message);
  }
  return plan.value;
}

async function abilities({ credentials }: Assumed): Promise<string[]> {
  const { endpoint } = sandbox;
  const s3 = new S3Client({ region: role.region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
  const tries = ['reports/may', 'salaries'].flatMap((Key): [string, Promise<unknown>][] => [
    [`get ${Key}`, s3.send(new GetObjectCommand({ Bucket: 'data', Key }))],
    [`put ${Key}`, s3.send(new PutObjectCommand({ Bucket: 'data', Key, Body: Key }))],
  ]);
  const done = await Promise.allSettled(tries.map(([, sent]) => sent));
  return tries.flatMap(([what], at) => (done[at]?.status === 'fulfilled' ? [what] : []));
}

const recent = () => sandbox.requests.at(-1);
const called = (from: number) => sandbox.requests.slice(from).map(({ operation }) => operation);

describe('a live session is narrowed', () => {
  it.each<[string, readonly Narrowing[], readonly string[]]>([
    ['to a prefix', [REPORTS], ['get reports/may', 'put reports/may']],
    ['to reading', [READ_ONLY], ['get reports/may', 'get salaries']],
    ['to reading a prefix', [READ_ONLY, REPORTS], ['get reports/may']],
  ])('%s, by one call', async (_, narrowings, able) => {
    const live = await account.run(role);
    const before = sandbox.requests.length;
    const narrow = await account.run(scoped(role, { narrowings }), { lent: { ...live, hops: 1 } });
    expect(called(before)).toEqual(['GetScopedCredentials']);
    expect(narrow).toMatchObject({ arn: ARN, narrowedBy: 'in-place', expiration: live.expiration });
    expect(await abilities(narrow)).toEqual(able);
    expect(await abilities(live)).toHaveLength(4);
  });

  it('and says to CloudTrail why', async () => {
    const live = await account.run(role);
    await account.run(scoped(role, { narrowings: [REPORTS] }), { lent: { ...live, hops: 1 } });
    expect(recent()?.parameters['ScopedSessionDescription']).toBe('narrowed=write:s3://data/reports/');
  });

  it('for less time', async () => {
    const { expiration } = await account.run(scoped(role, { narrowings: [], durationSeconds: 600 }));
    expect(Math.abs(expiration! - Date.now() - 10 * MINUTE)).toBeLessThan(MINUTE);
  });

  it('three times, but not for longer than it lasts', async () => {
    const less = { narrowings: [READ_ONLY] };
    const brief = await account.run(scoped(role, less, less, { ...less, durationSeconds: 60 }));
    const longer = { ...role, hops: [...role.hops, scope({ policy: undefined, durationSeconds: 120 })] };
    expect(await account.failure(longer, { lent: { ...brief, hops: 1 } })).toMatch(
      /^The session of arn:\S+ ends before the 2 min that were asked for\./,
    );
    const again = { ...role, hops: [...role.hops, scope()] };
    expect(await account.failure(again, { lent: { ...brief, hops: 1 } })).toMatch(/narrowed three times already/);
  });

  it('but not where it is a user’s own keys', async () => {
    expect(await account.failure({ ...role, hops: [scope()] })).toMatch(
      /^The credentials of \S+ \S+ cannot be narrowed in place/,
    );
  });
});

describe('an STS that does not know the call', () => {
  it('has the role assumed within a session policy', async () => {
    sandbox.addFault({ operation: 'GetScopedCredentials', effect: { kind: 'unknown-action' } });
    const before = sandbox.requests.length;
    const narrow = await account.run(scoped(role, { narrowings: [REPORTS] }));
    expect(called(before)).toEqual(['AssumeRole', 'GetScopedCredentials', 'AssumeRole']);
    expect(narrow).toMatchObject({ arn: ARN, narrowedBy: 'session-policy' });
    expect(await abilities(narrow)).toEqual(['get reports/may', 'put reports/may']);
  });
});
