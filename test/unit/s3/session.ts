import type { SessionFacts } from '../../../src/session/session.js';

export const facts: SessionFacts = {
  key: '123456789012.sts-s3-read-only-role.0123456789abcdef',
  role: { id: 'profile:dev', name: 'dev' },
  identity: {
    accountId: '123456789012',
    partition: 'aws',
    roleArn: 'arn:aws:iam::123456789012:role/sts-s3-read-only-role',
    roleName: 'sts-s3-read-only-role',
    sessionName: 'tester',
    assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/tester',
  },
  region: 'us-west-2',
  endpoints: {},
  source: 'profile dev',
  startedAt: 0,
  expiresAt: 3_600_000,
  clockOffsetMs: 0,
};
