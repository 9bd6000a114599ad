import { describe, expect, it } from 'vitest';
import { guessedKind, isPolicy, policyTree, scalarsOf, textsOf } from '../../../src/iam/policyTree.js';

const tree = (text: string) => {
  const read = policyTree(text);
  if (read === undefined) {
    throw new Error('no object');
  }
  return read;
};

describe('a document', () => {
  it.each([
    ['{"Version":"2012-10-17","Statement":[]}', true],
    ['{"Statement":[{"Effect":"Allow"}]}', true],
    ['{"Statement":{"NotAction":"*"}}', true],
    ['{"Statement":{"Action":"s3:', true],
    ['{"Statement":[{"Text":"x"}]}', false],
    ['{"Statement":[]}', false],
    ['{"Version":"2012-10-17"}', false],
  ])('%s is a policy: %s', (text, is) => {
    expect(isPolicy(tree(text))).toBe(is);
  });

  it('that is no object is none', () => {
    expect(policyTree('[1]')).toBeUndefined();
    expect(policyTree('')).toBeUndefined();
  });

  it('has its statements, in a list or alone', () => {
    expect(tree('{"Statement":{"Sid":"a"}}').statements).toHaveLength(1);
    expect(tree('{"Statement":[{"Sid":"a"},"x",{"Sid":"b"}]}').statements).toHaveLength(2);
    expect(tree('{"Statement":"x"}').statements).toEqual([]);
  });

  it.each([
    ['{"Statement":[{"Principal":"*","Action":"sts:AssumeRole"}]}', 'trust'],
    ['{"Statement":[{"NotPrincipal":"*","Action":["sts:TagSession"]}]}', 'trust'],
    ['{"Statement":[{"Principal":"*","Action":"s3:GetObject","Resource":"*"}]}', 'resource'],
    ['{"Statement":[{"Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}', 'resource'],
    ['{"Statement":[{"Principal":"*"}]}', 'resource'],
    ['{"Statement":[{"Action":"sts:AssumeRole","Resource":"*"}]}', 'identity'],
    ['{"Statement":[]}', 'identity'],
  ])('%s is taken for one of the kind %s', (text, kind) => {
    expect(guessedKind(tree(text))).toBe(kind);
  });

  it('has values with their places', () => {
    const { elements } = tree('{"a":["x",1,true,null,{}],"b":"y"}');
    expect(elements.map(({ value }) => textsOf(value).map(({ text }) => text))).toEqual([['x'], ['y']]);
    expect(elements.map(({ value }) => scalarsOf(value).map(({ text }) => text))).toEqual([['x', '1', 'true'], ['y']]);
  });
});
