// A document is simulated as an administrator, alone and beside the policies of a role: the words for real decisions.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contextTyped, simulationText } from '../../../src/policyDocuments/simulation.js';
import type { SimulationRequest } from '../../../src/model/iam/iamApi.js';
import { ACCOUNT, allow, policy } from '../../sandbox/test/stsHarness.js';
import { BOSS, IamAccount, ROLE } from './account.js';

let account: IamAccount;

beforeEach(async () => {
  account = await IamAccount.start();
});
afterEach(() => account.stop());

const OFFICE = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const DOCUMENT = JSON.stringify(policy(allow('s3:PutObject', OFFICE)));

async function textOf(more: Partial<SimulationRequest>): Promise<string> {
  const request = { policies: [DOCUMENT], actions: ['s3:PutObject'], resources: [], context: new Map(), ...more };
  const read = await account.api().simulate(request);
  if (read.kind !== 'found') throw new Error(read.kind);
  return simulationText({ request, caller: BOSS, decisions: read.value });
}

it('alone, it goes by the context that is given', async () => {
  expect(await textOf({})).toMatch(/not allowed  s3:PutObject[^]*keys that were not given: aws:SourceIp/);
  const context = contextTyped('aws:SourceIp = 192.0.2.7') ?? new Map();
  expect(await textOf({ context })).toMatch(/\nallowed  s3:PutObject  \*\n    By: the document\n/);
});

it('beside a role’s policies, its boundary counts', async () => {
  const context = contextTyped('aws:SourceIp = 192.0.2.7') ?? new Map();
  const asRole = { context, principalArn: ROLE, actions: ['s3:GetObject', 's3:PutObject'] };
  expect(await textOf(asRole)).toMatch(/\nallowed  s3:GetObject[^]*\nallowed  s3:PutObject/);
  const bound = policy(allow('s3:GetObject'));
  const { arn } = account.sandbox.iam.createPolicy({ accountId: ACCOUNT, name: 'Bound', document: bound });
  account.sandbox.iam.putPermissionsBoundary(ROLE, arn);
  expect(await textOf(asRole)).toMatch(
    /\nallowed  s3:GetObject[^]*\nnot allowed  s3:PutObject[^]*The permissions boundary does not allow it\./,
  );
});
