// Plans whose session is narrowed in place, and who signed in for any.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { executePlan, type ExecuteOptions, type Lent } from '../../../src/aws/executePlan.js';
import { Cancelled } from '../../../src/base/errors.js';
import type { Hop, Plan, SessionTokenHop } from '../../../src/model/plan/plan.js';
import type { Source } from '../../../src/model/plan/source.js';
import { SILENT, unasked } from '../../flows/aws/interaction.js';
import { silent, startHttpServer, type HttpServer } from '../../support/httpServer.js';
import { refusal } from '../../support/refusal.js';
import { hop, plan, scope, SECRET, SOURCE, TOKEN } from '../../support/samples.js';
import { WEB_IDENTITY } from '../model/sources.js';
import { actionOf, answering, ENDS, identifying, lending, parametersOf, refusing } from '../../support/stsReplies.js';

const ARN = 'arn:aws:sts::123456789012:assumed-role/x/y';
const BEFORE = 'arn:aws:sts::123456789012:assumed-role/machine/i-1';
const ENVIRONMENT: Source = { kind: 'environment', place: SOURCE.place };
const SESSION: SessionTokenHop = { kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined };
const LENT: Lent = {
  hops: 1,
  credentials: { accessKeyId: 'ASIALIVE', secretAccessKey: SECRET, sessionToken: TOKEN },
  arn: ARN,
  principal: 'ada (https://idp)',
  expiration: 7,
  clockOffsetMs: 0,
};

let sts: HttpServer;
let warned: string[];
let reported: string[];

beforeEach(async () => {
  warned = [];
  reported = [];
  sts = await startHttpServer();
  const credentials = { AssumeRole: lending(ARN), GetSessionToken: lending(), GetScopedCredentials: lending(ARN) };
  sts.answer = answering({ ...credentials, GetCallerIdentity: identifying(BEFORE) });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sts.stop();
});

const unknowing = (status = 400, code = 'InvalidAction') =>
  answering({
    AssumeRole: lending(ARN),
    GetSessionToken: lending(),
    GetScopedCredentials: refusing(code, 'No', status),
    GetCallerIdentity: identifying(BEFORE),
  });

const planned = (hops: readonly Hop[], changes: Partial<Plan> = {}): Plan =>
  plan({ hops, endpoints: { sts: sts.endpoint }, narrowedTo: 'less', ...changes });

function run(wanted: Plan, options: Partial<ExecuteOptions> = {}) {
  const variables = { AWS_ACCESS_KEY_ID: 'ASIAMACHINE', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
  return executePlan(wanted, {
    environment: { variables, userName: 'me', hostName: 'desk', homeDirectory: '/home/me' },
    secrets: {
      readStaticKeys: () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }),
      readProcess: unasked,
    },
    interaction: {
      ...SILENT,
      warn: (message) => void warned.push(message),
      report: (step) => void reported.push(step),
    },
    signal: new AbortController().signal,
    ...options,
  });
}

const actions = () => sts.received.map(actionOf);
const signers = () => sts.received.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
const policies = () => sts.received.map((request) => parametersOf(request)['Policy']);

