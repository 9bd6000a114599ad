// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
import { readPolicy } from '../iam/grammar.js';
import { MalformedPolicy, type PolicyDocument } from '../iam/policy.js';
import { AwsError } from '../types.js';
import { readBody } from './body.js';
import { authorizedBucket, sendEmpty, type Call } from './context.js';

/** Throws AwsError MalformedPolicy. */
export function bucketPolicy(text: string): PolicyDocument {
  try {
    const document = readPolicy(text, 'resource');
    return { ...document, origin: { id: 'BucketPolicy', type: 'resource', arn: undefined } };
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError(400, 'MalformedPolicy', error.message);
  }
}

export function getBucketPolicy(call: Call): void {
  const { name, policy } = authorizedBucket(call, 's3:GetBucketPolicy');
  if (!policy) throw new AwsError(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist', { BucketName: name });
  const body = Buffer.from(policy.text);
  call.response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  call.response.end(body);
}

export async function putBucketPolicy(call: Call): Promise<void> {
  const bucket = authorizedBucket(call, 's3:PutBucketPolicy');
  bucket.policy = bucketPolicy((await readBody(call.request)).toString('utf8'));
  sendEmpty(call.response, 204);
}

export function deleteBucketPolicy(call: Call): void {
  authorizedBucket(call, 's3:DeleteBucketPolicy').policy = undefined;
  sendEmpty(call.response, 204);
}
