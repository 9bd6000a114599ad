import { describe, expect, it } from 'vitest';
import { assumeHops, BASE_KEYS, nameOf, problemOf, read, ready, roleArn } from '../read.js';

const KEYS = BASE_KEYS.replace('[base]', '[default]');

describe('roles of the settings', () => {
  it('need an ARN only', () => {
    const { id, place, plan } = ready(read({ credentials: KEYS, settings: [{ arn: roleArn('dev') }] }), 'dev');
    expect(id).toBe('setting:dev');
    expect(place).toMatchObject({ setting: 'roleSessions.roles[0].arn' });
    expect(plan).toMatchObject({
      source: { profile: 'default' },
      hops: [{ sessionName: 'vscode-ana' }],
      region: 'us-east-1',
    });
  });

  it('may say everything', () => {
    const parts = {
      sessionName: 'ana',
      durationSeconds: 900,
      externalId: 'ex',
      mfaSerial: '123456789',
      region: 'eu-west-1',
    };
    const { id, plan } = ready(
      read({ settings: [{ ...parts, arn: roleArn('dev'), name: 'my dev', sourceProfile: 'base' }] }),
      'my dev',
    );
    const { region, ...call } = parts;
    expect(id).toBe('setting:my dev');
    expect(plan).toMatchObject({ region, hops: [call] });
  });

  it('may be assumed from a profile’s role', () => {
    const config = `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\nregion = eu-west-1\n`;
    const { plan } = ready(read({ config, settings: [{ arn: roleArn('dev'), sourceProfile: 'mid' }] }), 'dev');
    expect(assumeHops(plan).map((hop) => hop.role.roleName)).toEqual(['mid', 'dev']);
    expect(plan.region).toBe('eu-west-1');
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['an empty list', []],
  ])('are none for %s', (_, settings) => {
    expect(read({ settings })).toEqual([]);
  });

  const arn = roleArn('dev');
  it.each<[unknown, string, string, string]>([
    ['x', '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as { "arn": "…" }.'],
    [null, '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as'],
    [[], '[0]', 'roleSessions.roles[0] is not an object.', 'Write it as'],
    [{}, '[0]', 'The role in roleSessions.roles[0] has no arn.', 'Add its "arn".'],
    [{ arn: 1 }, '[0].arn', 'arn is not a string.', 'Give a string'],
    [
      { arn: 'arn:aws:iam::123456789012:user/x' },
      '[0].arn',
      'arn is the ARN of a user, not of a role.',
      'Copy the role’s own ARN',
    ],
    [{ arn, name: ' ' }, '[0].name', 'name is empty.', 'Fill it in'],
    [{ arn, mfaserial: 'x' }, '[0].mfaserial', 'A role has no field “mfaserial”.', 'mfaSerial'],
    [{ arn, constructor: 'x' }, '[0].constructor', 'A role has no field “constructor”.', 'arn, name'],
    [{ arn, durationSeconds: '900' }, '[0].durationSeconds', 'durationSeconds is not a number.', 'Give a number'],
    [
      { arn, durationSeconds: 900.5 },
      '[0].durationSeconds',
      'durationSeconds is not a whole number of seconds.',
      'from 900 to 43200',
    ],
    [
      { arn, durationSeconds: 60 },
      '[0].durationSeconds',
      'durationSeconds is 60; AWS STS gives no session shorter',
      '900',
    ],
    [{ arn, externalId: 'ü!' }, '[0].externalId', 'externalId has a character that AWS does not accept.', 'Use only'],
    [
      { arn, sessionName: 'x' },
      '[0].sessionName',
      'sessionName has 1 characters; AWS accepts 2 to 64.',
      'Change its length.',
    ],
    [
      { arn, mfaSerial: '1' },
      '[0].mfaSerial',
      'mfaSerial has 1 characters; AWS accepts 9 to 256.',
      'Change its length.',
    ],
    [
      { arn, region: 'cn-north-1' },
      '[0].region',
      'The region cn-north-1 belongs to the partition aws-cn, the role to aws.',
      'such as us-east-1',
    ],
    [
      { arn, sourceProfile: 'nobody' },
      '[0].sourceProfile',
      'sourceProfile names the profile “nobody”, which does not exist.',
      'Add [nobody]',
    ],
  ])('%j is broken, its neighbour works', (bad, at, message, hint) => {
    const entries = read({ credentials: KEYS, settings: [bad, { arn: roleArn('good') }] });
    expect(entries.map((found) => found.kind)).toEqual(['broken', 'ready']);
    const problem = problemOf(entries, nameOf(entries[0]!));
    expect(problem.place).toEqual({ kind: 'setting', setting: `roleSessions.roles${at}` });
    expect(problem.message).toContain(message);
    expect(problem.hint).toContain(hint);
  });

  it('need two names for two roles', () => {
    const entries = read({ credentials: KEYS, settings: [{ arn }, { arn: arn.replace('1234', '4321') }] });
    expect(entries).toMatchObject([
      { kind: 'ready' },
      {
        kind: 'broken',
        id: 'setting:roleSessions.roles[1]',
        name: 'dev',
        problem: {
          message: 'The name “dev” is taken by roleSessions.roles[0].',
          hint: 'Give one of the two another "name".',
          place: { setting: 'roleSessions.roles[1].name' },
        },
      },
    ]);
  });

  it('are one broken entry where they are no list', () => {
    expect(read({ settings: { arn } })).toMatchObject([
      { kind: 'broken', problem: { place: { setting: 'roleSessions.roles' } } },
    ]);
  });
});
