// Reads a request's body and holds it against everything the client said about it.
import { createHash } from 'node:crypto';
import { AwsError, type S3Request } from '../types.js';
import {
  ALGORITHMS,
  checksumHeader,
  computeChecksum,
  isChecksumValue,
  parseAlgorithm,
  type Checksum,
  type ChecksumAlgorithm,
} from './checksums.js';
import { header } from './context.js';
import { badDigest, invalidRequest } from './errors.js';

const MAX_BODY_BYTES = 5 * 1024 ** 3;

/** The body, its length and Content-MD5 checked. Throws MissingContentLength, EntityTooLarge, IncompleteBody, … */
export async function readBody(request: S3Request): Promise<Buffer> {
  const declared = request.contentLength;
  if (declared === undefined && header(request, 'transfer-encoding') !== undefined) {
    throw new AwsError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (declared !== undefined && declared > MAX_BODY_BYTES) {
    throw new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: declared.toString(),
      MaxSizeAllowed: MAX_BODY_BYTES.toString(),
    });
  }
  const md5 = contentMd5(request);
  const body = await collect(request);
  if (declared !== undefined && body.length !== declared) throw incompleteBody();
  if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5) throw badDigest('Content-MD5');
  return body;
}

async function collect(request: S3Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request.body) chunks.push(chunk as Buffer);
  } catch (error) {
    // The front's own verdicts (a chunk's signature) pass; a broken connection is an incomplete body.
    if (error instanceof AwsError) throw error;
    throw incompleteBody();
  }
  return Buffer.concat(chunks);
}

const incompleteBody = () =>
  new AwsError(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

function contentMd5(request: S3Request): string | undefined {
  const md5 = header(request, 'content-md5');
  if (md5 === undefined) return undefined;
  const bytes = Buffer.from(md5, 'base64');
  if (bytes.length === 16 && bytes.toString('base64') === md5) return md5;
  throw new AwsError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid', { 'Content-MD5': md5 });
}

/** The one algorithm whose checksum the client sends, in a header or behind the body. Throws InvalidRequest. */
export function announcedAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const trailers = (header(request, 'x-amz-trailer') ?? '').toLowerCase().split(/\s*,\s*/);
  const announced = ALGORITHMS.filter(
    (algorithm) =>
      header(request, checksumHeader(algorithm)) !== undefined || trailers.includes(checksumHeader(algorithm)),
  );
  if (announced.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const named = header(request, 'x-amz-sdk-checksum-algorithm');
  if (named === undefined) return announced[0];
  if (parseAlgorithm(named) === undefined) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  if (announced.length === 0) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (announced[0] !== parseAlgorithm(named)) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  return announced[0];
}

/**
 * The checksum to keep for a body that has been read: the client's, verified, else one by `fallback`.
 * Throws BadDigest, InvalidRequest, MalformedTrailerError.
 */
export function verifiedChecksum(request: S3Request, body: Buffer, fallback: ChecksumAlgorithm): Checksum {
  const announced = announcedAlgorithm(request);
  const algorithm = announced ?? fallback;
  const value = computeChecksum(algorithm, body);
  if (announced !== undefined) {
    const sent = header(request, checksumHeader(announced)) ?? request.trailers.get(checksumHeader(announced))?.trim();
    assertChecksum(announced, sent, value);
  }
  return { algorithm, type: 'FULL_OBJECT', value };
}

function assertChecksum(algorithm: ChecksumAlgorithm, sent: string | undefined, computed: string): void {
  if (sent === undefined) {
    throw new AwsError(
      400,
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  if (!isChecksumValue(algorithm, sent)) {
    throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  if (sent !== computed) throw badDigest(algorithm);
}
