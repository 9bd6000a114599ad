import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FederationTokenHop, Plan, SessionTokenHop } from '../../../src/model/plan/plan.js';
import type { Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { ACCOUNT, may, MFA_SECRET, MFA_SERIAL, MINUTE, startAccount, to, trusts, type Account } from './account.js';
import { onlyCode } from './interaction.js';

let sandbox: Sandbox;
let user: string;
let planned: Account['planned'];
let run: Account['run'];
let failure: Account['failure'];

beforeAll(async () => {
  const account = await startAccount();
  ({ sandbox, user, planned, run, failure } = account);
  const { createRole } = account;
  createRole('base', trusts(user), { inlinePolicies: { assume: may('sts:*', '*') } });
  createRole('plain', trusts(user));
  createRole('long', trusts(user), { maxSessionDuration: 43_200 });
  createRole('with-mfa', trusts(user, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
  createRole('tagged', trusts(user, undefined, 'sts:TagSession', 'sts:SetSourceIdentity'));
});
afterEach(() => sandbox.iam.putUserPolicy(user, 'more', may('s3:*', '*')));
afterAll(() => sandbox.stop());

/** What the user may beside assuming roles. */
const allow = (action: string) => sandbox.iam.putUserPolicy(user, 'more', may(action, '*'));

const withToken = (overrides: Partial<SessionTokenHop> = {}): SessionTokenHop => ({
  kind: 'session-token',
  mfaSerial: undefined,
  durationSeconds: undefined,
  ...overrides,
});
const federated = (overrides: Partial<FederationTokenHop> = {}): FederationTokenHop => ({
  kind: 'federation-token',
  name: 'guest',
  durationSeconds: undefined,
  policy: JSON.stringify(may('s3:ListAllMyBuckets', '*')),
  policyArns: [],
  tags: {},
  ...overrides,
});
const code = () => Promise.resolve(totp(MFA_SECRET, Date.now()));

describe('a session is got', () => {
  it('with MFA said once for the roles behind it', async () => {
    const plan = planned([withToken({ mfaSerial: MFA_SERIAL, durationSeconds: 43_200 }), to('with-mfa')]);
    const assumed = await run(plan, { mfaCode: code });
    expect(assumed.arn).toContain(':assumed-role/with-mfa/');
    expect(assumed.expiration! - Date.now()).toBeLessThan(61 * MINUTE);
  });

  it('that is the user for up to 36 hours', async () => {
    const assumed = await run(planned([withToken({ durationSeconds: 129_600 })]));
    expect(assumed.arn).toBe(user);
    expect(assumed.expiration! - Date.now()).toBeGreaterThan(35 * 60 * MINUTE);
  });

  it('that is the user under another name and with less', async () => {
    allow('sts:GetFederationToken');
    const assumed = await run(planned([federated({ durationSeconds: 900 })]));
    expect(assumed.arn).toBe(`arn:aws:sts::${ACCOUNT}:federated-user/guest`);
  });

  it('with tags and a source identity', async () => {
    allow('sts:*');
    const tags = { team: 'red' };
    await run(planned([to('tagged', { tags, transitiveTagKeys: ['team'], sourceIdentity: 'anna' })]));
    expect(sandbox.requests.findLast(({ operation }) => operation === 'AssumeRole')?.parameters).toMatchObject({
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'red',
      'TransitiveTagKeys.member.1': 'team',
      SourceIdentity: 'anna',
    });
  });

  it.each<[string, () => Plan, RegExp]>([
    [
      'a session token of temporary keys',
      () => planned([to('base'), withToken()]),
      /assumed-role\/base\/mytestsession may not call GetSessionToken: AWS gives it only for the long-term access keys/,
    ],
    [
      'a federation token of temporary keys',
      () => planned([withToken(), federated()]),
      /may not call GetFederationToken: AWS gives it only for the long-term access keys/,
    ],
    [
      'a federation token without permission',
      () => planned([federated()]),
      /user\/anna may not call GetFederationToken\. Either the caller has no permission for sts:GetFederationToken/,
    ],
    [
      'a session token for too long',
      () => planned([withToken({ durationSeconds: 200_000 })]),
      /900 to 129600 seconds \(200000 seconds were asked for\)/,
    ],
    [
      'more than an hour behind a session token',
      () => planned([withToken(), to('long', { durationSeconds: 7200 })]),
      /one hour, the limit for a role assumed with the keys of GetSessionToken/,
    ],
    [
      'tags without permission',
      () => planned([to('plain', { tags: { team: 'red' } })]),
      /do not both allow sts:TagSession \(session tags were sent\)/,
    ],
    [
      'a source identity without permission',
      () => planned([to('plain', { sourceIdentity: 'anna' })]),
      /do not both allow sts:SetSourceIdentity \(a source identity was sent\)/,
    ],
    [
      'more policy than AWS can pack',
      () => planned([to('plain', { policy: bulky() })]),
      /policies and tags of Assuming .* are too big together.*AWS says: Packed policy consumes \d+%/,
    ],
  ])('not: %s', async (what, plan, text) => {
    allow(what.endsWith('without permission') ? 's3:*' : 'sts:GetFederationToken');
    expect(await failure(plan())).toMatch(text);
  });

  it('not: a session token with a wrong MFA code', async () => {
    const plan = planned([withToken({ mfaSerial: MFA_SERIAL }), to('with-mfa')]);
    expect(await failure(plan, onlyCode('000000'))).toMatch(/AWS did not take that code/);
  });
});

/** Under 2048 characters, of a kind that hardly packs. */
function bulky(): string {
  const names = Array.from({ length: 30 }, (_, i) => createHash('sha256').update(String(i)).digest('base64url'));
  return JSON.stringify(may('s3:GetObject', '*')).replace('"*"', JSON.stringify(names.map((n) => `arn:aws:s3:::${n}`)));
}
