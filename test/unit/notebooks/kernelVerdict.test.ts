import { describe, expect, it } from 'vitest';
import type { AwsProfiles } from '../../../src/identity/sdkRules.js';
import { GivenKernels, type GivenKernel, type GivenStanding } from '../../../src/notebooks/givenKernels.js';
import type { DefaultSession } from '../../../src/notebooks/kernelProbe.js';
import { kernelDocument, kernelSentence } from '../../../src/notebooks/kernelText.js';
import { kernelIdentity, type KernelFacts } from '../../../src/notebooks/kernelVerdict.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { NOW, SECRET, TOKEN } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';
import { dev, keys, prod, renewed, seen, somebodyElse, variables } from '../identity/desk.js';

const NOTEBOOK = 'file:///report.ipynb';
const OFF = { AWS_EC2_METADATA_DISABLED: 'true' };

function given(standing: GivenStanding = 'inUse', session: LiveSession = dev): GivenKernel | undefined {
  const kernels = new GivenKernels();
  kernels.add(NOTEBOOK, session, ['AWS_ACCESS_KEY_ID']);
  if (standing !== 'inUse') kernels.lapse(NOTEBOOK, standing);
  return kernels.of(NOTEBOOK);
}

function facts(
  env: Readonly<Record<string, string>>,
  {
    defaultSession = { kind: 'notLoaded' },
    profiles = new Map([['a', new Set(['keys'] as const)]]),
    ...others
  }: Partial<Omit<KernelFacts, 'kernel'>> & {
    readonly defaultSession?: DefaultSession;
    readonly profiles?: AwsProfiles | 'unreadable';
  } = {},
): KernelFacts {
  return {
    kernel: {
      seen: seen({ ...OFF, ...env }),
      profiles: profiles === 'unreadable' ? undefined : profiles,
      defaultSession,
    },
    given: given(),
    heldAnywhere: [keys(dev)],
    entries: [liveEntry(dev), liveEntry(prod)],
    now: NOW,
    ...others,
  };
}

function told(env: Readonly<Record<string, string>>, overrides: Parameters<typeof facts>[1] = {}) {
  const all = facts(env, overrides);
  const identity = kernelIdentity(all);
  return {
    ...identity,
    sentence: kernelSentence('report.ipynb', identity, all.given),
    document: kernelDocument('report.ipynb', identity, all),
  };
}

const use = { kind: 'use', id: 'dev', title: 'dev' };
const ofKeys = (accessKeyId: string): DefaultSession => ({ kind: 'keys', accessKeyId });
const OTHERS = { AWS_ACCESS_KEY_ID: 'AKIASOMEBODY', AWS_SECRET_ACCESS_KEY: SECRET };

