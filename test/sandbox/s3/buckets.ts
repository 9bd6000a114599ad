// ListBuckets, HeadBucket, GetBucketLocation, CreateBucket, DeleteBucket.
import { AwsError } from '../types.js';
import { readBody } from './body.js';
import {
  authorizedBucket,
  bucketArn,
  countParameter,
  header,
  isoTime,
  owner,
  sendEmpty,
  sendXml,
  type Call,
} from './context.js';
import { compareKeys } from './keyIndex.js';
import { malformedXml, notImplemented } from './errors.js';
import { refuseUnsupportedHeaders } from './metadata.js';
import { readToken, writeToken } from './token.js';
import { childText, parseXml } from './xml.js';

const MAX_BUCKETS = 10_000;
/** "General purpose bucket naming rules". */
const BUCKET_NAME = /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Buckets carry their region only when the request has a parameter, as the API reference says of BucketRegion. */
export function listBuckets({ state, request, response }: Call): void {
  request.authorize('s3:ListAllMyBuckets', bucketArn('*'));
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const region = query.get('bucket-region');
  const maxBuckets = countParameter(request, 'max-buckets', MAX_BUCKETS, 1);
  const token = query.get('continuation-token');
  const after = token === undefined ? '' : readToken(token);
  const found = [...state.buckets.values()]
    .filter((bucket) => bucket.accountId === request.accountId && bucket.name.startsWith(prefix))
    .filter((bucket) => bucket.name > after && (region === undefined || bucket.region === region))
    .sort((a, b) => compareKeys(a.name, b.name));
  const page = found.slice(0, maxBuckets);
  const withRegion = ['prefix', 'bucket-region', 'max-buckets', 'continuation-token'].some((name) => query.has(name));
  const buckets = page.map((bucket) => ({
    Name: bucket.name,
    CreationDate: isoTime(bucket.createdAt),
    BucketRegion: withRegion ? bucket.region : undefined,
  }));
  sendXml(response, 'ListAllMyBucketsResult', {
    Owner: owner(request.accountId),
    Buckets: { Bucket: buckets },
    ContinuationToken: found.length > page.length ? writeToken(page.at(-1)!.name) : undefined,
    Prefix: query.get('prefix'),
  });
}

export function headBucket(call: Call): void {
  const bucket = authorizedBucket(call, 's3:ListBucket');
  sendEmpty(call.response, 200, {
    'content-type': 'application/xml',
    'x-amz-bucket-region': bucket.region,
    'x-amz-access-point-alias': 'false',
  });
}

export function getBucketLocation(call: Call): void {
  const { region } = authorizedBucket(call, 's3:GetBucketLocation');
  // us-east-1 is older than the parameter: S3 answers an empty element.
  sendXml(call.response, 'LocationConstraint', region === 'us-east-1' ? '' : region);
}

export async function createBucket({ state, request, response }: Call): Promise<void> {
  const name = request.bucket ?? '';
  request.authorize('s3:CreateBucket', bucketArn(name));
  refuseUnsupportedHeaders(request);
  if (header(request, 'x-amz-bucket-object-lock-enabled')?.toLowerCase() === 'true') {
    throw notImplemented('Header', 'x-amz-bucket-object-lock-enabled');
  }
  if (!BUCKET_NAME.test(name)) {
    throw new AwsError(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  }
  const region = bucketRegion((await readBody(request)).toString('utf8'), request.region);
  const existing = state.buckets.get(name);
  if (existing !== undefined) assertRecreatable(existing, request.accountId, request.region);
  else state.createBucket(name, region, request.accountId);
  sendEmpty(response, 200, { location: `/${name}` });
}

function bucketRegion(body: string, endpointRegion: string): string {
  const root = body.trim() === '' ? undefined : parseXml(body);
  if (root !== undefined && root.name !== 'CreateBucketConfiguration') throw malformedXml();
  const unsupported = root?.children.find((child) => child.name !== 'LocationConstraint');
  if (unsupported !== undefined) throw notImplemented('Parameter', unsupported.name);
  const constraint = root === undefined ? undefined : childText(root, 'LocationConstraint');
  // Only the us-east-1 endpoint creates buckets elsewhere.
  if (endpointRegion !== 'us-east-1' && constraint !== endpointRegion) {
    throw new AwsError(
      400,
      'IllegalLocationConstraintException',
      `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  if (constraint === undefined || constraint === '') return 'us-east-1';
  if (REGION.test(constraint) && constraint !== 'us-east-1') return constraint;
  throw new AwsError(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid', {
    LocationConstraint: constraint,
  });
}

/** us-east-1 alone lets an owner create a bucket again ("CreateBucket", BucketAlreadyOwnedByYou). */
function assertRecreatable(
  existing: { accountId: string; region: string; name: string },
  accountId: string,
  at: string,
) {
  if (existing.accountId !== accountId) {
    throw new AwsError(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { BucketName: existing.name },
    );
  }
  if (existing.region === 'us-east-1' && at === 'us-east-1') return;
  throw new AwsError(
    409,
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName: existing.name },
  );
}

export function deleteBucket(call: Call): void {
  const bucket = authorizedBucket(call, 's3:DeleteBucket');
  if (bucket.objects.size > 0) {
    throw new AwsError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: bucket.name,
    });
  }
  call.state.buckets.delete(bucket.name);
  sendEmpty(call.response, 204);
}
