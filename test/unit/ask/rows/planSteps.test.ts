import { describe, expect, it } from 'vitest';
import { planSteps, type PlanStep } from '../../../../src/ask/rows/planSteps.js';
import type { Plan } from '../../../../src/model/plan/plan.js';
import { hop, IDENTITY_CENTER, plan, PROCESS, scope, SOURCE } from '../../../support/samples.js';
import type { WebIdentitySource, SamlSource, Source } from '../../../../src/model/plan/source.js';

const SERIAL = 'arn:aws:iam::123456789012:mfa/ana';
const { place } = SOURCE;
const NONE = { policy: undefined, policyArns: [], durationSeconds: undefined };
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const METADATA: Source = { kind: 'instance-metadata', endpoint: undefined, v1Allowed: false, place };
const WEB_IDENTITY: WebIdentitySource = {
  kind: 'web-identity',
  role: hop({}, 'web').role,
  sessionName: 'ana',
  token: { kind: 'file', file: '/run/token' },
  place,
  ...NONE,
};
const SAML: SamlSource = {
  kind: 'saml',
  role: undefined,
  principalArn: undefined,
  assertion: { kind: 'browser', signInUrl: 'https://idp.example.com/aws?x=1', port: 35_001, path: '/' },
  place,
  ...NONE,
};

const kinds = (of: Plan) => planSteps(of).map(({ kind }) => kind);
const titles = (of: Plan) => planSteps(of).map(({ title }) => title);

function stepOf(of: Plan, start: string): PlanStep {
  const found = planSteps(of).find(({ title }) => title.startsWith(start));
  if (found === undefined) {
    throw new Error(`No step ${start} among ${titles(of).join(', ')}`);
  }
  return found;
}

