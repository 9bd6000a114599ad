import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient, type Credentials } from '@aws-sdk/client-sts';
import { TUTORIAL, type Sandbox } from '../index.js';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const ACCOUNT = TUTORIAL.accountId;
export const USER: Keys = { accessKeyId: TUTORIAL.accessKeyId, secretAccessKey: TUTORIAL.secretAccessKey };

/** Statements of a policy document. */
export const policy = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });

export const allow = (action: string | readonly string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});

/** A statement of a trust policy. */
export const trust = (principal: object, action: string | readonly string[], condition?: object): object => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  ...(condition && { Condition: condition }),
});

const ignore = (): void => undefined;
/** The SDK warns about what these tests do on purpose. */
const QUIET = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

export class Clients {
  constructor(readonly sandbox: Sandbox) {}

  private config(credentials: Keys, clockOffsetMs: number) {
    const { endpoint } = this.sandbox;
    return {
      region: TUTORIAL.region,
      endpoint,
      credentials,
      maxAttempts: 1,
      systemClockOffset: clockOffsetMs,
      logger: QUIET,
    };
  }

  /** `clockOffsetMs`: how far the sandbox's clock was moved. Unsigned calls need no credentials. */
  sts(credentials: Keys = USER, clockOffsetMs = 0): STSClient {
    return new STSClient(this.config(credentials, clockOffsetMs));
  }

  s3(credentials: Keys, clockOffsetMs = 0): S3Client {
    return new S3Client({ ...this.config(credentials, clockOffsetMs), forcePathStyle: true });
  }

  async arn(credentials: Keys): Promise<string | undefined> {
    return (await this.sts(credentials).send(new GetCallerIdentityCommand({}))).Arn;
  }

  /** Whether these credentials may list buckets, and put an object in the tutorial's bucket. */
  async abilities(credentials: Keys, key = 'x'): Promise<string> {
    const s3 = this.s3(credentials);
    const put = new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: key, Body: 'x' });
    const [lists, puts] = await Promise.allSettled([s3.send(new ListBucketsCommand({})), s3.send(put)]);
    const able = [lists.status === 'fulfilled' && 'list', puts.status === 'fulfilled' && 'put'];
    return able.filter(Boolean).join(' and ') || 'nothing';
  }
}

export function keysOf(issued: Credentials | undefined): Required<Keys> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('No credentials were issued');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Status, code and message of a call that must fail, as they came over the wire. */
export async function failure(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => {
      throw new Error('The call succeeded');
    },
    (reason: unknown) => reason as Error & { Code?: string; $metadata: { httpStatusCode: number } },
  );
  return `${error.$metadata.httpStatusCode} ${error.Code ?? error.name}: ${error.message}`;
}

/** Seconds that a session made now by the sandbox's clock lasts, to the minute. */
export const lifetime = (sandbox: Sandbox, issued: Credentials | undefined): number =>
  Math.round((issued!.Expiration!.getTime() - sandbox.clock.now()) / 60_000) * 60;
