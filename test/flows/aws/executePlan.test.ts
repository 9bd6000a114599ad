import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/model/plan/plan.js';
import { Cancelled } from '../../../src/base/errors.js';
import type { Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { ACCOUNT, may, MFA_SECRET, MFA_SERIAL, MINUTE, startAccount, to, trusts, type Account } from './account.js';
import { onlyCode } from './interaction.js';
import type { SourceKeys } from '../../../src/model/session/credentials.js';

let sandbox: Sandbox;
let keys: SourceKeys;
let planned: Account['planned'];
let run: Account['run'];
let failure: Account['failure'];

beforeAll(async () => {
  const account = await startAccount();
  ({ sandbox, keys, planned, run, failure } = account);
  const { user, createRole } = account;
  const base = createRole('base', trusts(user), { inlinePolicies: { assume: may('sts:AssumeRole', '*') } });
  createRole('far', trusts(base.arn));
  createRole('plain', trusts(user));
  createRole('long', trusts(user), { maxSessionDuration: 43_200 });
  createRole('with-mfa', trusts(user, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
  createRole('with-external-id', trusts(user, { StringEquals: { 'sts:ExternalId': 'partner-7' } }));
  createRole('for-others', trusts(`arn:aws:iam::${ACCOUNT}:user/bob`));
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clock.setOffset(0);
});
afterAll(() => sandbox.stop());

describe('a role is assumed', () => {
  it('directly', async () => {
    const assumed = await run(planned([to('plain')]));
    expect(assumed.arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/plain/mytestsession`);
    expect(assumed.credentials.accessKeyId).toMatch(/^ASIA/);
    expect(assumed.expiration! - Date.now()).toBeGreaterThan(59 * MINUTE);
    expect(assumed.clockOffsetMs).toBe(0);
  });

  it('through another role, hop by hop', async () => {
    const seen: string[] = [];
    const assumed = await run(planned([to('base'), to('far')]), {
      report: (step) => seen.push(step.replace(/.*\//, '')),
    });
    expect(assumed.arn).toContain(':assumed-role/far/');
    expect(seen).toEqual(['base', 'far']);
  });

  it('for as long as asked', async () => {
    const assumed = await run(planned([to('long', { durationSeconds: 43_200 })]));
    expect(assumed.expiration! - Date.now()).toBeGreaterThan(11 * 60 * MINUTE);
  });

  it('with an external ID', async () => {
    const assumed = await run(planned([to('with-external-id', { externalId: 'partner-7' })]));
    expect(assumed.arn).toContain(':assumed-role/with-external-id/');
  });

  it('with an MFA code, which is good once', async () => {
    const code = totp(MFA_SECRET, Date.now());
    const plan = planned([to('with-mfa', { mfaSerial: MFA_SERIAL })]);
    const assumed = await run(plan, { mfaCode: () => Promise.resolve(code) });
    expect(assumed.arn).toContain(':assumed-role/with-mfa/');
    expect(await failure(plan, onlyCode(code))).toMatch(
      /AWS did not take that code: it is wrong, has expired, or was used/,
    );
  });

  it.each([10 * MINUTE, -10 * MINUTE])('although the clock is %i ms off', async (offset) => {
    sandbox.clock.setOffset(offset);
    const assumed = await run(planned([to('base'), to('far')]));
    expect(Math.abs(assumed.clockOffsetMs - offset)).toBeLessThan(MINUTE);
    const localExpiry = assumed.expiration! - assumed.clockOffsetMs;
    expect(Math.abs(localExpiry - Date.now() - 60 * MINUTE)).toBeLessThan(MINUTE);
  });

  it('although STS fails twice', async () => {
    sandbox.addFault({
      operation: 'AssumeRole',
      times: 2,
      effect: { kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'busy' },
    });
    await expect(run(planned([to('plain')]))).resolves.toMatchObject({ clockOffsetMs: 0 });
  });
});

describe('a role is not assumed, and the message says why', () => {
  it.each<[string, () => Plan, RegExp]>([
    [
      'when it does not exist',
      () => planned([to('nobody')]),
      /user\/anna may not assume arn:aws:iam::123456789012:role\/nobody\. Either the role does not exist/,
    ],
    [
      'when its trust policy does not allow us',
      () => planned([to('for-others')]),
      /user\/anna may not assume .*its trust policy does not allow that caller/,
    ],
    ['when the external ID is missing', () => planned([to('with-external-id')]), /asked without an external ID/],
    ['when MFA is missing', () => planned([to('with-mfa')]), /without MFA/],
    [
      'when the duration is over the role’s maximum',
      () => planned([to('plain', { durationSeconds: 7200 })]),
      /7200 seconds.*the role's maximum session duration.*AWS says/,
    ],
    [
      'when the duration is over an hour in a chain',
      () => planned([to('base'), to('far', { durationSeconds: 7200 })]),
      /one hour, the limit for a role assumed from another role/,
    ],
    [
      'when the second hop is refused',
      () => planned([to('base'), to('for-others')]),
      /assumed-role\/base\/mytestsession may not assume .*for-others/,
    ],
    [
      'when nothing listens at the endpoint',
      () => planned([to('plain')], { endpoints: { sts: 'http://127.0.0.1:1' } }),
      /STS at http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'when the endpoint’s name does not resolve',
      () => planned([to('plain')], { endpoints: { all: 'http://sts.invalid' } }),
      /STS at http:\/\/sts\.invalid cannot be reached/,
    ],
  ])('%s', async (_, plan, text) => {
    expect(await failure(plan())).toMatch(text);
  });

  it('when the MFA code is wrong', async () => {
    const plan = planned([to('with-mfa', { mfaSerial: MFA_SERIAL })]);
    expect(await failure(plan, onlyCode('000000'))).toMatch(/AWS did not take that code/);
  });

  it('when the MFA code is ten minutes old', async () => {
    const plan = planned([to('with-mfa', { mfaSerial: MFA_SERIAL })]);
    const code = totp(MFA_SECRET, Date.now() - 10 * MINUTE);
    expect(await failure(plan, onlyCode(code))).toMatch(
      /AWS did not take that code: it is wrong, has expired, or was used/,
    );
  });

  it.each<[string, () => SourceKeys, RegExp]>([
    [
      'unknown',
      () => ({ ...keys, accessKeyId: 'AKIAUNKNOWN000000000' }),
      /does not know the access key of profile ststestprofile/,
    ],
    [
      'with another secret',
      () => ({ ...keys, secretAccessKey: 'another' }),
      /secret access key is wrong, or this machine's clock is/,
    ],
  ])('when the source keys are %s', async (_, source, text) => {
    expect(await failure(planned([to('plain')]), { keys: source() })).toMatch(text);
  });

  it('when the source keys are temporary and have expired', async () => {
    const first = await run(planned([to('base')]));
    sandbox.clock.setOffset(61 * MINUTE);
    expect(await failure(planned([to('far')]), { keys: first.credentials })).toMatch(
      /temporary keys of profile .* have expired/,
    );
  });

  it('when STS never answers, after a bounded time', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'hang' } });
    expect(await failure(planned([to('plain')]), { hopTimeoutMs: 300 })).toMatch(/did not answer in time/);
  });

  it('when something else answers at the endpoint', async () => {
    const server = createServer((_, response) => response.end('<html>Welcome</html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await failure(planned([to('plain')], { endpoints: { all: endpoint } }))).toMatch(
      /^STS answered without credentials\. Is the endpoint really an STS\?$/,
    );
    server.close();
  });
});

describe('the user can stop it', () => {
  it('while STS does not answer', async () => {
    sandbox.addFault({ operation: 'AssumeRole', effect: { kind: 'hang' } });
    const abort = new AbortController();
    const running = run(planned([to('plain')]), { signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });

  it('by giving no MFA code: nothing is sent', async () => {
    const before = sandbox.requests.length;
    const plan = planned([to('with-mfa', { mfaSerial: MFA_SERIAL })]);
    await expect(run(plan, { mfaCode: () => Promise.reject(new Cancelled()) })).rejects.toBeInstanceOf(Cancelled);
    expect(sandbox.requests.length).toBe(before);
  });
});
