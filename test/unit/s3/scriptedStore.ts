// A store whose answers a test writes down, for what no server of ours answers.
import { Readable } from 'node:stream';
import type { GetRequest, ObjectBody, ObjectFacts, PutRequest } from '../../../src/model/s3Api.js';
import type { S3Store } from '../../../src/s3/store/store.js';
import { liveSession } from '../../support/samples.js';

export const OBJECT = { bucket: 'my-bucket', key: 'docs/a.txt' };

export function factsOf(size: number, etag: string | undefined = '"1"'): ObjectFacts {
  return { size, modifiedAt: undefined, etag, contentType: 'text/plain' };
}

type Get = () => ObjectBody;
type Put = (request: PutRequest) => Promise<unknown>;

/** Each call takes the next answer; one that throws fails. What was asked is kept. */
export class ScriptedStore implements S3Store {
  readonly session = liveSession();
  readonly gets: GetRequest[] = [];
  readonly puts: PutRequest[] = [];
  /** Buckets whose region was asked for. */
  readonly regions: string[] = [];

  constructor(private readonly answers: { readonly get?: readonly Get[]; readonly put?: readonly Put[] }) {}

  async get(request: GetRequest): Promise<ObjectBody> {
    this.gets.push(request);
    await Promise.resolve();
    return next(this.answers.get, this.gets.length)();
  }

  async put(request: PutRequest): Promise<{ etag: string | undefined }> {
    this.puts.push(request);
    await next(this.answers.put, this.puts.length)(request);
    return { etag: '"new"' };
  }

  async bucketRegion(bucket: string): Promise<string> {
    await Promise.resolve();
    this.regions.push(bucket);
    throw new Error('Nobody says');
  }

  listBuckets = never;
  list = never;
  head = never;
}

function next<T>(answers: readonly T[] | undefined, count: number): T {
  const answer = answers?.[count - 1];
  if (answer === undefined) throw new Error(`There is no answer number ${count}`);
  return answer;
}

const never = (): Promise<never> => Promise.reject(new Error('Not in this test'));

/** A reply with these bytes, which then ends, or breaks off with the error. */
export function reply(facts: ObjectFacts, chunks: readonly string[], broken?: Error): ObjectBody {
  async function* body(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
    if (broken !== undefined) throw broken;
  }
  return { facts, body: Readable.from(body()) };
}

export const brokenOff = (): Error => Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
