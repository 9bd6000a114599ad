import { expect, it } from 'vitest';
import { analyzerOrigin } from '../../../src/aws/iam/analyzer.js';
import { iamClient, iamRegion } from '../../../src/aws/iam/iamTarget.js';

const target = { credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: '' }, caller: 'me' };

it.each([
  ['eu-west-1', {}, 'https://access-analyzer.eu-west-1.amazonaws.com'],
  ['us-east-1', { fips: true }, 'https://access-analyzer-fips.us-east-1.amazonaws.com'],
  ['us-gov-west-1', { fips: true }, 'https://access-analyzer.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', {}, 'https://access-analyzer.cn-north-1.amazonaws.com.cn'],
  ['eu-west-1', { dualstack: true }, 'https://access-analyzer.eu-west-1.api.aws'],
  ['eu-west-1', { all: 'http://all', accessAnalyzer: 'http://own' }, 'http://own'],
  ['eu-west-1', { all: 'http://all' }, 'http://all'],
] as const)('Access Analyzer of %s with %j is at %s', (region, endpoints, origin) => {
  expect(analyzerOrigin({ region, endpoints })).toBe(origin);
});

it.each([
  ['eu-west-1', 'us-east-1', 'https://iam.amazonaws.com/'],
  ['cn-northwest-1', 'cn-north-1', 'https://iam.cn-north-1.amazonaws.com.cn/'],
  ['us-gov-east-1', 'us-gov-west-1', 'https://iam.us-gov.amazonaws.com/'],
  ['eusc-de-east-1', 'eusc-de-east-1', 'https://iam.eusc-de-east-1.amazonaws.eu/'],
  ['somewhere', 'us-east-1', 'https://iam.amazonaws.com/'],
] as const)('IAM of %s is signed for %s and is at %s', (region, scope, url) => {
  expect(iamRegion(region)).toBe(scope);
  const { config } = iamClient({ ...target, region, endpoints: {}, clockOffsetMs: 0 });
  const found = config.endpointProvider({ Region: iamRegion(region), UseFIPS: false, UseDualStack: false });
  expect(found.url.href).toBe(url);
  expect(found.properties).toMatchObject({ authSchemes: [{ signingRegion: scope }] });
});
