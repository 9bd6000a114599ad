import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executePlan, type ExecuteOptions } from '../../../src/aws/executePlan.js';
import { sessionTokenKey } from '../../../src/aws/sts/sessionTokens.js';
import { Cancelled } from '../../../src/base/errors.js';
import type { FederationTokenHop, Hop, Plan, SessionTokenHop } from '../../../src/model/plan/plan.js';
import type { SourceCredentials } from '../../../src/model/session/credentials.js';
import type { SessionTokens } from '../../../src/model/session/sessionTokens.js';
import { SILENT, unasked } from '../../flows/aws/interaction.js';
import { silent, startHttpServer, type HttpServer } from '../../support/httpServer.js';
import { refusal } from '../../support/refusal.js';
import { hop, plan, SECRET, TOKEN } from '../../support/samples.js';
import { actionOf, answering, ENDS, identifying, inTurn, lending, refusing } from '../../support/stsReplies.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/x/y';
const USER = 'arn:aws:iam::123456789012:user/anna';
const SESSION: SessionTokenHop = { kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined };
const FEDERATION: FederationTokenHop = {
  kind: 'federation-token',
  name: 'guest',
  durationSeconds: undefined,
  policy: undefined,
  policyArns: [],
  tags: {},
};
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const LENT = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN };

let sts: HttpServer;

beforeEach(async () => {
  sts = await startHttpServer();
  const credentials = { AssumeRole: lending(ARN), GetSessionToken: lending(), GetFederationToken: lending(ARN) };
  sts.answer = answering({ ...credentials, GetCallerIdentity: identifying(USER) });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sts.stop();
});

const planned = (...hops: readonly Hop[]): Plan => plan({ hops, endpoints: { sts: sts.endpoint } });

interface Circumstances extends Partial<Pick<ExecuteOptions, 'sessionTokens' | 'hopTimeoutMs' | 'signal'>> {
  readonly keys?: SourceCredentials;
  readonly report?: (step: string) => void;
}

function run(wanted: Plan, { keys = KEYS, report = () => undefined, ...options }: Circumstances = {}) {
  return executePlan(wanted, {
    environment: { variables: {}, userName: 'me', hostName: 'desk', homeDirectory: '/home/me' },
    secrets: { readStaticKeys: () => Promise.resolve(keys), readProcess: unasked },
    interaction: { ...SILENT, report },
    signal: new AbortController().signal,
    ...options,
  });
}

const actions = () => sts.received.map(actionOf);
/** The access key and the session token that signed each call. */
const signers = () =>
  sts.received.map(({ headers }) => [
    /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1],
    headers['x-amz-security-token'],
  ]);

describe('a plan gives', () => {
  it('the role at its end, each call signed with the keys before it', async () => {
    const assumed = await run(planned(hop({}, 'near'), hop({}, 'far')));
    expect(assumed).toStrictEqual({
      credentials: LENT,
      arn: ARN,
      principal: 'AKIAEXAMPLE',
      narrowedBy: undefined,
      expiration: Date.parse(ENDS),
      clockOffsetMs: 0,
    });
    expect(actions()).toEqual(['AssumeRole', 'AssumeRole']);
    expect(signers()).toEqual([
      ['AKIAEXAMPLE', undefined],
      ['ASIAEXAMPLE', TOKEN],
    ]);
  });

  it('whom the keys themselves belong to, whatever they say', async () => {
    expect(await run(planned())).toStrictEqual({
      credentials: { ...KEYS, sessionToken: '' },
      arn: USER,
      principal: 'AKIAEXAMPLE',
      narrowedBy: undefined,
      expiration: undefined,
      clockOffsetMs: 0,
    });
    const temporary = { ...KEYS, sessionToken: 'token', expiration: 7, clockOffsetMs: 40_000 };
    expect(await run(planned(), { keys: temporary })).toMatchObject({
      credentials: { sessionToken: 'token' },
      expiration: 7,
      clockOffsetMs: 40_000,
    });
    expect(signers()).toEqual([
      ['AKIAEXAMPLE', undefined],
      ['AKIAEXAMPLE', 'token'],
    ]);
    const dates = sts.received.map(({ headers }) => String(headers['x-amz-date']));
    expect(dates[1]! > dates[0]!).toBe(true);
  });

  it('the user that a session token stands for', async () => {
    expect(await run(planned(SESSION))).toMatchObject({ credentials: LENT, arn: USER });
    expect(actions()).toEqual(['GetSessionToken', 'GetCallerIdentity']);
  });

  it('keys without an empty token', async () => {
    await run(planned(hop()), { keys: { ...KEYS, sessionToken: '' } });
    expect(signers()).toEqual([['AKIAEXAMPLE', undefined]]);
  });

  it('the clock of AWS to the calls behind the first', async () => {
    const later = new Date(Date.now() + 7_200_000).toUTCString();
    sts.answer = (request, response) => {
      response.setHeader('Date', later);
      lending(ARN)(request, response);
    };
    const { clockOffsetMs } = await run(planned(hop(), hop()));
    expect(Math.round(clockOffsetMs / 60_000)).toBe(120);
    const hours = sts.received.map(({ headers }) => Number(String(headers['x-amz-date']).slice(9, 11)));
    expect((hours[1]! - hours[0]! + 24) % 24).toBeGreaterThanOrEqual(1);
  });
});

