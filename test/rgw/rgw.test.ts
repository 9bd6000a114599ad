// The cases against the real thing: Ceph RGW says what S3 and STS are, and the sandbox has to agree.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe } from 'vitest';
import { s3Cases } from '../cases/s3.js';
import { RGW_DIFFERENCES, type Difference, type Target } from '../cases/target.js';
import { startSeededRgw } from './seed.js';

const rgw = await startSeededRgw();
afterAll(() => rgw.stop());

const target: Target = {
  name: 'Ceph RGW',
  endpoint: rgw.endpoint,
  region: 'us-east-1',
  pathStyle: true,
  owner: rgw.owner,
  tester: rgw.tester,
  roles: rgw.roles,
  differs: new Set(Object.keys(RGW_DIFFERENCES) as Difference[]),
  // `rgw sts min session duration` of configuration.ts.
  shortestSession: 2,
  elapse: (seconds) => delay(seconds * 1000),
  clockOffsetMs: () => 0,
};

describe(target.name, () => s3Cases(target));
