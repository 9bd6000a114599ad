// An MFA code is good once: whatever happens to the call that carries it, STS sees it once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hop } from '../../../src/model/plan/plan.js';
import type { Fault } from '../../sandbox/types.js';
import { totp } from '../../sandbox/totp.js';
import { ACCOUNT, MFA_SECRET, MFA_SERIAL, MINUTE, startAccount, to, trusts, type Account } from './account.js';
import { startFront } from './proxies.js';

let account: Account;

beforeEach(async () => {
  account = await startAccount();
  account.createRole('with-mfa', trusts(account.user, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
  account.createRole('plain', trusts(account.user));
});
afterEach(() => account.sandbox.stop());

const WITH_MFA = to('with-mfa', { mfaSerial: MFA_SERIAL });
const TOKEN: Hop = { kind: 'session-token', mfaSerial: MFA_SERIAL, durationSeconds: 900 };

const mfaCode = () => Promise.resolve(totp(MFA_SECRET, Date.now()));

async function sent(operation: string, work: () => Promise<unknown>): Promise<number> {
  const count = () => account.sandbox.requests.filter((request) => request.operation === operation).length;
  const before = count();
  await work();
  return count() - before;
}

const breaks = { kind: 'reset', afterBytes: 0 } as const;
const fails = { kind: 'error', status: 500, code: 'InternalFailure', message: 'oh' } as const;
const busy = { kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'busy' } as const;
const slowDown = { kind: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' } as const;

describe('a call with an MFA code', () => {
  it.each<[string, string, Hop, Fault['effect'], RegExp]>([
    ['the connection breaks', 'AssumeRole', WITH_MFA, breaks, /cannot be reached .* The MFA code may have been used/],
    [
      'STS fails',
      'AssumeRole',
      WITH_MFA,
      fails,
      /InternalFailure.* The MFA code may have been used: take the next one/,
    ],
    ['STS is busy', 'AssumeRole', WITH_MFA, busy, /ServiceUnavailable.* The MFA code may have been used/],
    ['STS asks to slow down', 'AssumeRole', WITH_MFA, slowDown, /asks to slow down.*Rate exceeded\.$/],
    ['the connection breaks', 'GetSessionToken', TOKEN, breaks, /The MFA code may have been used/],
    ['STS fails', 'GetSessionToken', TOKEN, fails, /The MFA code may have been used/],
  ])('is made once where %s: %s', async (_, operation, hop, effect, text) => {
    account.sandbox.addFault({ operation, times: 1, effect });
    let message = '';
    const times = await sent(operation, async () => {
      message = await account.failure(account.planned([hop]), { mfaCode });
    });
    expect(times).toBe(1);
    expect(message).toMatch(text);
  });

  it('is made again where the clock was wrong, which STS says before it looks at the code', async () => {
    account.sandbox.clock.setOffset(20 * MINUTE);
    const laterCode = () => Promise.resolve(totp(MFA_SECRET, Date.now() + 20 * MINUTE));
    const { arn, clockOffsetMs } = await account.run(account.planned([WITH_MFA]), { mfaCode: laterCode });
    expect(arn).toContain(`${ACCOUNT}:assumed-role/with-mfa/`);
    expect(Math.round(clockOffsetMs / MINUTE)).toBe(20);
  });

  it('takes no connection that served before', async () => {
    const front = await startFront(account.sandbox.endpoint);
    try {
      const endpoints = { all: front.endpoint };
      await account.run(account.planned([to('plain')], { endpoints }));
      await account.run(account.planned([to('plain')], { endpoints }));
      expect(front.connections()).toBe(1);
      await account.run(account.planned([WITH_MFA], { endpoints }), { mfaCode });
      expect(front.connections()).toBe(2);
    } finally {
      await front.stop();
    }
  });

  it('says nothing of the code where none was sent', async () => {
    account.sandbox.addFault({ operation: 'AssumeRole', effect: fails });
    expect(await account.failure(account.planned([to('plain')]))).not.toContain('MFA code');
    const endpoints = { all: 'http://127.0.0.1:1' };
    expect(await account.failure(account.planned([WITH_MFA], { endpoints }), { mfaCode })).toMatch(
      /cannot be reached \(ECONNREFUSED\)[^M]*$/,
    );
  });
});
