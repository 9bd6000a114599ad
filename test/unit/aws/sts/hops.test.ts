import { once } from 'node:events';
import type { Credentials } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policiesInput, readReply, runHop, type HopCall, type HopOptions } from '../../../../src/aws/sts/hops.js';
import { Cancelled } from '../../../../src/base/errors.js';
import type { FederationTokenHop, Hop, SessionTokenHop } from '../../../../src/model/plan/plan.js';
import { refusal } from '../../../support/refusal.js';
import { SILENT, unasked } from '../../../flows/aws/interaction.js';
import { breaking, silent, startHttpServer, type Answer, type HttpServer } from '../../../support/httpServer.js';
import { hop, plan, SECRET, TOKEN } from '../../../support/samples.js';
import {
  actionOf,
  answering,
  ENDS,
  identifying,
  inTurn,
  lending,
  parametersOf,
  refusing,
} from '../../../support/stsReplies.js';

const ROLE = 'arn:aws:iam::123456789012:role/sts-s3-read-only-role';
const DEVICE = 'arn:aws:iam::123456789012:mfa/anna';
const SESSION: SessionTokenHop = { kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined };
const FEDERATION: FederationTokenHop = {
  kind: 'federation-token',
  name: 'guest',
  durationSeconds: undefined,
  policy: undefined,
  policyArns: [],
  tags: {},
};
const WITH_MFA = hop({ mfaSerial: DEVICE });
const LENT = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN, expiration: Date.parse(ENDS) };

let sts: HttpServer;

beforeEach(async () => {
  sts = await startHttpServer();
  sts.answer = lending();
});
afterEach(() => sts.stop());

interface Circumstances extends Partial<HopCall>, Partial<Omit<HopOptions, 'interaction'>> {
  readonly mfaCode?: (wanted: Hop) => Promise<string>;
  readonly report?: (line: string) => void;
}

function run(wanted: Hop, circumstances: Circumstances = {}) {
  const { keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }, caller = 'profile x' } = circumstances;
  const { clockOffsetMs = 0, signal = new AbortController().signal, hopTimeoutMs = 5000 } = circumstances;
  const { plan: wholePlan = plan({ hops: [wanted], endpoints: { sts: sts.endpoint } }) } = circumstances;
  const { mfaCode: ask = unasked, report = () => undefined } = circumstances;
  return runHop(
    { plan: wholePlan, hop: wanted, keys, caller, clockOffsetMs },
    { interaction: { ...SILENT, mfaCode: ask, report }, signal, hopTimeoutMs },
  );
}

const mfaCode = () => Promise.resolve('123456');
const actions = () => sts.received.map(actionOf);

describe('a hop asks for', () => {
  const all = {
    policy: '{"a":1}',
    policyArns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B'],
    tags: { team: 'red', cost: '7' },
  };
  const ALL = {
    Policy: '{"a":1}',
    'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/A',
    'PolicyArns.member.2.arn': 'arn:aws:iam::aws:policy/B',
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'red',
    'Tags.member.2.Key': 'cost',
    'Tags.member.2.Value': '7',
  };
  const assume = { Action: 'AssumeRole', RoleArn: ROLE, RoleSessionName: 'mytestsession' };

  it.each<[string, Hop, Record<string, string>]>([
    ['a role', hop(), assume],
    [
      'a role with all that there is',
      hop({ ...all, durationSeconds: 900, externalId: 'x-1', transitiveTagKeys: ['team'], sourceIdentity: 'anna' }),
      {
        ...assume,
        ...ALL,
        DurationSeconds: '900',
        ExternalId: 'x-1',
        'TransitiveTagKeys.member.1': 'team',
        SourceIdentity: 'anna',
      },
    ],
    ['a role with MFA', WITH_MFA, { ...assume, SerialNumber: DEVICE, TokenCode: '123456' }],
    ['a session token', SESSION, { Action: 'GetSessionToken' }],
    [
      'a session token with MFA',
      { ...SESSION, mfaSerial: DEVICE, durationSeconds: 43_200 },
      { Action: 'GetSessionToken', DurationSeconds: '43200', SerialNumber: DEVICE, TokenCode: '123456' },
    ],
    ['a federated user', FEDERATION, { Action: 'GetFederationToken', Name: 'guest' }],
    [
      'a federated user with less',
      { ...FEDERATION, ...all, durationSeconds: 900 },
      { Action: 'GetFederationToken', Name: 'guest', DurationSeconds: '900', ...ALL },
    ],
  ])('%s', async (_, wanted, parameters) => {
    await run(wanted, { mfaCode });
    expect(sts.received.map(parametersOf)).toEqual([parameters]);
  });

  it('what it says in a line, and once more where asking for a code has said something else', async () => {
    const said = async (wanted: Hop) => {
      const lines: string[] = [];
      const report = (line: string) => void lines.push(line);
      await run(wanted, { report, mfaCode: () => (report('the code'), mfaCode()) });
      return lines;
    };
    expect(await said(hop())).toEqual([ROLE]);
    expect(await said(WITH_MFA)).toEqual([ROLE, 'the code', ROLE]);
    expect(await said(SESSION)).toEqual(['GetSessionToken']);
    expect(await said(FEDERATION)).toEqual(['GetFederationToken guest']);
  });

  it('its code by the hop', async () => {
    const asked: Hop[] = [];
    await run(WITH_MFA, { mfaCode: (wanted) => (asked.push(wanted), mfaCode()) });
    expect(asked).toEqual([WITH_MFA]);
  });
});

