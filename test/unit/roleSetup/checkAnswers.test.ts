import { describe, expect, it } from 'vitest';
import type { Assumer, SetupAnswers } from '../../../src/roleSetup/answers.js';
import { answerProblems, TEXT_CHECKS } from '../../../src/roleSetup/checkAnswers.js';
import { PRESETS } from '../../../src/roleSetup/presets.js';
import { HOME, TUTORIAL_ANSWERS } from './samples.js';

const fields = (more: Partial<SetupAnswers>) =>
  answerProblems({ ...TUTORIAL_ANSWERS, ...more }).map(({ field }) => field);
const account = (externalId: string | undefined, number = HOME.account): Assumer => ({
  ...{ kind: 'account', account: number, externalId, mfa: false },
});
const document = (resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: resource }] });

describe('answers', () => {
  it.each<[string, Partial<SetupAnswers>, string[]]>([
    ['the tutorial', {}, []],
    ['a name of 64 characters', { name: 'a'.repeat(64) }, []],
    ['one of 65', { name: 'a'.repeat(65) }, ['name']],
    ['a space in a name', { name: 'a b' }, ['name']],
    ['an account with dashes', { account: '1111-2222-3333' }, ['account']],
    ['a path', { path: '/a/b/' }, []],
    ['a path without its end', { path: '/a' }, ['path']],
    ['a long description', { description: 'a'.repeat(1001) }, ['description']],
    ['a description beyond Latin-1', { description: '漢' }, ['description']],
    ['an hour', { maxSessionDuration: 3600 }, []],
    ['less', { maxSessionDuration: 3599 }, ['maxSessionDuration']],
    ['twelve hours', { maxSessionDuration: 43_200 }, []],
    ['more', { maxSessionDuration: 43_201 }, ['maxSessionDuration']],
    ['a boundary that is no ARN', { boundary: 'edge' }, ['boundary']],
    ['a policy of another partition', { attached: ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess'] }, ['attached']],
    ["AWS's own tags", { tags: new Map([['AWS:a', 'b']]) }, ['tags']],
    ['a tag with a hash', { tags: new Map([['a', '#']]) }, ['tags']],
    ['51 tags', { tags: new Map(Array.from({ length: 51 }, (_, index) => [`t${index}`, ''])) }, ['tags']],
    ['an inline policy', { inline: { name: 'a', document: document('*') } }, []],
    ['one that is too long', { inline: { name: 'a', document: document('a'.repeat(10_240)) } }, ['inlineDocument']],
    [
      'one that is no JSON',
      { inline: { name: 'a b', document: '{"Statement":[],}' } },
      ['inlineName', 'inlineDocument'],
    ],
    ['an external ID of one character', { assumer: account('a') }, ['externalId']],
    ['one of 1,224', { assumer: account('a'.repeat(1224)) }, []],
    ['no external ID', { assumer: account(undefined) }, []],
    ['no account', { assumer: account(undefined, '') }, ['otherAccount']],
    ['no role', { assumer: { kind: 'role', arn: 'arn:aws:iam::1:role/a' } }, ['roleArn']],
    ['no SAML provider', { assumer: { kind: 'saml', providerArn: 'corp' } }, ['samlProvider']],
    [
      'anybody with a token',
      { assumer: { kind: 'openIdConnect', providerArn: '', audience: 'a b', subject: '*' } },
      ['openIdProvider', 'audience', 'subject'],
    ],
    ['no permission set', { assumer: { kind: 'permissionSet', name: 'a/b' } }, ['permissionSet']],
    ['a long subject', { assumer: { ...github(), subject: 'a'.repeat(4096) } }, ['trust']],
  ])('%s', (_, more, problems) => {
    expect(fields(more)).toEqual(problems);
  });

  it.each(['tutorial', 'readOnly', 'githubActions'] as const)('of the preset %s are good', (name) => {
    expect(answerProblems(PRESETS[name](HOME))).toEqual([]);
  });

  it('of the preset for another account lack that account', () => {
    expect(answerProblems(PRESETS.otherAccount(HOME)).map(({ field }) => field)).toEqual([
      'otherAccount',
      'externalId',
    ]);
  });

  it('are told with what to enter', () => {
    expect(TEXT_CHECKS.name('a b')).toMatch(/^A role's name has 1 to 64 .*: enter such a name\.$/);
  });
});

function github() {
  const { assumer } = PRESETS.githubActions(HOME);
  if (assumer.kind !== 'openIdConnect') throw new Error(assumer.kind);
  return assumer;
}
