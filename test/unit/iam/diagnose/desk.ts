import { expect } from 'vitest';
import { diagnose } from '../../../../src/iam/diagnose/index.js';
import { policyTree } from '../../../../src/iam/policyTree.js';
import type { PolicyKind } from '../../../../src/iam/policyKind.js';
import { realCatalog } from '../../../support/iamCatalog.js';

const catalog = await realCatalog();

export type Json = Readonly<Record<string, unknown>>;

export const ACCOUNT = '123456789012';
export const USER = `arn:aws:iam::${ACCOUNT}:user/jo`;
export const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
export const TRUST = { Effect: 'Allow', Principal: { AWS: USER }, Action: 'sts:AssumeRole' };

export function said(text: string, kind: PolicyKind): string[] {
  const tree = policyTree(text);
  if (tree === undefined) {
    return ['no object'];
  }
  return diagnose(text, tree, kind, catalog).map(
    ({ offset, length, severity, code, message }) =>
      `${severity} ${code} at ${text.slice(offset, offset + length)}: ${message}`,
  );
}

export const policy = (statement: unknown, kind: PolicyKind = 'identity') =>
  said(JSON.stringify({ Version: '2012-10-17', Statement: statement }), kind);
export const reading = (change: Json, kind: PolicyKind = 'identity') => policy([{ ...READ, ...change }], kind);
export const trusting = (change: Json) => policy([{ ...TRUST, ...change }], 'trust');

/** One finding that has these parts, or none. */
export function expectOne(findings: readonly string[], expected: string | undefined): void {
  if (expected === undefined) {
    expect(findings).toEqual([]);
    return;
  }
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(expected);
}