describe('the steps of a plan', () => {
  it('are the source, the calls in their order, and where', () => {
    const chained = plan({ hops: [hop({ mfaSerial: SERIAL }, 'base'), hop({}, 'deploy')] });
    expect(planSteps(chained)).toEqual([
      {
        kind: 'source',
        title: 'profile ststestprofile',
        description: 'long-term keys',
        detail: 'Access key AKIAEXAMPLE.',
        place,
      },
      {
        kind: 'call',
        title: 'AssumeRole base',
        description: 'account 123456789012 · 1 h · MFA',
        detail: `Session name mytestsession. Asks for a code of ${SERIAL}. Lasts 1 h, AWS’s default. The limit is the role’s own maximum session duration (1 to 12 h): long-term keys sign this call.`,
      },
      {
        kind: 'call',
        title: 'AssumeRole deploy',
        description: 'account 123456789012 · 1 h',
        detail:
          'Session name mytestsession. Lasts 1 h, AWS’s default. One hour is the limit: the role base signs this call, which is role chaining.',
      },
      { kind: 'where', title: 'us-west-2', description: 'AWS’s regional endpoints', detail: '' },
    ]);
  });

  const nowhere = (name: string) => ({ ...hop({}, name).role, accountId: '' });
  it.each<[string, Plan, string]>([
    ['a call', plan({ hops: [hop({ role: nowhere('x') })] }), '1 h'],
    ['a web identity', plan({ source: { ...WEB_IDENTITY, role: nowhere('x') }, hops: [] }), '1 h'],
    ['SAML', plan({ source: { ...SAML, role: nowhere('x') }, hops: [] }), ''],
    ['SAML for a time', plan({ source: { ...SAML, role: nowhere('x'), durationSeconds: 7200 }, hops: [] }), '2 h'],
  ])('name no account where the role of %s has none', (_, of, description) => {
    expect(stepOf(of, 'AssumeRole')).toMatchObject({ description });
  });

  it.each<[string, Plan, string]>([
    [
      'a user’s keys',
      plan({ hops: [hop({ durationSeconds: 43_200 })] }),
      'Asks for 12 h. The limit is the role’s own maximum',
    ],
    [
      'temporary keys',
      plan({ source: { ...SOURCE, temporary: true } }),
      'One hour is the limit: temporary credentials sign this call',
    ],
    [
      'Identity Center',
      plan({ source: IDENTITY_CENTER }),
      'One hour is the limit: temporary credentials sign this call',
    ],
    ['a process', plan({ source: PROCESS }), 'or one hour if these credentials are temporary'],
    [
      'a session token',
      plan({ hops: [{ kind: 'session-token', mfaSerial: SERIAL, durationSeconds: 28_800 }, hop()] }),
      'The session token carries the MFA: no code here. Lasts 1 h, AWS’s default. One hour is the limit: a session token signs this call',
    ],
  ])('say which limit a role has that %s assumes, and why', (_, of, text) => {
    expect(stepOf(of, 'AssumeRole').detail).toContain(text);
  });

  it.each<[string, Plan, string]>([
    [
      'a long session asks directly',
      plan({ hops: [hop({ mfaSerial: SERIAL, durationSeconds: 7200 })] }),
      'No session token serves here, because a role assumed from one lasts an hour at most.',
    ],
    [
      'a role has no device',
      plan({ source: METADATA, hops: [hop({ mfaSerial: SERIAL })] }),
      'but a role signs this one: AWS will probably refuse it.',
    ],
  ])('say of MFA: %s', (_, of, text) => {
    expect(stepOf(of, 'AssumeRole').detail).toContain(text);
  });

  it('say that an external ID is sent, not which', () => {
    const { detail } = stepOf(plan({ hops: [hop({ externalId: 'MARKED' })] }), 'AssumeRole');
    expect(detail).toContain('Sends the external ID');
    expect(detail).not.toContain('MARKED');
  });

  it('show tags, source identity and session policies after their call', () => {
    const rich = plan({
      hops: [
        hop({
          tags: { team: 'data', cost: '7' },
          transitiveTagKeys: ['team'],
          sourceIdentity: 'ana',
          policy: '{}',
          policyArns: [READ_ONLY],
        }),
      ],
    });
    expect(kinds(rich)).toEqual(['source', 'call', 'tags', 'source-identity', 'session-policies', 'where']);
    expect(stepOf(rich, '2 session tags')).toMatchObject({ description: 'team, cost' });
    expect(stepOf(rich, '2 session tags').detail).toMatch(/^team = data, cost = 7\..*inherit team\.$/);
    expect(stepOf(rich, 'Source identity')).toMatchObject({ description: 'ana' });
    expect(stepOf(rich, 'Session policies')).toMatchObject({ description: `an inline policy, ${READ_ONLY}` });
  });

  it('show what a session was narrowed to, on its own call', () => {
    const narrowed = plan({ hops: [hop({ policyArns: [READ_ONLY] }, 'base'), hop({ policyArns: [READ_ONLY] })] });
    const steps = planSteps({ ...narrowed, narrowedTo: 'read-only' }).filter(({ kind }) => kind === 'session-policies');
    expect(steps.map(({ title, description }) => [title, description])).toEqual([
      ['Session policies', READ_ONLY],
      ['Narrowed', 'read-only'],
    ]);
    const source = { ...WEB_IDENTITY, policy: '{}' };
    expect(titles(plan({ source, hops: [], narrowedTo: 'S3 only' }))).toContain('Narrowed');
  });

  it.each<[string, Plan, string, string]>([
    [
      'a session token',
      plan({ hops: [{ kind: 'session-token', mfaSerial: undefined, durationSeconds: undefined }] }),
      'GetSessionToken',
      'Without MFA. Lasts 12 h, AWS’s default. The limit is 36 h (1 h for the root user). The session is the user’s own; without MFA it cannot call IAM, and roles assumed from it last an hour at most.',
    ],
    [
      'a federation token',
      plan({ hops: [{ kind: 'federation-token', name: 'ana', tags: {}, ...NONE, durationSeconds: 5400 }] }),
      'GetFederationToken ana',
      'Asks for 90 min. The limit is 36 h (1 h for the root user). The federated user may do what its session policy and the user behind it both allow; it cannot assume roles or call IAM.',
    ],
    [
      'a web identity',
      plan({ source: WEB_IDENTITY, hops: [] }),
      'AssumeRoleWithWebIdentity web',
      'The token is read from /run/token. Session name ana. Lasts 1 h, AWS’s default. The limit is the role’s own maximum session duration (1 to 12 h): the call is not signed, so this is no role chaining.',
    ],
    [
      'SAML',
      plan({ source: SAML, hops: [] }),
      'AssumeRoleWithSAML',
      'You sign in at idp.example.com; the assertion is posted to http://127.0.0.1:35001/. You choose one of the roles that the assertion offers. The assertion’s SessionDuration decides how long it lasts, else it is 1 h. The limit is the role’s own maximum session duration (1 to 12 h): the call is not signed, so this is no role chaining.',
    ],
    [
      'Identity Center',
      plan({ source: IDENTITY_CENTER, hops: [] }),
      'IAM Identity Center (corp)',
      'Signs in at https://corp.awsapps.com/start; the AWS CLI shares the sign-in. Identity Center decides how long the session lasts: the permission set’s session duration (1 to 12 h).',
    ],
  ])('say of %s how long it lasts and why', (_, of, title, detail) => {
    expect(stepOf(of, title).detail).toBe(detail);
  });

  it.each<[Plan['endpoints'], string, string]>([
    [{}, 'AWS’s regional endpoints', ''],
    [
      { fips: true, dualstack: true },
      'AWS’s regional endpoints, FIPS, dual stack',
      'FIPS endpoints (use_fips_endpoint).',
    ],
    [{ globalSts: true }, 'sts.amazonaws.com', 'sts_regional_endpoints = legacy'],
    [{ all: 'http://localhost:9000' }, 'http://localhost:9000', 'All services at http://localhost:9000.'],
    [
      { sts: 'https://sts.corp', s3: 'https://s3.corp' },
      'https://sts.corp',
      'STS at https://sts.corp. S3 at https://s3.corp.',
    ],
    [{ caBundle: '/etc/corp.pem' }, 'AWS’s regional endpoints', 'Trusts the certificate authorities in /etc/corp.pem.'],
  ])('end with where: %j', (endpoints, description, detail) => {
    const where = planSteps(plan({ endpoints })).at(-1);
    expect(where).toMatchObject({ kind: 'where', title: 'us-west-2', description });
    expect(where?.detail).toContain(detail);
  });

  const sources: readonly Source[] = [
    SOURCE,
    { kind: 'environment', place },
    METADATA,
    { kind: 'container', place },
    PROCESS,
    IDENTITY_CENTER,
    { kind: 'login', profile: 'p', loginSession: 'arn:aws:iam::123456789012:user/ana', place },
    WEB_IDENTITY,
    SAML,
  ];
  it.each(sources.map((source) => [source.kind, source] as const))(
    'say where a source is configured: %s',
    (_, source) => {
      const [first] = planSteps(plan({ source, hops: [] }));
      expect(first).toMatchObject({ kind: 'source', place });
      expect(first?.description).not.toBe('');
      expect(first?.detail).not.toBe('');
    },
  );
});

