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
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-iso-e', 'eu-isoe-west-1'],
    ['aws-iso-f', 'us-isof-south-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('%s holds regions like %s, and nothing around them', (partition, region) => {
    expect(defaultRegion(partition)).toBe(region);
    expect(partitionOfRegion(`${region}2`)).toBe(partition);
    expect([partitionOfRegion(`x${region}`), partitionOfRegion(`${region}.evil`)]).toEqual([undefined, undefined]);
  });

  it('are eight', () => {
    expect(PARTITION_NAMES).toHaveLength(8);
  });

  it.each([
    ['aws', 'amazonaws.com'],
    ['aws-us-gov', 'amazonaws.com'],
    ['aws-cn', 'amazonaws.com.cn'],
    ['aws-iso', 'c2s.ic.gov'],
    ['aws-iso-b', 'sc2s.sgov.gov'],
    ['aws-iso-e', 'cloud.adc-e.uk'],
    ['aws-iso-f', 'csp.hci.ic.gov'],
    ['aws-eusc', 'amazonaws.eu'],
    ['unknown', 'amazonaws.com'],
  ])('hosts of %s end in %s', (partition, suffix) => {
    expect(dnsSuffix(partition)).toBe(suffix);
  });

  it('an unknown one works in the first region of all', () => {
    expect(defaultRegion('unknown')).toBe('us-east-1');
  });
});
