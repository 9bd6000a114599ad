import { beforeAll, describe, expect, it } from 'vitest';
import type { IamCatalog } from '../../../src/iam/catalog.js';
import { policyTree } from '../../../src/iam/policyTree.js';
import type { SimulatedDecision } from '../../../src/model/iam/iamApi.js';
import {
  actionsIn,
  actionsTyped,
  contextTyped,
  resourcesIn,
  simulationText,
} from '../../../src/policyDocuments/simulation.js';
import { realCatalog } from '../../support/iamCatalog.js';

let catalog: IamCatalog;
beforeAll(async () => {
  catalog = await realCatalog();
});

function tree(...statements: readonly object[]) {
  const found = policyTree(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (found === undefined) throw new Error('It is no policy');
  return found;
}

describe('what a document offers', () => {
  it('is the actions that it names, then those that its wildcards stand for', () => {
    const offered = actionsIn(
      tree(
        { Action: ['s3:GetObject', 'S3:getobjectacl*'] },
        { Action: 's3:GetObject' },
        { NotAction: 'sts:AssumeRole' },
      ),
      catalog,
    );
    expect(offered).toEqual([
      { name: 's3:GetObject', isNamed: true },
      { name: 'sts:AssumeRole', isNamed: true },
      { name: 's3:GetObjectAcl', isNamed: false },
    ]);
  });

  it('is nothing for what names all, or no service that is known', () => {
    expect(actionsIn(tree({ Action: ['*', 'none:*'] }), catalog)).toEqual([]);
    expect(actionsIn(tree({ Action: ['ec2:*', 'iam:*'] }), catalog)).toHaveLength(500);
  });

  it('is its resources, and any', () => {
    expect(
      resourcesIn(tree({ Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b/*'] }, { Resource: 'arn:aws:s3:::a' })),
    ).toEqual(['arn:aws:s3:::a', 'arn:aws:s3:::b/*', '*']);
  });
});

describe('what is typed', () => {
  it.each([
    ['s3:GetObject, sts:AssumeRole', ['s3:GetObject', 'sts:AssumeRole']],
    [' access-analyzer:ValidatePolicy ', ['access-analyzer:ValidatePolicy']],
    ['', undefined],
    ['s3:*', undefined],
    ['GetObject', undefined],
  ])('%j is actions', (text, actions) => {
    expect(actionsTyped(text)).toEqual(actions);
  });

  it.each([
    ['', []],
    ['aws:username = ana', [['aws:username', ['ana']]]],
    [
      'aws:PrincipalTag/team=blue; aws:TagKeys = a, b;',
      [
        ['aws:PrincipalTag/team', ['blue']],
        ['aws:TagKeys', ['a', 'b']],
      ],
    ],
    ['ana', undefined],
    ['aws:username =', undefined],
  ])('%j is a context', (text, entries) => {
    const context = contextTyped(text);
    expect(context && [...context]).toEqual(entries);
  });
});

const DECISION: SimulatedDecision = {
  ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', decision: 'allowed', matched: ['PolicyInputList.1'] },
  ...{ allowedByBoundary: undefined, allowedByOrganization: undefined, missingContext: [] },
};

it('the text says what was decided, by which, and what was not known', () => {
  const text = simulationText({
    request: { policies: ['{}'], actions: [], resources: [], context: new Map([['aws:username', ['ana']]]) },
    caller: 'arn:boss',
    decisions: [
      DECISION,
      {
        ...{ ...DECISION, action: 's3:PutObject', decision: 'explicitDeny', matched: ['role_dev_guard'] },
        ...{ allowedByBoundary: false, allowedByOrganization: false, missingContext: ['aws:SourceIp'] },
      },
      { ...DECISION, action: 's3:ListBucket', decision: 'implicitDeny', matched: [] },
    ],
  });
  expect(text).toBe(
    [
      'What the document alone would allow, by the policy simulator of IAM.',
      'Nothing of it was called. Policies of resources did not count; IAM was asked as arn:boss.',
      'With aws:username = ana.',
      '',
      'allowed  s3:GetObject  arn:aws:s3:::b/k',
      '    By: the document',
      '',
      'denied by a statement  s3:PutObject  arn:aws:s3:::b/k',
      '    By: role_dev_guard',
      '    The permissions boundary does not allow it.',
      '    A policy of the organization does not allow it.',
      '    Statements look at keys that were not given: aws:SourceIp. With them it may be another.',
      '',
      'not allowed  s3:ListBucket  arn:aws:s3:::b/k',
      '    No statement is about it.',
      '',
    ].join('\n'),
  );
});
