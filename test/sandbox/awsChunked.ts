// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { EMPTY_SHA256, hmac, sameText, scopeOf, sha256, type Signature } from './sigv4.js';
import { AwsError } from './types.js';

export interface ChunkSigner {
  readonly signature: Signature;
  readonly signingKey: Buffer;
}

type State =
  | { readonly at: 'size' }
  | { readonly at: 'data'; readonly left: number; readonly signature: string | undefined; readonly hash: Hash }
  | { readonly at: 'dataEnd' }
  | { readonly at: 'trailer' }
  | { readonly at: 'end' };

const mismatch = (): AwsError =>
  new AwsError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
const incomplete = (): AwsError => new AwsError(400, 'IncompleteBody', 'The request body terminated unexpectedly');

const MAX_LINE = 8192;

/** Removes aws-chunked framing; with a signer, verifies each chunk and the trailers. Errors are AwsErrors. */
export class AwsChunkedDecoder extends Transform {
  /** Lower-case names; complete once the stream has ended. */
  readonly trailers = new Map<string, string>();
  private state: State = { at: 'size' };
  private rest: Buffer = Buffer.alloc(0);
  private decoded = 0;
  private previous: string;
  private trailerText = '';

  constructor(
    private readonly signer: ChunkSigner | undefined,
    /** x-amz-decoded-content-length */
    private readonly expectedLength: number | undefined,
    private readonly hasTrailer: boolean,
  ) {
    super();
    this.previous = signer?.signature.signature ?? '';
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    try {
      this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
      while (this.step());
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : incomplete());
    }
  }

  override _flush(callback: TransformCallback): void {
    const ended = this.state.at === 'end';
    const whole = this.expectedLength === undefined || this.expectedLength === this.decoded;
    callback(ended && whole ? null : incomplete());
  }

  /** Consumes one piece of the framing; false when it needs more bytes. */
  private step(): boolean {
    switch (this.state.at) {
      case 'data':
        return this.readData(this.state);
      case 'size':
        return this.onLine((line) => this.readSize(line));
      case 'dataEnd':
        return this.onLine((line) => {
          if (line !== '') throw incomplete();
          this.state = { at: 'size' };
        });
      case 'trailer':
        return this.onLine((line) => this.readTrailer(line));
      case 'end':
        this.rest = Buffer.alloc(0);
        return false;
    }
  }

  private onLine(use: (line: string) => void): boolean {
    const end = this.rest.indexOf('\n');
    if (end < 0) {
      if (this.rest.length > MAX_LINE) throw incomplete();
      return false;
    }
    const line = this.rest.subarray(0, end).toString('utf8').replace(/\r$/, '');
    this.rest = this.rest.subarray(end + 1);
    use(line);
    return true;
  }

  private readSize(line: string): void {
    const [, size, signature] = /^([0-9a-fA-F]+)(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
    if (size === undefined) throw incomplete();
    const left = parseInt(size, 16);
    if (left > 0) {
      this.state = { at: 'data', left, signature, hash: createHash('sha256') };
      return;
    }
    this.verifyChunk(signature, EMPTY_SHA256);
    this.state = { at: 'trailer' };
  }

  private readData(state: Extract<State, { at: 'data' }>): boolean {
    if (this.rest.length === 0) return false;
    const piece = this.rest.subarray(0, state.left);
    this.rest = this.rest.subarray(piece.length);
    this.decoded += piece.length;
    if (this.signer) state.hash.update(piece);
    this.push(piece);
    const left = state.left - piece.length;
    if (left > 0) {
      this.state = { ...state, left };
      return true;
    }
    this.verifyChunk(state.signature, state.hash.digest('hex'));
    this.state = { at: 'dataEnd' };
    return true;
  }

  private readTrailer(line: string): void {
    if (line === '') {
      if (this.hasTrailer && this.signer) this.verifyTrailer();
      this.state = { at: 'end' };
      return;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    this.trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') this.trailerText += `${name}:${value}\n`;
  }

  private verifyChunk(signature: string | undefined, dataHash: string): void {
    if (this.signer) this.verify(signature, 'AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_SHA256, dataHash]);
  }

  private verifyTrailer(): void {
    const signature = this.trailers.get('x-amz-trailer-signature');
    this.trailers.delete('x-amz-trailer-signature');
    this.verify(signature, 'AWS4-HMAC-SHA256-TRAILER', [sha256(this.trailerText)]);
  }

  /** Each signature covers the one before. */
  private verify(given: string | undefined, algorithm: string, hashes: readonly string[]): void {
    if (!this.signer) return;
    const { signature, signingKey } = this.signer;
    const text = [algorithm, signature.timestamp, scopeOf(signature), this.previous, ...hashes].join('\n');
    const expected = hmac(signingKey, text).toString('hex');
    if (given === undefined || !sameText(given, expected)) throw mismatch();
    this.previous = expected;
  }
}

/** Passes a body on and errors at its end when it does not have the hash that was signed. */
export class HashCheck extends Transform {
  private readonly hash = createHash('sha256');

  constructor(private readonly expected: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.hash.update(chunk);
    callback(null, chunk);
  }

  override _flush(callback: TransformCallback): void {
    const actual = this.hash.digest('hex');
    if (actual === this.expected) {
      callback();
      return;
    }
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    callback(
      new AwsError(400, 'XAmzContentSHA256Mismatch', message, {
        ClientComputedContentSHA256: this.expected,
        S3ComputedContentSHA256: actual,
      }),
    );
  }
}