describe('a hop gives', () => {
  it.each<[string, Hop, string | undefined]>([
    ['a role', hop(), 'arn:aws:sts::123456789012:assumed-role/web/me'],
    ['a session token', SESSION, undefined],
    ['a federated user', FEDERATION, 'arn:aws:sts::123456789012:federated-user/guest'],
  ])('%s', async (_, wanted, arn) => {
    sts.answer = lending(arn);
    expect(await run(wanted)).toEqual({ ...LENT, clockOffsetMs: 0, ...(arn !== undefined && { arn }) });
  });

  it.each([
    [29_999, 0],
    [-29_999, 0],
    [30_000, 30_000],
    [-40_000, -40_000],
  ])('the clock’s difference where it is more than a reply takes: %i', async (clockOffsetMs, given) => {
    sts.answer = (request, response) => {
      response.sendDate = false;
      lending()(request, response);
    };
    expect(await run(hop(), { clockOffsetMs })).toMatchObject({ clockOffsetMs: given });
  });

  it('the difference to the clock of STS, by its date', async () => {
    sts.answer = (request, response) => {
      response.setHeader('Date', new Date(Date.now() + 600_000).toUTCString());
      lending()(request, response);
    };
    const { clockOffsetMs = 0 } = await run(hop());
    expect(Math.round(clockOffsetMs / 60_000)).toBe(10);
  });

  it('what it gives also where STS fails twice', async () => {
    sts.answer = inTurn(refusing('ServiceUnavailable', 'busy', 503), breaking, lending());
    await expect(run(hop())).resolves.toMatchObject(LENT);
    expect(sts.received).toHaveLength(3);
  });
});