describe('a session narrowed in place', () => {
  it('is had with the credentials before it', async () => {
    const shorter = scope({ policy: undefined, durationSeconds: 900, description: 'why' });
    const { arn, narrowedBy, expiration } = await run(planned([hop(), scope(), shorter]));
    expect({ arn, narrowedBy, expiration }).toEqual({ arn: ARN, narrowedBy: 'in-place', expiration: Date.parse(ENDS) });
    expect(signers()).toEqual(['AKIAEXAMPLE', 'ASIAEXAMPLE', 'ASIAEXAMPLE']);
    expect(sts.received.slice(1).map(parametersOf)).toEqual([
      {
        Action: 'GetScopedCredentials',
        Policy: scope().policy,
        ScopedSessionDescription: 'narrowed=s3-only',
      },
      { Action: 'GetScopedCredentials', DurationSeconds: '900', ScopedSessionDescription: 'why' },
    ]);
  });

  it('of a live one is a single call, and as the same person', async () => {
    expect(await run(planned([hop({ mfaSerial: 'mfa' }), scope()]), { lent: LENT })).toMatchObject({
      arn: ARN,
      principal: 'ada (https://idp)',
      narrowedBy: 'in-place',
      expiration: Date.parse(ENDS),
    });
    expect(actions()).toEqual(['GetScopedCredentials']);
    expect(signers()).toEqual(['ASIALIVE']);
  });

  it('of a live one of whom nothing is known keeps it so', async () => {
    const lent = { ...LENT, principal: undefined };
    expect((await run(planned([hop(), scope()]), { lent })).principal).toBeUndefined();
  });

  it('is not what a session token is kept for', async () => {
    const kept: string[] = [];
    const nothing = () => Promise.resolve(undefined);
    const write = (key: string) => Promise.resolve(void kept.push(key));
    await run(planned([SESSION, scope()]), { sessionTokens: { read: nothing, write, remove: nothing } });
    expect(kept).toEqual([]);
  });

  it('ends with the user’s patience', async () => {
    const abort = new AbortController();
    sts.answer = () => abort.abort();
    const lent = run(planned([hop(), scope()]), { lent: LENT, signal: abort.signal });
    await expect(lent).rejects.toBeInstanceOf(Cancelled);
  });

  it.each<[Partial<Plan>, string | undefined]>([
    [{ narrowedTo: 'read-only' }, 'session-policy'],
    [{ narrowedTo: undefined }, undefined],
  ])('is another thing than a session policy: %j', async (changes, narrowedBy) => {
    expect((await run(planned([hop()], changes))).narrowedBy).toBe(narrowedBy);
  });
});

describe('where STS does not know how', () => {
  it.each([
    [400, 'InvalidAction'],
    [405, 'Unknown'],
  ])('a role is assumed within a session policy, which is said (%i %s)', async (status, code) => {
    sts.answer = unknowing(status, code);
    const assumed = await run(planned([hop({}, 'base'), hop(), scope()]));
    expect(assumed).toMatchObject({ arn: ARN, narrowedBy: 'session-policy' });
    expect(actions()).toEqual(['AssumeRole', 'AssumeRole', 'GetScopedCredentials', 'AssumeRole']);
    expect(policies()).toEqual([undefined, undefined, scope().policy, scope().policy]);
    expect(signers().at(-1)).toBe('ASIAEXAMPLE');
    expect(warned).toEqual([expect.stringContaining('session policy instead')]);
    expect(reported).toContain('STS cannot narrow in place: the role is assumed again, with a session policy');
  });

  describe('of a web identity', () => {
    let folder: string;
    let source: Source;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'token-'));
      const file = join(folder, 'token');
      const claims = Buffer.from(JSON.stringify({ iss: 'https://idp', sub: 'ada' })).toString('base64url');
      await writeFile(file, `e30.${claims}.x`);
      source = { ...WEB_IDENTITY, token: { kind: 'file', file } };
      sts.answer = answering({
        AssumeRoleWithWebIdentity: lending(ARN),
        GetScopedCredentials: refusing('InvalidAction', 'No', 400),
      });
    });
    afterEach(() => rm(folder, { recursive: true }));

    it.each<[string, Partial<ExecuteOptions>, readonly string[]]>([
      ['a live role', { lent: { ...LENT, hops: 0 } }, ['GetScopedCredentials', 'AssumeRoleWithWebIdentity']],
      ['a role', {}, ['AssumeRoleWithWebIdentity', 'GetScopedCredentials', 'AssumeRoleWithWebIdentity']],
    ])('%s is assumed from its token', async (_, options, called) => {
      const assumed = await run(planned([scope()], { source }), options);
      expect(assumed).toMatchObject({ arn: ARN, narrowedBy: 'session-policy' });
      expect(actions()).toEqual(called);
      expect(policies().at(-1)).toBe(scope().policy);
    });
  });

  it('a live role is assumed from its source', async () => {
    sts.answer = unknowing();
    const assumed = await run(planned([hop(), scope()]), { lent: LENT });
    expect(assumed).toMatchObject({ arn: ARN, narrowedBy: 'session-policy', principal: 'AKIAEXAMPLE' });
    expect(actions()).toEqual(['GetScopedCredentials', 'AssumeRole']);
    expect(signers()).toEqual(['ASIALIVE', 'AKIAEXAMPLE']);
  });

  it.each<[string, readonly Hop[], Partial<ExecuteOptions>]>([
    ['a session token', [SESSION, scope()], {}],
    ['a role within two policies', [hop(), scope(), scope()], {}],
    ['a live one within two policies', [hop(), scope(), scope()], { lent: { ...LENT, hops: 2 } }],
  ])('%s is refused in words', async (_, hops, options) => {
    sts.answer = unknowing();
    expect(await refusal(run(planned(hops), options))).toMatch(/does not know how to narrow a session in place/);
    expect(actions().filter((action) => action === 'AssumeRole').length).toBeLessThanOrEqual(1);
    expect(warned).toEqual([]);
  });

  it('any other refusal is one', async () => {
    sts.answer = unknowing(403, 'AccessDenied');
    expect(await refusal(run(planned([hop(), scope()])))).toMatch(/may not narrow its session in place/);
    expect(await refusal(run(planned([hop(), scope()]), { lent: LENT }))).toMatch(/may not narrow its session/);
    expect(policies().filter((policy) => policy !== undefined)).toHaveLength(2);
  });
});

