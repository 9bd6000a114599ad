import { webDomain } from '../model/partition.js';
import type { Assumer, SetupAnswers } from './answers.js';

/** A policy, or a part of it, as it is written. */
export type WrittenObject = Readonly<Record<string, unknown>>;

export function userArn({ partition, account }: SetupAnswers, { name, path }: { name: string; path: string }): string {
  return `arn:${partition}:iam::${account}:user${path}${name}`;
}

export function roleArn({ partition, account, path, name }: SetupAnswers): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/** What SAML assertions for the partition's console and STS have as their audience. */
export function samlAudience(partition: string): string {
  return `https://signin.${webDomain(partition) ?? 'aws.amazon.com'}/saml`;
}

/** The statement of the role's trust policy that lets them assume it, and no one else. */
export function trustStatement(answers: SetupAnswers): WrittenObject {
  const { assumer } = answers;
  switch (assumer.kind) {
    case 'user':
      return allow('sts:AssumeRole', { AWS: userArn(answers, assumer) });
    case 'role':
      return allow('sts:AssumeRole', { AWS: assumer.arn });
    case 'account':
      return allow('sts:AssumeRole', { AWS: root(answers.partition, assumer.account) }, accountCondition(assumer));
    case 'saml':
      return allow(
        'sts:AssumeRoleWithSAML',
        { Federated: assumer.providerArn },
        { StringEquals: { 'SAML:aud': samlAudience(answers.partition) } },
      );
    case 'openIdConnect':
      return allow('sts:AssumeRoleWithWebIdentity', { Federated: assumer.providerArn }, tokenCondition(assumer));
    case 'permissionSet':
      return allow(
        'sts:AssumeRole',
        { AWS: root(answers.partition, answers.account) },
        { ArnLike: { 'aws:PrincipalArn': reservedRole(answers, assumer.name) } },
      );
  }
}

function allow(action: string, principal: WrittenObject, condition: WrittenObject = {}): WrittenObject {
  return {
    ...{ Effect: 'Allow', Principal: principal, Action: action },
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function root(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:root`;
}

function accountCondition({ externalId, mfa }: Extract<Assumer, { kind: 'account' }>): WrittenObject {
  return {
    ...(externalId !== undefined && { StringEquals: { 'sts:ExternalId': externalId } }),
    ...(mfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  };
}

function tokenCondition({
  providerArn,
  audience,
  subject,
}: Extract<Assumer, { kind: 'openIdConnect' }>): WrittenObject {
  const issuer = providerArn.replace(/^.*?:oidc-provider\//, '');
  const audienceIs = { [`${issuer}:aud`]: audience };
  const subjectIs = { [`${issuer}:sub`]: subject };
  return /[*?]/.test(subject)
    ? { StringEquals: audienceIs, StringLike: subjectIs }
    : { StringEquals: { ...audienceIs, ...subjectIs } };
}

/** Its ARN has the region of Identity Center in between, but in us-east-1, and 16 characters of chance behind. */
function reservedRole({ partition, account }: SetupAnswers, permissionSet: string): string[] {
  const folder = `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/`;
  const chance = '?'.repeat(16);
  const name = `AWSReservedSSO_${permissionSet}_${chance}`;
  return [`${folder}${name}`, `${folder}*/${name}`];
}

/** A policy of these statements, as one writes it. */
export function policyText(statements: readonly WrittenObject[]): string {
  return written({ Version: '2012-10-17', Statement: statements });
}

export function written(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}
