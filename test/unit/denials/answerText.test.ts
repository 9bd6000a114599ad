import { expect, it } from 'vitest';
import { parseDenial, type Denial } from '../../../src/denials/denialMessage.js';
import { answerDenial, type DenialAnswer } from '../../../src/denials/looking/answer.js';
import { answerText } from '../../../src/denials/looking/answerText.js';
import { changedText, changeQuestion } from '../../../src/denials/looking/changeText.js';
import { UNREAD, type Facts, type KeptDocument, type Looked } from '../../../src/denials/looking/facts.js';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/jo`;
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';

const denialOf = (because: string): Denial =>
  parseDenial(
    `User: ${SESSION} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/x"${because}`,
  )!;
const NO_IDENTITY = ' because no identity-based policy allows the s3:PutObject action';

const statements = (...all: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: all });
const allow = (action: string, more: object = {}) => ({ Effect: 'Allow', Action: action, Resource: '*', ...more });

function facts(identity: Looked<readonly KeptDocument[]>): Facts {
  return {
    caller: { account: ACCOUNT, arn: SESSION, role: { arn: ROLE } },
    context: new Map(),
    identity,
    boundary: { kind: 'absent' },
    session: { kind: 'absent' },
    trust: UNREAD,
    resource: UNREAD,
  };
}

const managed = (document: string): Looked<readonly KeptDocument[]> => ({
  kind: 'read',
  value: [{ place: { kind: 'managed', arn: READ_ONLY }, document }],
});

function answered(because: string, identity: Looked<readonly KeptDocument[]>) {
  const denial = denialOf(because);
  const answer = answerDenial(denial, facts(identity));
  return { answer, text: answerText(denial, answer, `arn:aws:iam::${ACCOUNT}:user/boss`).replace(/\s+/g, ' ') };
}

const firstDocument = ({ wrong }: DenialAnswer) => {
  const [repair] = wrong.flatMap(({ repairs }) => repairs);
  if (repair?.kind !== 'document') throw new Error('No document is to be changed');
  return repair;
};

it('names the side that is wrong, who read it, and the smallest change', () => {
  const { answer, text } = answered(NO_IDENTITY, managed(statements(allow('s3:Get*'))));
  expect(text).toContain('What is wrong: an identity-based policy No statement allows it.');
  expect(text).toContain(`Statement 1 of the policy ${READ_ONLY} comes near: its Action is another`);
  expect(text).toContain('As it would be: the policy AllowS3PutObject of role app { "Version"');
  expect(text).toContain('iam:PutRolePolicy');
  expect(text).toContain('IAM, read as arn:aws:iam::123456789012:user/boss.');
  expect(text).toContain('Whether another side would deny it next');
  const repair = firstDocument(answer);
  expect(changeQuestion(repair, ACCOUNT, 'arn:x')).toEqual({
    message: 'Change the policy AllowS3PutObject of role app?',
    detail:
      'It is in account 123456789012, and changed as arn:x. There is no such policy yet. It is so for everybody who assumes the role.',
  });
  expect(changedText(repair.place)).toMatch(/^The policy AllowS3PutObject is changed\./);
});

it('says what of a request is asked for, before any policy would have to change', () => {
  const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
  const { text } = answered(NO_IDENTITY, managed(statements(allow('s3:*', MFA))));
  expect(text).toContain('That depends on what is not known of the request: aws:multifactorauthpresent');
  expect(text).toContain('Give an MFA code');
  expect(text).not.toContain('As it would be');
});

it('does not change what contradicts what AWS said', () => {
  const { answer, text } = answered(NO_IDENTITY, managed(statements(allow('s3:*'))));
  expect(answer.contradicted).toBe(true);
  expect(text).toContain('What is read now says otherwise');
});

it('quotes AWS where a side could not be read', () => {
  const { text } = answered(NO_IDENTITY, { kind: 'unread', why: 'You may not read that.' });
  expect(text).toContain('It could not be read. AWS: You may not read that.');
  expect(text).toContain('What an identity-based policy says could not be read.');
});

it('says what is unknown where AWS names no side', () => {
  const { text } = answered('', managed(statements(allow('s3:*'))));
  expect(text).toContain('Nothing that was read is wrong for certain.');
  expect(text).toContain('What a service control policy says could not be read.');
});
