// The tests' back door: seeds objects and looks at what arrived, past HTTP and permissions.
import type { S3Store } from '../types.js';
import { bucketPolicy } from './bucketPolicy.js';
import { computeChecksum } from './checksums.js';
import { defaultMetadata } from './metadata.js';
import { md5Hex, toSecond, type Bucket, type S3State, type StoredObject } from './state.js';

export function createStore(state: S3State): S3Store {
  const bucketNamed = (name: string): Bucket => {
    const bucket = state.buckets.get(name);
    if (bucket === undefined) throw new Error(`The sandbox has no bucket "${name}".`);
    return bucket;
  };
  return {
    createBucket: (name, { region, accountId, createdAt }) => {
      state.createBucket(name, region, accountId, createdAt);
    },
    deleteBucket: (name) => void state.buckets.delete(name),
    putBucketPolicy: (name, document) => {
      bucketNamed(name).policy = document && bucketPolicy(JSON.stringify(document));
    },
    putObject: (bucket, key, body, options = {}) => {
      bucketNamed(bucket).objects.set(key, storedObject(Buffer.from(body), options, state.clock.now()));
    },
    fillBucket: (bucket, keys) => {
      bucketNamed(bucket).objects.fill(keys, storedObject(Buffer.from('x'), {}, state.clock.now()));
    },
    getObject: (bucket, key) => {
      const object = bucketNamed(bucket).objects.get(key);
      if (object === undefined) return undefined;
      const { body, etag, metadata } = object;
      return { body: Buffer.from(body), contentType: metadata.headers['content-type'] ?? '', etag: `"${etag}"` };
    },
    deleteObject: (bucket, key) => void bucketNamed(bucket).objects.delete(key),
    keys: (bucket) => Array.from(bucketNamed(bucket).objects.from(''), ([key]) => key),
    pendingUploads: (bucket) =>
      Array.from(bucketNamed(bucket).uploads.values(), ({ key, uploadId, parts }) => ({
        key,
        uploadId,
        parts: parts.size,
      })),
  };
}

function storedObject(
  body: Buffer,
  options: { contentType?: string; lastModified?: number },
  now: number,
): StoredObject {
  return {
    body,
    etag: md5Hex(body),
    lastModified: toSecond(options.lastModified ?? now),
    metadata: defaultMetadata(options.contentType),
    checksum: { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', value: computeChecksum('CRC64NVME', body) },
    partSizes: [],
  };
}
