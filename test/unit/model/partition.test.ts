import { describe, expect, it } from 'vitest';
import { defaultRegion, dnsSuffix, PARTITION_NAMES, partitionOfRegion } from '../../../src/model/partition.js';

describe('partitions', () => {
  it.each(PARTITION_NAMES)('%s holds its own default region', (partition) => {
    expect(partitionOfRegion(defaultRegion(partition))).toBe(partition);
  });

  it.each([
    ['eu-west-1', 'aws'],
    ['mx-central-1', 'aws'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['us-iso-west-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['cn-northwest-1', 'aws-cn'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['default', undefined],
    ['eu-west-1.evil.example', undefined],
    ['xeu-west-1', undefined],
    ['', undefined],
  ])('"%s" is in %s', (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition);
  });

  it.each([
    ['aws', 'amazonaws.com'],
    ['aws-us-gov', 'amazonaws.com'],
    ['aws-cn', 'amazonaws.com.cn'],
    ['aws-iso', 'c2s.ic.gov'],
    ['aws-eusc', 'amazonaws.eu'],
    ['unknown', 'amazonaws.com'],
  ])('hosts of %s end in %s', (partition, suffix) => {
    expect(dnsSuffix(partition)).toBe(suffix);
  });

  it('an unknown one works in the first region of all', () => {
    expect(defaultRegion('unknown')).toBe('us-east-1');
  });
});
