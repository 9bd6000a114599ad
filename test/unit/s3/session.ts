import type { SessionFacts } from '../../../src/model/session/session.js';
import { roleRef } from '../../support/samples.js';

export const facts: SessionFacts = {
  id: '0123456789abcdef',
  principal: 'AKIAEXAMPLE',
  key: '123456789012.sts-s3-read-only-role.0123456789abcdef',
  role: roleRef('dev'),
  identity: {
    kind: 'assumed-role',
    accountId: '123456789012',
    partition: 'aws',
    name: 'sts-s3-read-only-role',
    sessionName: 'tester',
    arn: 'arn:aws:sts::123456789012:assumed-role/sts-s3-read-only-role/tester',
  },
  region: 'us-west-2',
  endpoints: {},
  source: 'profile dev',
  narrowedTo: undefined,
  startedAt: 0,
  expiresAt: 3_600_000,
  clockOffsetMs: 0,
};