describe('who signed in', () => {
  const fromMachine = (...hops: readonly Hop[]) => planned(hops, { source: ENVIRONMENT });

  it('is asked while the first role is assumed', async () => {
    expect((await run(fromMachine(hop(), hop()))).principal).toBe(BEFORE);
    expect(actions().sort()).toEqual(['AssumeRole', 'AssumeRole', 'GetCallerIdentity']);
    const asking = sts.received.findIndex((request) => actionOf(request) === 'GetCallerIdentity');
    expect(signers()[asking]).toBe('ASIAMACHINE');
  });

  it('is asked of temporary keys in a profile as well', async () => {
    const temporary = planned([hop()], { source: { ...SOURCE, temporary: true } });
    expect((await run(temporary)).principal).toBe(BEFORE);
  });

  it.each<[string, readonly Hop[]]>([
    ['nothing else', []],
    ['only narrowed in place', [scope()]],
  ])('is who one is, where there is %s', async (_, hops) => {
    const { arn, principal } = await run(fromMachine(...hops));
    expect(principal).toBe(arn);
    expect(actions().filter((action) => action === 'GetCallerIdentity').length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['STS does not say', refusing('Unknown', 'No', 405)],
    ['STS says nothing', identifying()],
  ])('is unknown where %s', async (_, answer) => {
    sts.answer = answering({ AssumeRole: lending(ARN), GetCallerIdentity: answer });
    const { arn, principal } = await run(fromMachine(hop()));
    expect(arn).toBe(ARN);
    expect(principal).toBeUndefined();
  });

  it.each([
    ['4 seconds where nobody would see it', 4_000, false],
    ['15 seconds where somebody does', 15_000, true],
  ])('is unknown where STS takes its time: %s', async (_, patience, attended) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const asked: number[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      asked.push(ms);
      return timeout(ms === patience ? 50 : ms);
    });
    sts.answer = answering({ AssumeRole: lending(ARN), GetCallerIdentity: silent });
    const { principal } = await run(fromMachine(hop()), { interaction: { ...SILENT, attended } });
    expect([principal, asked.filter((ms) => ms <= 15_000)]).toEqual([undefined, [patience]]);
  });

  it('is not waited for where the role is refused', async () => {
    let gone: () => void;
    const left = new Promise<void>((resolve) => (gone = resolve));
    sts.answer = answering({
      AssumeRole: refusing('ValidationError', 'No', 400),
      GetCallerIdentity: (_, response) => void response.once('close', () => gone()),
    });
    expect(await refusal(run(fromMachine(hop())))).toMatch(/did not accept the request/);
    await left;
  });

  it('is not answered to a user who has left', async () => {
    const abort = new AbortController();
    sts.answer = answering({
      AssumeRole: lending(ARN),
      GetCallerIdentity: () => abort.abort(),
    });
    await expect(run(fromMachine(hop()), { signal: abort.signal })).rejects.toBeInstanceOf(Cancelled);
  });
});
