interface Partition {
  readonly regions: RegExp;
  /** Where a role that names no region is assumed. */
  readonly defaultRegion: string;
  readonly dnsSuffix: string;
  /** Behind `console.` and `signin.`, as in the SDK's endpoints of sign-ins. */
  readonly webDomain: string;
}

/** As in botocore's partitions.json. */
const PARTITIONS: ReadonlyMap<string, Partition> = new Map([
  [
    'aws',
    {
      regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
      defaultRegion: 'us-east-1',
      dnsSuffix: 'amazonaws.com',
      webDomain: 'aws.amazon.com',
    },
  ],
  [
    'aws-cn',
    { regions: /^cn-\w+-\d+$/, defaultRegion: 'cn-north-1', dnsSuffix: 'amazonaws.com.cn', webDomain: 'amazonaws.cn' },
  ],
  [
    'aws-us-gov',
    {
      regions: /^us-gov-\w+-\d+$/,
      defaultRegion: 'us-gov-west-1',
      dnsSuffix: 'amazonaws.com',
      webDomain: 'amazonaws-us-gov.com',
    },
  ],
  [
    'aws-iso',
    {
      regions: /^us-iso-\w+-\d+$/,
      defaultRegion: 'us-iso-east-1',
      dnsSuffix: 'c2s.ic.gov',
      webDomain: 'c2shome.ic.gov',
    },
  ],
  [
    'aws-iso-b',
    {
      regions: /^us-isob-\w+-\d+$/,
      defaultRegion: 'us-isob-east-1',
      dnsSuffix: 'sc2s.sgov.gov',
      webDomain: 'sc2shome.sgov.gov',
    },
  ],
  [
    'aws-iso-e',
    {
      regions: /^eu-isoe-\w+-\d+$/,
      defaultRegion: 'eu-isoe-west-1',
      dnsSuffix: 'cloud.adc-e.uk',
      webDomain: 'csphome.adc-e.uk',
    },
  ],
  [
    'aws-iso-f',
    {
      regions: /^us-isof-\w+-\d+$/,
      defaultRegion: 'us-isof-south-1',
      dnsSuffix: 'csp.hci.ic.gov',
      webDomain: 'csphome.hci.ic.gov',
    },
  ],
  [
    'aws-eusc',
    {
      regions: /^eusc-(de)-\w+-\d+$/,
      defaultRegion: 'eusc-de-east-1',
      dnsSuffix: 'amazonaws.eu',
      webDomain: 'amazonaws-eusc.eu',
    },
  ],
]);

export const PARTITION_NAMES: readonly string[] = [...PARTITIONS.keys()];
export const DNS_SUFFIXES: readonly string[] = [...new Set([...PARTITIONS.values()].map((each) => each.dnsSuffix))];
export const WEB_DOMAINS: readonly string[] = [...PARTITIONS.values()].map(({ webDomain }) => webDomain);

/** Undefined for names that no partition's pattern covers, which other S3 and STS servers use. */
export function partitionOfRegion(region: string): string | undefined {
  return [...PARTITIONS].find(([, partition]) => partition.regions.test(region))?.[0];
}

export function defaultRegion(partition: string): string {
  return PARTITIONS.get(partition)?.defaultRegion ?? 'us-east-1';
}

/** Undefined for a partition that is not known. */
export function webDomain(partition: string): string | undefined {
  return PARTITIONS.get(partition)?.webDomain;
}

/** Of the names of AWS's hosts. */
export function dnsSuffix(partition: string): string {
  return PARTITIONS.get(partition)?.dnsSuffix ?? 'amazonaws.com';
}