describe('a refusal names who was refused', () => {
  it.each<[string, readonly Hop[], SourceCredentials, RegExp]>([
    ['by STS', [hop()], KEYS, /^arn:aws:iam::123456789012:user\/anna may not assume /],
    ['by what the source says', [hop()], { ...KEYS, arn: 'arn:of:the:source' }, /^arn:of:the:source may not assume /],
  ])('%s', async (_, hops, keys, text) => {
    sts.answer = answering({ AssumeRole: refusing('AccessDenied'), GetCallerIdentity: identifying(USER) });
    expect(await refusal(run(planned(...hops), { keys }))).toMatch(text);
  });

  it('by the role before it', async () => {
    sts.answer = inTurn(lending(ARN), refusing('AccessDenied'));
    expect(await refusal(run(planned(hop(), hop())))).toMatch(`${ARN} may not assume `);
  });

  it.each([
    ['', "the role's maximum session duration"],
    ['token', 'role chaining'],
  ])('by keys that are temporary with a token alone: %j', async (sessionToken, why) => {
    sts.answer = refusing('ValidationError', 'No', 400);
    const keys = { ...KEYS, sessionToken };
    expect(await refusal(run(planned(hop({ durationSeconds: 7200 })), { keys }))).toContain(why);
  });

  it('by whom a session token stands for', async () => {
    sts.answer = answering({ GetSessionToken: lending(), AssumeRole: refusing('AccessDenied') });
    const keys = { ...KEYS, arn: 'arn:of:the:source' };
    expect(await refusal(run(planned(SESSION, hop()), { keys }))).toMatch(/^arn:of:the:source may not assume /);
  });
});

describe('keys that nobody has tried', () => {
  it.each<[string, Parameters<typeof answering>[0], string]>([
    [
      'are no good',
      { GetCallerIdentity: refusing('InvalidClientTokenId', 'Who?') },
      'AWS did not accept the credentials of profile ststestprofile (InvalidClientTokenId). AWS says: Who?',
    ],
    [
      'lead to something else',
      { GetCallerIdentity: identifying() },
      'STS answered without an identity. Is the endpoint really an STS?',
    ],
  ])('%s', async (_, answers, text) => {
    sts.answer = answering(answers);
    expect(await refusal(run(planned()))).toBe(text);
  });

  it('keep what STS said for the log', async () => {
    sts.answer = refusing('InvalidClientTokenId');
    await expect(run(planned())).rejects.toMatchObject({ cause: { name: 'InvalidClientTokenId' } });
  });
});

