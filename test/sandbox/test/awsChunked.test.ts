// AWS's examples: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, sigv4-streaming-trailers.html
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder, HashCheck } from '../awsChunked.js';
import { signingKey, type Signature } from '../sigv4.js';

const signer = (signature: string) => {
  const seed: Signature = {
    kind: 'header',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    day: '20130524',
    region: 'us-east-1',
    service: 's3',
    timestamp: '20130524T000000Z',
    expires: undefined,
    signedHeaders: [],
    signature,
    sessionToken: undefined,
  };
  return { signature: seed, signingKey: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', seed) };
};

const SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
const SIGNED = [
  `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}\r\n`,
  `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
].join('');

const TRAILER_SEED = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
const SIGNED_TRAILER = [
  `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${'a'.repeat(65_536)}\r\n`,
  `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${'a'.repeat(1024)}\r\n`,
  '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
  'x-amz-checksum-crc32c:sOO8/Q==\r\n',
  'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
].join('');

const UNSIGNED_TRAILER = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n';

/** The body in pieces of `size` bytes, as a network may deliver it. */
function pieces(text: string, size: number): Readable {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
}

async function decode(decoder: AwsChunkedDecoder, text: string, size = 16_384): Promise<Buffer> {
  const [body] = await Promise.all([buffer(decoder), pipeline(pieces(text, size), decoder)]);
  return body;
}

const LENGTH = 66_560;

describe('aws-chunked', () => {
  it.each([1000, 65_536, 1_000_000])('reads signed chunks that arrive %i bytes at a time', async (size) => {
    const body = await decode(new AwsChunkedDecoder(signer(SEED), LENGTH, false), SIGNED, size);
    expect(body.equals(Buffer.alloc(LENGTH, 'a'))).toBe(true);
  });

  it('verifies a signed trailer and hands it over', async () => {
    const decoder = new AwsChunkedDecoder(signer(TRAILER_SEED), LENGTH, true);
    expect(await decode(decoder, SIGNED_TRAILER)).toHaveLength(LENGTH);
    expect([...decoder.trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']]);
  });

  it.each([1, 7, 1000])('reads unsigned chunks and their trailer, %i bytes at a time', async (size) => {
    const decoder = new AwsChunkedDecoder(undefined, 11, true);
    expect((await decode(decoder, UNSIGNED_TRAILER, size)).toString()).toBe('hello world');
    expect(decoder.trailers.get('x-amz-checksum-crc32')).toBe('DUoRhQ==');
  });

  it.each([
    ['a changed byte', () => new AwsChunkedDecoder(signer(SEED), LENGTH, false), SIGNED.replace('aa\r\n', 'ab\r\n')],
    ['another seed', () => new AwsChunkedDecoder(signer(TRAILER_SEED), LENGTH, false), SIGNED],
    [
      'a changed trailer',
      () => new AwsChunkedDecoder(signer(TRAILER_SEED), LENGTH, true),
      SIGNED_TRAILER.replace('sOO8', 'sOO9'),
    ],
    ['unsigned chunks', () => new AwsChunkedDecoder(signer(SEED), 11, false), UNSIGNED_TRAILER],
  ])('refuses %s', async (_what, decoder, text) => {
    await expect(decode(decoder(), text)).rejects.toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });

  it.each([
    ['ends early', UNSIGNED_TRAILER.slice(0, 10), 11],
    ['has no last chunk', '5\r\nhello\r\n', 5],
    ['is shorter than declared', UNSIGNED_TRAILER, 12],
    ['is no chunk', 'hello\r\n', 5],
  ])('refuses a body that %s', async (_what, text, length) => {
    const decoding = decode(new AwsChunkedDecoder(undefined, length, true), text);
    await expect(decoding).rejects.toMatchObject({ status: 400, code: 'IncompleteBody' });
  });
});

describe('a hashed body', () => {
  const hash = createHash('sha256').update('hello').digest('hex');

  it('passes when it is what was signed, and fails at its end otherwise', async () => {
    expect((await buffer(Readable.from([Buffer.from('hello')]).pipe(new HashCheck(hash)))).toString()).toBe('hello');
    await expect(buffer(Readable.from([Buffer.from('hellO')]).pipe(new HashCheck(hash)))).rejects.toMatchObject({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
    });
  });
});
