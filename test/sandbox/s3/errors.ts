// S3's errors in S3's words: "Error responses" of the Amazon S3 API Reference.
import { AwsError } from '../types.js';

export const accessDenied = (message = 'Access Denied') => new AwsError(403, 'AccessDenied', message);

export const noSuchBucket = (bucket: string) =>
  new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string) =>
  new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

export const noSuchUpload = (uploadId: string) =>
  new AwsError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name: string, value: string) =>
  new AwsError(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string) => new AwsError(400, 'InvalidRequest', message);

export const badDigest = (what: string) =>
  new AwsError(
    400,
    'BadDigest',
    what === 'Content-MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${what} you specified did not match the calculated checksum.`,
  );

export const malformedXml = () =>
  new AwsError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const preconditionFailed = (condition: string) =>
  new AwsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

/** What this S3 does not do: refused, so that no test passes because a wish was ignored. */
export const notImplemented = (kind: 'Header' | 'Parameter', name: string) =>
  new AwsError(
    501,
    'NotImplemented',
    `A ${kind === 'Header' ? 'header' : 'parameter'} you provided implies functionality that is not implemented`,
    { [kind]: name },
  );

export const methodNotAllowed = (method: string) =>
  new AwsError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
  });

/** What S3 answers to a path-style request that reaches it in another region than the bucket's. */
export const permanentRedirect = (bucket: string, region: string) =>
  new AwsError(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Bucket: bucket, Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Region: region },
    { 'x-amz-bucket-region': region },
  );
