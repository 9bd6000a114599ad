import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executePlan } from '../../../src/aws/index.js';
import type { Hop, Plan, SessionTokenHop } from '../../../src/model/plan/plan.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { totp } from '../../sandbox/totp.js';
import { hop, plan } from '../../support/samples.js';
import { SILENT, unasked } from './interaction.js';
import type { SourceCredentials } from '../../../src/model/session/credentials.js';
import type { SessionTokens } from '../../../src/model/session/sessionTokens.js';

// One MFA code for many roles, against the embedded AWS over a real socket.
const ACCOUNT = '123456789012';
const MFA_SERIAL = `arn:aws:iam::${ACCOUNT}:mfa/anna`;
const MFA_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const TOKEN_HOP: SessionTokenHop = { kind: 'session-token', mfaSerial: MFA_SERIAL, durationSeconds: 28_800 };

let sandbox: Sandbox;
let keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
let kept: Map<string, SourceCredentials>;
let codes: number;
let devices: (string | undefined)[];

const allow = (rest: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });

beforeAll(async () => {
  sandbox = await startSandbox();
  const { iam } = sandbox;
  iam.createAccount(ACCOUNT);
  const anna = iam.createUser({ accountId: ACCOUNT, name: 'anna', mfaSerial: MFA_SERIAL, mfaSecretBase32: MFA_SECRET });
  keys = { accessKeyId: anna.accessKeyId, secretAccessKey: anna.secretAccessKey };
  iam.putUserPolicy(anna.arn, 'assume', allow({ Action: 'sts:AssumeRole', Resource: '*' }));
  for (const name of ['one', 'two']) {
    iam.createRole({
      accountId: ACCOUNT,
      name,
      trustPolicy: allow({
        Principal: { AWS: anna.arn },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
    });
  }
});
beforeEach(() => {
  kept = new Map();
  devices = [];
  codes = 0;
  sandbox.clearFaults();
});
afterAll(() => sandbox.stop());

const tokens: SessionTokens = {
  read: (key) => Promise.resolve(kept.get(key)),
  write: (key, credentials, device) => {
    kept.set(key, credentials);
    devices.push(device);
    return Promise.resolve();
  },
  remove: (key) => Promise.resolve(void kept.delete(key)),
};

/** Every code is good once, so each of these comes from a step of its own. */
function nextCode(): Promise<string> {
  codes++;
  sandbox.clock.setOffset(sandbox.clock.now() - Date.now() + 30_000);
  return Promise.resolve(totp(MFA_SECRET, sandbox.clock.now()));
}

function planned(...hops: readonly Hop[]): Plan {
  return plan({ hops, endpoints: { all: sandbox.endpoint } });
}

function run(wanted: Plan, sessionTokens?: SessionTokens) {
  return executePlan(wanted, {
    environment: { variables: {}, userName: 'anna', hostName: 'desk', homeDirectory: '/home/anna' },
    secrets: { readStaticKeys: () => Promise.resolve(keys), readProcess: unasked },
    interaction: { ...SILENT, mfaCode: nextCode },
    signal: new AbortController().signal,
    ...(sessionTokens && { sessionTokens }),
  });
}

describe('one MFA code for many roles', () => {
  it('is asked for once, whatever role is assumed next', async () => {
    const first = await run(planned(TOKEN_HOP, hop({}, 'one')), tokens);
    const second = await run(planned(TOKEN_HOP, hop({}, 'two')), tokens);
    expect([first.arn, second.arn]).toEqual([
      `arn:aws:sts::${ACCOUNT}:assumed-role/one/mytestsession`,
      `arn:aws:sts::${ACCOUNT}:assumed-role/two/mytestsession`,
    ]);
    expect([codes, devices]).toEqual([1, [TOKEN_HOP.mfaSerial]]);
  });

  it('is asked for again, once, when AWS no longer takes the token', async () => {
    await run(planned(TOKEN_HOP, hop({}, 'one')), tokens);
    const [[key, token]] = [...kept] as [[string, SourceCredentials]];
    kept.set(key, { ...token, sessionToken: 'worn-out' });
    await expect(run(planned(TOKEN_HOP, hop({}, 'one')), tokens)).resolves.toMatchObject({
      arn: expect.stringContaining('assumed-role/one/') as string,
    });
    expect(codes).toBe(2);
    expect(kept.get(key)?.sessionToken).not.toBe('worn-out');
  });

  it('is not asked for again when the role itself is refused', async () => {
    await run(planned(TOKEN_HOP, hop({}, 'one')), tokens);
    await expect(run(planned(TOKEN_HOP, hop({}, 'nobody')), tokens)).rejects.toThrow(/may not assume/);
    expect(codes).toBe(1);
    expect(kept.size).toBe(1);
  });

  it('is asked for every time where nothing is kept', async () => {
    await run(planned(TOKEN_HOP, hop({}, 'one')));
    await run(planned(TOKEN_HOP, hop({}, 'one')));
    expect(codes).toBe(2);
  });

  it('keeps no token that is the session itself', async () => {
    await expect(run(planned(TOKEN_HOP), tokens)).resolves.toMatchObject({ arn: `arn:aws:iam::${ACCOUNT}:user/anna` });
    expect(kept.size).toBe(0);
  });
});