describe('a hop that fails', () => {
  const BOTH = ['AssumeRole', 'GetCallerIdentity'];
  const DENIED = `may not assume ${ROLE}. Either`;

  it.each<[string, string, Answer | undefined, string, readonly string[]]>([
    ['a known one', 'arn:aws:iam::1:user/me', undefined, 'arn:aws:iam::1:user/me', ['AssumeRole']],
    ['one that STS knows', 'profile x', identifying('arn:aws:iam::1:user/you'), 'arn:aws:iam::1:user/you', BOTH],
    ['one that STS does not name', 'profile x', identifying(), 'profile x', BOTH],
    ['one that may not even ask that', 'profile x', refusing('AccessDenied'), 'profile x', BOTH],
  ])('names who was refused: %s', async (_, caller, who, name, asked) => {
    sts.answer = answering({ AssumeRole: refusing('AccessDenied'), ...(who && { GetCallerIdentity: who }) });
    expect((await refusal(run(hop(), { caller }))).startsWith(`${name} ${DENIED}`)).toBe(true);
    expect(actions()).toEqual(asked);
  });

  it('asks for no name where nobody was refused', async () => {
    sts.answer = refusing('ExpiredToken');
    expect(await refusal(run(hop()))).toBe(
      'The temporary keys of profile ststestprofile have expired. Get new ones, then try again. AWS says: No.',
    );
    expect(actions()).toEqual(['AssumeRole']);
  });

  it.each([
    [{ accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' }, /role chaining/],
    [{ accessKeyId: 'AKIA', secretAccessKey: 's' }, /the role's maximum session duration/],
  ])('knows whether it was a chain: %j', async (keys, text) => {
    sts.answer = refusing('ValidationError', 'No', 400);
    expect(await refusal(run(hop({ durationSeconds: 7200 }), { keys }))).toMatch(text);
  });

  it.each<[string, Hop, Answer, boolean, number]>([
    ['was broken off', WITH_MFA, breaking, true, 1],
    ['STS did not manage', WITH_MFA, refusing('InternalFailure', 'oh', 500), true, 1],
    ['STS refused', WITH_MFA, refusing('AccessDenied'), false, 1],
    ['carried no code', hop(), refusing('InternalFailure', 'oh', 500), false, 3],
  ])('says that a code may be used up where the call %s', async (_, wanted, answer, isUsed, times) => {
    sts.answer = answer;
    const message = await refusal(run(wanted, { mfaCode, caller: 'arn:x' }));
    expect(message.endsWith(' The MFA code may have been used: take the next one.')).toBe(isUsed);
    expect(sts.received).toHaveLength(times);
  });

  it.each<[string, Hop]>([
    ['a role', WITH_MFA],
    ['a session token', SESSION],
    ['a federated user', FEDERATION],
  ])('because something else answers for %s says so, and ends after its time', async (_, wanted) => {
    sts.answer = (__, response) => void response.end('<html>Welcome</html>');
    const nothing = 'STS answered without credentials. Is the endpoint really an STS?';
    expect(await refusal(run(wanted, { mfaCode }))).toBe(nothing);
    sts.answer = silent;
    expect(await refusal(run(wanted, { mfaCode, hopTimeoutMs: 50 }))).toMatch(/^STS at .* did not answer in time\./);
  });

  it('keeps what STS said for the log', async () => {
    sts.answer = refusing('AccessDenied', 'Not you');
    await expect(run(hop(), { caller: 'arn:x' })).rejects.toMatchObject({ cause: { name: 'AccessDenied' } });
  });

  it.each<[string, Answer]>([
    ['the role', silent],
    ['a name', answering({ AssumeRole: refusing('AccessDenied'), GetCallerIdentity: silent })],
  ])('ends when the user says so, while STS is asked for %s', async (_, answer) => {
    const abort = new AbortController();
    sts.answer = (request, response) => {
      answer(request, response);
      if (!response.writableEnded) {
        abort.abort();
      }
    };
    await expect(run(hop(), { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it('sends nothing where the user has said so while a code was asked for', async () => {
    const abort = new AbortController();
    const asked = () => (abort.abort(), mfaCode());
    await expect(run(WITH_MFA, { signal: abort.signal, mfaCode: asked })).rejects.toBeInstanceOf(Cancelled);
    expect(sts.received).toEqual([]);
  });
});

it('a connection that carried a code is closed', async () => {
  await run(WITH_MFA, { mfaCode });
  const [socket] = sts.sockets;
  if (socket?.destroyed === false) {
    await once(socket, 'close');
  }
  expect(socket?.destroyed).toBe(true);
});

describe('a reply', () => {
  const whole: Credentials = {
    AccessKeyId: 'ASIAEXAMPLE',
    SecretAccessKey: SECRET,
    SessionToken: TOKEN,
    Expiration: new Date(ENDS),
  };

  it('gives all that it holds', () => {
    expect(readReply({ credentials: whole, arn: 'arn:x' })).toEqual({ ...LENT, arn: 'arn:x' });
    expect(Object.keys(readReply({ credentials: whole, arn: undefined }))).not.toContain('arn');
  });

  it.each<[string, Credentials | undefined]>([
    ['credentials', undefined],
    ...Object.keys(whole).map((field): [string, Credentials] => [field, { ...whole, [field]: undefined }]),
  ])('is refused without %s', (_, credentials) => {
    expect(() => readReply({ credentials, arn: 'arn:x' })).toThrow(/^STS answered without credentials\./);
  });
});

it.each([
  [{ policy: undefined, policyArns: [] }, {}],
  [{ policy: '{}', policyArns: [] }, { Policy: '{}' }],
  [{ policy: undefined, policyArns: ['arn:a'] }, { PolicyArns: [{ arn: 'arn:a' }] }],
])('the session policies %j are sent as %j', (policies, input) => {
  expect(policiesInput(policies)).toStrictEqual(input);
});