describe('a session that is narrowed in place', () => {
  const IN_PLACE =
    'Narrows the session in place: it keeps its ARN, tags and source identity, and the wider one goes on.';
  const POLICY = 'It may do only what its policy and the wider session both allow.';
  const WITH_IT = 'It ends when the wider one ends.';

  it('says what it keeps, what it may and when it ends', () => {
    const shorter = scope({ policy: undefined, durationSeconds: 1800, narrowedTo: '30 min' });
    const of = plan({ source: IDENTITY_CENTER, hops: [scope({ narrowedTo: 'read-only' }), shorter] });
    expect(planSteps(of).filter(({ kind }) => kind === 'call')).toEqual([
      {
        kind: 'call',
        title: 'GetScopedCredentials',
        description: 'read-only',
        detail: `${IN_PLACE} ${POLICY} ${WITH_IT}`,
      },
      {
        kind: 'call',
        title: 'GetScopedCredentials',
        description: '30 min',
        detail: `${IN_PLACE} It ends after 30 min, or with the wider one.`,
      },
    ]);
  });

  it('says that a session policy may have to do', () => {
    expect(stepOf(plan({ hops: [hop(), scope()] }), 'GetScopedCredentials').detail).toBe(
      `${IN_PLACE} ${POLICY} ${WITH_IT} Where STS does not know this call, the role is assumed with a session policy instead.`,
    );
  });

  it('says that this would ask the identity provider again', () => {
    expect(stepOf(plan({ source: WEB_IDENTITY, hops: [scope()] }), 'GetScopedCredentials').detail).toContain(
      'with a session policy instead, for which the identity provider is asked once more.',
    );
  });

  it('says that this would ask for another code', () => {
    const mfaSerial = 'arn:aws:iam::123456789012:mfa/anna';
    expect(stepOf(plan({ hops: [hop({ mfaSerial }), scope()] }), 'GetScopedCredentials').detail).toContain(
      'with a session policy instead, for which another MFA code is asked for.',
    );
  });
});
