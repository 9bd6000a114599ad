import { beforeAll, describe, expect, it } from 'vitest';
import type { IamCatalog } from '../../../src/iam/catalog.js';
import { complete, type Completions } from '../../../src/iam/complete.js';
import type { PolicyKind } from '../../../src/iam/policyKind.js';
import { policyTree } from '../../../src/iam/policyTree.js';
import { realCatalog } from '../../support/iamCatalog.js';

let catalog: IamCatalog;
beforeAll(async () => {
  catalog = await realCatalog();
});

/** At the bar. */
function at(marked: string, kind: PolicyKind = 'identity'): Completions | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const tree = policyTree(text);
  return tree === undefined ? undefined : complete(text, offset, tree, kind, catalog);
}

const texts = (found: Completions | undefined) => found?.items.map(({ text }) => text) ?? [];
const statement = (inside: string, kind?: PolicyKind) =>
  at(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",${inside}}]}`, kind);

describe('what may stand here', () => {
  it('is an element that is missing', () => {
    expect(texts(at('{"Version":"2012-10-17",|}'))).toEqual(['Id', 'Statement']);
    expect(texts(statement('"Action":"*",|'))).toEqual(['Sid', 'Resource', 'NotResource', 'Condition']);
    expect(texts(statement('|', 'trust'))).toEqual([
      'Sid',
      'Principal',
      'NotPrincipal',
      'Action',
      'NotAction',
      'Condition',
    ]);
    expect(texts(statement('"NotResource":"*",|', 'resource'))).toEqual([
      'Sid',
      'Principal',
      'NotPrincipal',
      'Action',
      'NotAction',
      'Condition',
    ]);
    expect(texts(at('{"Statement":{|}}', 'session'))).toContain('Effect');
  });

  it('is a version or an effect', () => {
    expect(texts(at('{"Version":"|"}'))).toEqual(['2012-10-17', '2008-10-17']);
    expect(texts(at('{"Statement":[{"Effect":|}]}'))).toEqual(['Allow', 'Deny']);
  });

  it('is a service, then an action of it', () => {
    const services = statement('"Action":"s|"');
    expect(services?.items).toContainEqual({ text: 's3:', kind: 'service', detail: 'Amazon S3', opens: true });
    expect(texts(services)).toContain('*');
    const actions = statement('"NotAction":["iam:GetUser","s3:Ge|"]');
    expect(actions?.items).toContainEqual({ text: 's3:GetObject', kind: 'action', detail: 'Read', opens: false });
    expect(actions?.items).toContainEqual({
      text: 's3:PutBucketPolicy',
      kind: 'action',
      detail: 'Permissions management',
      opens: false,
    });
    expect(texts(actions)).toContain('s3:*');
    expect(texts(actions)).not.toContain('iam:GetUser');
    expect(texts(statement('"Action":"elephant:|"'))).toContain('s3:');
  });

  it('is one of the few actions of a trust policy', () => {
    const found = statement('"Action":"|"', 'trust');
    expect(texts(found)).toEqual([
      'sts:AssumeRole',
      'sts:AssumeRoleWithSAML',
      'sts:AssumeRoleWithWebIdentity',
      'sts:SetContext',
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ]);
    expect(found?.items[0]?.detail).toBe('AWS Security Token Service');
  });

  it('is a resource that the actions act on', () => {
    const found = statement('"Action":["s3:ListBucket","s3:GetObject"],"Resource":"|"');
    expect(texts(found)).toContain('arn:aws:s3:::${BucketName}');
    expect(texts(found)).toContain('arn:aws:s3:::${BucketName}/${ObjectName}');
    expect(texts(found).filter((text) => text === '*')).toHaveLength(1);
    expect(texts(statement('"Resource":"|"'))).toEqual(['*']);
    expect(texts(statement('"Action":"elephant:x","Resource":["|"]'))).toEqual(['*']);
  });

  it('is a kind of principal', () => {
    expect(texts(statement('"Principal":{|}', 'trust'))).toEqual(['AWS', 'Service', 'Federated', 'CanonicalUser']);
    expect(texts(statement('"Principal":{"AWS":"|"}', 'trust'))).toEqual([]);
  });

  it('is an operator, a key that it compares, and a value', () => {
    expect(texts(statement('"Condition":{|}'))).toContain('StringEquals');
    const keys = texts(statement('"Action":"s3:ListBucket","Condition":{"StringLike":{|}}'));
    expect(keys).toContain('s3:prefix');
    expect(keys).toContain('aws:PrincipalArn');
    expect(keys).not.toContain('aws:SourceIp');
    expect(keys).not.toContain('sts:ExternalId');
    const any = statement('"Condition":{"Null":{|}}');
    expect(any?.items).toContainEqual({
      text: 'aws:TagKeys',
      kind: 'key',
      detail: 'String, several values',
      opens: false,
    });
    expect(texts(statement('"Condition":{"Elephant":{|}}'))).toContain('aws:SourceIp');
    expect(texts(statement('"Condition":{"Bool":{"aws:SecureTransport":"|"}}'))).toEqual(['true', 'false']);
    expect(texts(statement('"Condition":{"Null":{"aws:SourceIp":|}}'))).toEqual(['true', 'false']);
    expect(texts(statement('"Condition":{"StringLike":{"s3:prefix":"|"}}'))).toEqual([]);
  });

  it.each(['{"Other":"|"}', '{"Statement":|}', '{"Statement":["|"]}', '{"Statement":[{"Sid":"|"}]}'])(
    'is nothing in %s',
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );
});

describe('where it is put', () => {
  it('is instead of the text that the cursor is in', () => {
    const found = at('{"Statement":[{"Action":"s3:Get|Obj"}]}');
    expect(found).toMatchObject({ offset: 24, length: '"s3:GetObj"'.length, needsColon: false });
  });

  it('is at the cursor where there is no text', () => {
    expect(at('{"Statement":[{"Effect":|}]}')).toMatchObject({ offset: 24, length: 0, needsColon: false });
  });

  it('has a colon after a name that has none', () => {
    expect(at('{|}')).toMatchObject({ needsColon: true });
    expect(at('{"St|"}')).toMatchObject({ offset: 1, length: 4, needsColon: true });
    expect(at('{"St|" : []}')).toMatchObject({ offset: 1, length: 4, needsColon: false });
  });
});
