import { describe, expect, it } from 'vitest';
import { assumeHops, BASE_KEYS, nameOf, problemOf, read, ready, roleArn } from '../read.js';

const KEYS = BASE_KEYS.replace('[base]', '[default]');
const arn = roleArn('dev');
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };

const hopOf = (parts: object) =>
  assumeHops(ready(read({ credentials: KEYS, settings: [{ arn, ...parts }] }), 'dev').plan).at(-1);

describe('a role of the settings may say of its session', () => {
  it('tags, which of them are transitive, a source identity and session policies', () => {
    const parts = {
      sessionTags: { team: 'data', 'cost centre': '' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ana@example.com',
      policyArns: [READ_ONLY],
    };
    expect(hopOf({ ...parts, policy: POLICY })).toMatchObject({
      tags: parts.sessionTags,
      transitiveTagKeys: ['team'],
      sourceIdentity: 'ana@example.com',
      policy: JSON.stringify(POLICY),
      policyArns: [READ_ONLY],
    });
  });

  it('its policy as text too', () => {
    expect(hopOf({ policy: JSON.stringify(POLICY, undefined, 2) })).toMatchObject({ policy: JSON.stringify(POLICY) });
  });

  it('its name by a pattern', () => {
    expect(hopOf({ sessionName: '${user}@${host}.${profile}' })).toMatchObject({ sessionName: 'ana@desk.dev' });
  });

  it('all that from a profile’s role, whose own session stays as it is', () => {
    const config = `[profile mid]\nrole_arn = ${roleArn('mid')}\nsource_profile = base\n`;
    const settings = [{ arn, sourceProfile: 'mid', sessionTags: { a: 'b' } }];
    expect(assumeHops(ready(read({ config, settings }), 'dev').plan)).toMatchObject([
      { tags: {} },
      { tags: { a: 'b' } },
    ]);
  });

  it('nothing: the name is the one for all', () => {
    const entries = read({ credentials: KEYS, settings: [{ arn }], sessionName: '${profile}-${user}' });
    expect(assumeHops(ready(entries, 'dev').plan)).toMatchObject([{ sessionName: 'dev-ana' }]);
  });

  it('nothing, where the one for all is broken: that is the problem then', () => {
    const settings = [{ arn }, { arn: roleArn('good'), sessionName: 'mine' }];
    const entries = read({ credentials: KEYS, settings, sessionName: '${nobody}' });
    expect(problemOf(entries, 'dev').place).toEqual({ kind: 'setting', setting: 'roleSessions.sessionName' });
    expect(assumeHops(ready(entries, 'good').plan)).toMatchObject([{ sessionName: 'mine' }]);
  });
});

describe('a role of the settings is broken by', () => {
  it.each<[object, string, string]>([
    [{ sessionTags: [] }, '.sessionTags', 'sessionTags is not an object.'],
    [{ sessionTags: { team: 1 } }, '.sessionTags.team', 'A value in sessionTags is not a string.'],
    [{ sessionTags: { 'aws:x': 'y' } }, '.sessionTags.aws:x', 'starts with “aws:”'],
    [{ sessionTags: { Team: 'a', team: 'b' } }, '.sessionTags.team', 'have the same key'],
    [{ transitiveTagKeys: 'team' }, '.transitiveTagKeys', 'transitiveTagKeys is not a list.'],
    [{ transitiveTagKeys: [1] }, '.transitiveTagKeys[0]', 'A value in transitiveTagKeys is not a string.'],
    [{ sessionTags: { a: 'b' }, transitiveTagKeys: ['a', 'c'] }, '.transitiveTagKeys[1]', '“c” is not among'],
    [{ sourceIdentity: 'a b' }, '.sourceIdentity', 'sourceIdentity has a character'],
    [{ sourceIdentity: 'x' }, '.sourceIdentity', 'sourceIdentity has 1 characters; AWS accepts 2 to 64.'],
    [{ policy: 7 }, '.policy', 'policy is not an object, or a string of JSON.'],
    [{ policy: '{' }, '.policy', 'policy is not JSON.'],
    [{ policy: {} }, '.policy', 'policy has no Statement.'],
    [{ policyArns: READ_ONLY }, '.policyArns', 'policyArns is not a list.'],
    [{ policyArns: [READ_ONLY, 'x'] }, '.policyArns[1]', '“x” is not the ARN of a managed policy.'],
    [{ policyArns: ['arn:aws:iam::999999999999:policy/x'] }, '.policyArns[0]', 'in another account than the role'],
    [
      { policy: { Statement: { Sid: 'x'.repeat(2010) } }, policyArns: [READ_ONLY] },
      '.policyArns',
      'AWS takes 2048 together',
    ],
    [{ sessionName: '${who}' }, '.sessionName', 'the placeholder ${who}'],
  ])('%j', (parts, at, message) => {
    const entries = read({ credentials: KEYS, settings: [{ arn, ...parts }, { arn: roleArn('good') }] });
    expect(entries.map((found) => found.kind)).toEqual(['broken', 'ready']);
    const problem = problemOf(entries, nameOf(entries[0]!));
    expect(problem.place).toEqual({ kind: 'setting', setting: `roleSessions.roles[0]${at}` });
    expect(problem.message).toContain(message);
    expect(problem.hint).not.toBe('');
  });
});