describe('whom a kernel acts as', () => {
  it('is whom it should, by the programs that run there', () => {
    const { verdict, repair, takes, document } = told({ ...variables(dev), AWS_PROFILES: 'x' });
    expect([verdict.kind, repair.kind, [...takes.keys()]]).toEqual(['asExpected', 'none', ['boto3', 'cli']]);
    expect(document).toContain('What to do\n    Nothing.\n');
  });

  it('is said in a document without secrets', () => {
    const { document } = told(variables(dev), { defaultSession: ofKeys('AKIASOMEBODY') });
    expect(document).toMatchInlineSnapshot(`
      "Notebook
          report.ipynb
          It was given dev (arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession),
          and gets the keys of each renewal.

      It acts as
          The variables of report.ipynb are those of dev
          (arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/mytestsession), but boto3's
          default session was made of other keys (AKIA…BODY): what uses it acts by those.

      By program
          AWS CLI v2     the keys in the environment → they come first
          boto3          the keys in the environment → they come first

      Default session of boto3
          It has the keys AKIA…BODY. They are not those of the variables.
          Sessions and clients that were made otherwise keep what they had then, and are not looked at.

      Variables
          AWS_ACCESS_KEY_ID=ASIA…ADEV
          AWS_CREDENTIAL_EXPIRATION=2026-11-24T13:00:00.000Z
          AWS_DEFAULT_REGION=us-west-2
          AWS_EC2_METADATA_DISABLED=true
          AWS_ENDPOINT_URL=http://127.0.0.1:9000
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false
          AWS_REGION=us-west-2
          AWS_SECRET_ACCESS_KEY (set)
          AWS_SECURITY_TOKEN (set)
          AWS_SESSION_TOKEN (set)

      Conflicts
          None known.

      What to do
          Run "Use in This Notebook" as dev: the kernel gets the keys that the session has now, and boto3
          makes its default session anew.
      "
    `);
    for (const secret of [SECRET, TOKEN, 'pw@', 'ASIADEV\n']) expect(document).not.toContain(secret);
  });

  const unkept = 'but not by this window';
  it.each<[string, string, Readonly<Record<string, string>>, Parameters<typeof facts>[1], object]>([
    ['as expected', 'report.ipynb acts as dev (arn:', variables(dev), {}, { kind: 'none' }],
    ['by another window', unkept, variables(dev), { given: undefined }, use],
    ['closed', 'was closed since it was given that', variables(dev), { given: given('closed') }, use],
    ['not told of a change', unkept, variables(dev), { given: given('failed') }, use],
    ['another', 'and was given dev.', variables(prod), {}, use],
    ['stale', 'from before its renewal', variables(dev), { entries: [liveEntry(renewed)] }, use],
    [
      'stale of another notebook',
      'from before its renewal',
      variables(dev),
      { given: undefined, entries: [liveEntry(renewed)] },
      use,
    ],
    [
      'ended',
      'whose session has ended or is somebody else by now',
      variables(dev),
      { entries: [] },
      { kind: 'takeOut', accessKeyId: 'ASIADEV', title: 'dev' },
    ],
    [
      'somebody else',
      'whose session has ended or is somebody else by now',
      variables(dev),
      { entries: [liveEntry(somebodyElse)] },
      { kind: 'takeOut', accessKeyId: 'ASIADEV', title: 'dev' },
    ],
    [
      'expired',
      'AWS refuses them',
      variables(dev),
      { now: dev.expiresAt, entries: [] },
      { kind: 'takeOut', accessKeyId: 'ASIADEV', title: 'dev' },
    ],
    ['foreign', 'nobody here knows (AKIA…BODY): they are of', OTHERS, { given: given('own') }, { kind: 'useAny' }],
    ['foreign in use', 'nobody here knows (AKIA…BODY): they are of', OTHERS, {}, use],
    [
      'foreign without a session',
      'nobody here knows',
      OTHERS,
      { given: undefined, entries: [] },
      { kind: 'assume', request: undefined },
    ],
    [
      'past its end',
      'past the end that AWS_CREDENTIAL_EXPIRATION says',
      { ...OTHERS, AWS_CREDENTIAL_EXPIRATION: new Date(NOW - 1).toISOString() },
      { given: undefined },
      { kind: 'none' },
    ],
    ['nobody', 'acts as nobody: it has no credentials.', {}, { given: undefined }, { kind: 'useAny' }],
    ['restarted', 'was started anew since it was given dev', {}, { given: given('restarted') }, use],
    [
      'over',
      'the session of dev, which it was given, is over, and its keys were taken out',
      {},
      { given: given('ended'), entries: [] },
      { kind: 'assume', request: undefined },
    ],
    ['emptied', 'acts as nobody, and was given dev: its keys are gone', {}, {}, use],
    ['the machine', 'programs act as the machine', { AWS_EC2_METADATA_DISABLED: '' }, {}, use],
    ['redirected', 'is redirected by AWS_PROFILE', { AWS_PROFILE: 'gone' }, {}, use],
    [
      'redirected of nobody',
      'is redirected by AWS_PROFILE',
      { AWS_PROFILE: 'gone' },
      { given: undefined },
      { kind: 'useAny' },
    ],
    ['another region', 'has keys, and AWS_PROFILE, by which', { ...variables(dev), AWS_PROFILE: 'a' }, {}, use],
    [
      'a profile',
      'acts by profile "default" of the AWS files, as no session',
      {},
      { given: undefined, profiles: new Map([['default', new Set(['keys'] as const)]]) },
      { kind: 'useAny' },
    ],
    [
      'a profile instead',
      'of the AWS files, and was given dev: its keys are gone',
      {},
      { profiles: new Map([['default', new Set(['keys'] as const)]]) },
      use,
    ],
    ['mixed', 'do not agree', { ...variables(dev), AWS_SECURITY_TOKEN: 'old' }, {}, use],
    ['files', 'AWS files that could not be read', { AWS_PROFILE: 'a' }, { profiles: 'unreadable' }, use],
    ['an endpoint', 'an endpoint for credentials', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://a' }, {}, use],
    [
      'an old default session',
      "boto3's default session was made of other keys (AKIA…BODY)",
      variables(dev),
      { defaultSession: ofKeys('AKIASOMEBODY') },
      use,
    ],
  ])('%s', (_, sentence, env, overrides, repair) => {
    const answer = told(env, overrides);
    expect(answer.sentence).toContain(sentence);
    expect(answer.document.replaceAll('\n    ', ' ')).toContain(answer.sentence);
    expect(answer.repair).toEqual(repair);
  });
});

describe('the default session of boto3', () => {
  it.each<[string, DefaultSession, Readonly<Record<string, string>>, string, boolean]>([
    ['not loaded', { kind: 'notLoaded' }, {}, 'None: boto3 is not imported.', false],
    ['none yet', { kind: 'none' }, {}, 'None yet: the first client', false],
    ['not used', { kind: 'unused' }, {}, 'has not looked for credentials yet', false],
    ['not known', { kind: 'unknown' }, {}, 'is not known without asking for them', false],
    ['the same', ofKeys('ASIADEV'), variables(dev), 'It has the keys ASIA…ADEV, of dev.', false],
    [
      'another session’s',
      ofKeys('ASIAPROD'),
      variables(dev),
      'It has the keys ASIA…PROD, of prod. They are not those of the variables.',
      true,
    ],
    ['of before', ofKeys('ASIADEV'), variables(renewed), 'of dev. They are not those of the variables.', true],
    ['of nobody known', ofKeys('AKIASOMEBODY'), {}, 'It has the keys AKIA…BODY. They are not those', true],
    ['of a profile, perhaps', ofKeys('AKIASOMEBODY'), { AWS_PROFILE: 'a' }, 'It has the keys AKIA…BODY.', false],
  ])('%s', (_, defaultSession, env, text, differs) => {
    const { document, defaultDiffers } = told(env, { defaultSession, entries: [liveEntry(renewed), liveEntry(prod)] });
    expect(document.replaceAll('\n    ', ' ')).toContain(text);
    expect(defaultDiffers).toBe(differs);
  });
});

describe('what a kernel was given', () => {
  it.each<[GivenStanding, string]>([
    ['inUse', 'and gets the keys of each renewal'],
    ['restarted', 'has ended or was started anew since'],
    ['ended', 'whose session is over'],
    ['own', 'Other keys were set there since'],
    ['failed', 'could not be told'],
    ['closed', 'before it was closed'],
  ])('is told: %s', (standing, text) =>
    expect(told({}, { given: given(standing) }).document.replaceAll('\n    ', ' ')).toContain(text),
  );

  it('is nothing', () =>
    expect(told({}, { given: undefined }).document).toContain('    This window has given it nothing.'));

  it('is known of all, the latest last, and so many', () => {
    const kernels = new GivenKernels();
    kernels.lapse(NOTEBOOK, 'ended');
    expect(kernels.of(NOTEBOOK)).toBeUndefined();
    kernels.add(NOTEBOOK, dev, ['A', 'B']);
    kernels.lapse(NOTEBOOK, 'ended');
    kernels.add(NOTEBOOK, renewed, ['B', 'C']);
    kernels.add('file:///other.ipynb', prod, ['C', 'D']);
    expect(kernels.of(NOTEBOOK)).toMatchObject({ names: ['A', 'B', 'C'], standing: 'inUse' });
    expect(kernels.allKeys().map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIADEV', 'ASIARENEWED', 'ASIAPROD']);
    expect(kernels.allNames()).toEqual(['A', 'B', 'C', 'D']);
    expect(JSON.stringify(kernels.allKeys())).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
    for (let turn = 0; turn < 60; turn += 1) kernels.add(NOTEBOOK, renewed, []);
    expect(kernels.of(NOTEBOOK)?.keys).toHaveLength(50);
  });
});
