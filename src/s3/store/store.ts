import * as l10n from '../../base/l10n.js';
import type { LiveSession, SessionFacts } from '../../model/session/session.js';
import { Cancelled, errorCode, UserError, type ErrorAction } from '../../base/errors.js';
import type { Address } from '../../model/s3Address.js';
import type {
  BucketEntry,
  BucketPage,
  GetRequest,
  ListPage,
  ListRequest,
  ObjectBody,
  ObjectFacts,
  PutRequest,
  S3Api,
} from '../../model/s3Api.js';
import { explainS3 } from './explain.js';
import { failureOf, type Operation, type S3Failure } from './failures.js';

/** An S3 call that failed, in words for the user and as data for decisions. */
export class S3Error extends UserError {
  constructor(
    readonly failure: S3Failure,
    message: string,
    /** By what it was opened for this very one, as narrow, can be had again. */
    session: Pick<SessionFacts, 'role' | 'identity'> | undefined,
    cause?: unknown,
  ) {
    super(message, { cause, actions: nextSteps(failure, session) });
  }
}

function nextSteps(
  failure: S3Failure,
  session: Pick<SessionFacts, 'role' | 'identity'> | undefined,
): readonly ErrorAction[] {
  switch (failure.kind) {
    case 'denied':
      return [{ title: l10n.t('Switch Role'), command: 'roleSessions.assumeRole' }, ...whyBarely(failure, session)];
    case 'expired':
    case 'rejected-keys':
      return session === undefined
        ? []
        : [{ title: l10n.t('Assume Again'), command: 'roleSessions.renewSession', args: [session.role.request] }];
    default:
      return [];
  }
}

type DeniedByS3 = S3Failure & { readonly kind: 'denied' };

/** Where S3 says no more than that it is denied: who asked for what is known here. Its own sentence is asked about as it is. */
function whyBarely(
  { action, resource, detail }: DeniedByS3,
  session: Pick<SessionFacts, 'identity'> | undefined,
): readonly ErrorAction[] {
  const arn = session?.identity.arn ?? '';
  if (!/^arn:[^:]+:(iam|sts)::\d{12}:/.test(arn) || /is not authorized to perform/i.test(detail)) {
    return [];
  }
  const text = `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}"`;
  return [{ title: l10n.t('Why?'), command: 'roleSessions.explainDenial', args: [{ text }] }];
}

/**
 * S3 as one role session sees it, in whatever regions its buckets are.
 * @throws S3Error; Cancelled when the signal aborts.
 */
export interface S3Store {
  readonly session: LiveSession;
  listBuckets(token: string | undefined, signal?: AbortSignal): Promise<BucketPage>;
  bucketRegion(bucket: string, signal?: AbortSignal): Promise<string>;
  list(request: ListRequest): Promise<ListPage>;
  head(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectFacts>;
  get(request: GetRequest): Promise<ObjectBody>;
  put(request: PutRequest): Promise<{ etag: string | undefined }>;
}

/** Opens the API for one region; asked once for each. */
export type OpenApi = (session: LiveSession, region: string) => Promise<S3Api>;

export function createStore(session: LiveSession, open: OpenApi): S3Store {
  const s3 = new RegionalApis(session, open);
  return {
    session,
    bucketRegion: (bucket, signal) => s3.regionOf(bucket, signal),
    listBuckets: async (token, signal) => {
      const page = await s3.call({ action: 's3:ListAllMyBuckets' }, signal, (api) =>
        api.listBuckets({ token, signal }),
      );
      s3.learn(page.buckets);
      return page;
    },
    list: (request) =>
      s3.call({ action: 's3:ListBucket', bucket: request.bucket, key: request.prefix }, request.signal, (api) =>
        api.list(request),
      ),
    head: (bucket, key, signal) =>
      s3.call({ action: 's3:GetObject', bucket, key }, signal, (api) => api.head(bucket, key, signal)),
    get: (request) => s3.call(operationOn('s3:GetObject', request), request.signal, (api) => api.get(request)),
    put: (request) => s3.call(operationOn('s3:PutObject', request), request.signal, (api) => api.put(request)),
  };
}

/** One API for each region, and which bucket is where. */
class RegionalApis {
  private readonly apis = new Map<string, Promise<S3Api>>();
  private readonly regions = new Map<string, string>();

  constructor(
    private readonly session: LiveSession,
    private readonly open: OpenApi,
  ) {}

  learn(buckets: readonly BucketEntry[]): void {
    for (const { name, region } of buckets) {
      if (region !== undefined) {
        this.regions.set(name, region);
      }
    }
  }

  async regionOf(bucket: string, signal: AbortSignal | undefined): Promise<string> {
    const known = this.regions.get(bucket);
    if (known !== undefined) {
      return known;
    }
    const asked = await this.call({ action: 's3:ListBucket', bucket }, signal, (api) =>
      api.bucketRegion(bucket, signal),
    );
    const region = asked ?? this.session.region;
    this.regions.set(bucket, region);
    return region;
  }

  /** One redirect to the bucket's own region is followed, and remembered. */
  async call<T>(operation: Operation, signal: AbortSignal | undefined, run: (api: S3Api) => Promise<T>): Promise<T> {
    const { bucket = '' } = operation;
    const region = this.regions.get(bucket) ?? this.session.region;
    try {
      return await run(await this.api(region));
    } catch (error) {
      const failure = this.failure(error, operation, signal);
      if (failure.kind !== 'wrong-region' || failure.region === undefined || failure.region === region) {
        throw s3Error(failure, this.session, error);
      }
      this.regions.set(bucket, failure.region);
      return await this.again(failure.region, operation, signal, run);
    }
  }

  private async again<T>(
    region: string,
    operation: Operation,
    signal: AbortSignal | undefined,
    run: (api: S3Api) => Promise<T>,
  ): Promise<T> {
    try {
      return await run(await this.api(region));
    } catch (error) {
      throw s3Error(this.failure(error, operation, signal), this.session, error);
    }
  }

  private api(region: string): Promise<S3Api> {
    let opened = this.apis.get(region);
    if (opened === undefined) {
      opened = this.open(this.session, region);
      this.apis.set(region, opened);
    }
    return opened;
  }

  private failure(error: unknown, operation: Operation, signal: AbortSignal | undefined): S3Failure {
    if (signal?.aborted === true || errorCode(error) === 'AbortError') {
      throw new Cancelled();
    }
    if (isDefect(error)) {
      throw error;
    }
    return failureOf(error, operation, this.session.identity.partition);
  }
}

/** What JavaScript throws for a mistake in a program is no answer of S3, and belongs in the log as it is. */
function isDefect(error: unknown): boolean {
  return (
    [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind) &&
    Reflect.get(Object(error), 'code') === undefined
  );
}

function s3Error(failure: S3Failure, session: LiveSession, cause: unknown): S3Error {
  return new S3Error(failure, explainS3(failure, session), session, cause);
}

/** What to throw for a body that broke off: the store's own calls translate by themselves. */
export function bodyError(error: unknown, operation: Operation, session: LiveSession, signal?: AbortSignal): Error {
  if (error instanceof S3Error || error instanceof Cancelled) {
    return error;
  }
  if (signal?.aborted === true) {
    return new Cancelled();
  }
  return s3Error(failureOf(error, operation, session.identity.partition), session, error);
}

function operationOn(action: Operation['action'], { bucket, key }: Address): Operation {
  return { action, bucket, key };
}
