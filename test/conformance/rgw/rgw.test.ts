// The cases against the real thing: Ceph RGW says what S3 and STS are, and the sandbox has to agree.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe } from 'vitest';
import { s3Cases } from '../cases/s3.js';
import { RGW_DIFFERENCES, WEB_IDENTITY, type Difference, type Target } from '../cases/target.js';
import { startIdentityProvider } from '../../sandbox/idp/index.js';
import { startSeededRgw } from './seed.js';

const { subject: sub, email } = WEB_IDENTITY;
const provider = await startIdentityProvider();
afterAll(() => provider.stop());
provider.addUser({ sub, email });
const rgw = await startSeededRgw(provider);
afterAll(() => rgw.stop());

const target: Target = {
  name: 'Ceph RGW',
  endpoint: rgw.endpoint,
  region: 'us-east-1',
  pathStyle: true,
  owner: rgw.owner,
  tester: rgw.tester,
  roles: rgw.roles,
  webIdentity: { provider, ...rgw.webRoles },
  differs: new Set(Object.keys(RGW_DIFFERENCES) as Difference[]),
  // `rgw sts min session duration` of configuration.ts.
  shortestSession: 2,
  elapse: (seconds) => delay(seconds * 1000),
  clockOffsetMs: () => 0,
};

describe(target.name, () => s3Cases(target));