describe('time', () => {
  /** What takes 25 seconds is over soon. */
  function shorten(): void {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 25_000 ? 50 : ms));
  }

  it.each<[string, readonly Hop[]]>([
    ['a hop', [hop()]],
    ['the caller’s name', []],
  ])('is 25 seconds for %s', async (_, hops) => {
    shorten();
    sts.answer = silent;
    expect(await refusal(run(planned(...hops)))).toMatch(/^STS at .* did not answer in time\./);
  });

  it('is what is given for a hop', async () => {
    sts.answer = silent;
    expect(await refusal(run(planned(hop()), { hopTimeoutMs: 50 }))).toMatch(/did not answer in time/);
  });
});

describe('the user ends it', () => {
  it.each<[string, readonly Hop[], readonly string[]]>([
    ['while a role is assumed', [hop(), hop()], ['AssumeRole']],
    ['while the caller’s name is asked for', [], ['GetCallerIdentity']],
  ])('%s', async (_, hops, asked) => {
    const abort = new AbortController();
    sts.answer = () => abort.abort();
    await expect(run(planned(...hops), { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
    expect(actions()).toEqual(asked);
  });

  it.each<[string, readonly Hop[]]>([
    ['before the first call', [hop()]],
    ['before the caller’s name is asked for', []],
  ])('%s', async (_, hops) => {
    const steps: string[] = [];
    const circumstances = { signal: AbortSignal.abort(), report: (step: string) => void steps.push(step) };
    await expect(run(planned(...hops), circumstances)).rejects.toBeInstanceOf(Cancelled);
    expect(steps).toEqual([]);
    expect(sts.received).toEqual([]);
  });
});

describe('a session token that is kept', () => {
  let kept: Map<string, SourceCredentials>;
  const sessionTokens: SessionTokens = {
    read: (key) => Promise.resolve(kept.get(key)),
    write: (key, credentials) => Promise.resolve(void kept.set(key, credentials)),
    remove: (key) => Promise.resolve(void kept.delete(key)),
  };
  const KEPT = { accessKeyId: 'ASIAKEPT', secretAccessKey: 'kept', sessionToken: 'kept' };
  const key = () => sessionTokenKey(planned(SESSION, hop()), SESSION, KEYS);

  beforeEach(() => {
    kept = new Map();
  });

  it('is written where roles are assumed with it', async () => {
    await run(planned(SESSION, hop()), { sessionTokens });
    expect([...kept]).toEqual([[key(), { ...LENT, expiration: Date.parse(ENDS), clockOffsetMs: 0 }]]);
  });

  it.each<[string, readonly Hop[]]>([
    ['that is the session itself', [SESSION]],
    ['of another kind', [FEDERATION, hop()]],
    ['of a role', [hop(), hop()]],
  ])('is none %s', async (_, hops) => {
    await run(planned(...hops), { sessionTokens });
    expect(kept.size).toBe(0);
  });

  it('stands in for its hop', async () => {
    kept.set(key(), KEPT);
    expect(await run(planned(SESSION, hop()), { sessionTokens })).toMatchObject({ arn: ARN });
    expect(actions()).toEqual(['AssumeRole']);
    expect(signers()).toEqual([['ASIAKEPT', 'kept']]);
  });

  it('is dropped and got again where AWS does not take it', async () => {
    kept.set(key(), KEPT);
    sts.answer = answering({
      AssumeRole: inTurn(refusing('ExpiredToken'), lending(ARN)),
      GetSessionToken: (request, response) => {
        expect(kept.size).toBe(0);
        lending()(request, response);
      },
    });
    expect(await run(planned(SESSION, hop()), { sessionTokens })).toMatchObject({ arn: ARN });
    expect(actions()).toEqual(['AssumeRole', 'GetSessionToken', 'AssumeRole']);
    expect(kept.get(key())).toMatchObject(LENT);
  });

  it('stays where something else is refused', async () => {
    kept.set(key(), KEPT);
    sts.answer = answering({ AssumeRole: refusing('AccessDenied'), GetCallerIdentity: identifying(USER) });
    expect(await refusal(run(planned(SESSION, hop()), { sessionTokens }))).toMatch(/may not assume/);
    expect(kept.get(key())).toBe(KEPT);
    expect(actions()).not.toContain('GetSessionToken');
  });
});
