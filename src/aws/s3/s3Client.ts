import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { LiveSession } from '../../model/session/session.js';
import { clientTransport } from '../transport/transport.js';

export interface S3Target {
  readonly session: LiveSession;
  readonly region: string;
  /** Without a byte from the server, a request is given up after this many milliseconds. */
  readonly idleTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;

const nothing = () => undefined;
/** Without `info`: for that one alone the SDK filters every output, also where the logger drops it. */
const SILENT = { debug: nothing, warn: nothing, error: nothing } as unknown as NonNullable<S3ClientConfig['logger']>;

/**
 * The SDK's own `followRegionRedirects` swaps the region of the whole client while a redirected request runs, so that
 * requests beside it go astray. Redirects are followed by whoever owns one client for each region.
 */
export function createClient({ session, region, idleTimeoutMs = IDLE_TIMEOUT_MS }: S3Target): S3Client {
  const endpoint = session.endpoints.s3 ?? session.endpoints.all;
  return new S3Client({
    region,
    credentials: session.credentials,
    systemClockOffset: session.clockOffsetMs,
    logger: SILENT,
    ...clientTransport(session.endpoints, 's3', {
      timeouts: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: idleTimeoutMs },
    }),
    ...(endpoint === undefined ? OF_AWS : OTHER_SERVER),
  });
}

/** As the SDK does where neither variables nor files say otherwise, which are not looked at. */
const NOT_CONFIGURED = {
  disableS3ExpressSessionAuth: false,
  disableMultiregionAccessPoints: false,
  useArnRegion: false,
  sigv4aSigningRegionSet: () => Promise.resolve(undefined),
} as const satisfies S3ClientConfig;

const OF_AWS = {
  ...NOT_CONFIGURED,
  requestChecksumCalculation: 'WHEN_SUPPORTED',
  responseChecksumValidation: 'WHEN_SUPPORTED',
} as const satisfies S3ClientConfig;

/** Services that speak S3 rarely have wildcard host names, and some refuse the newer checksums. */
const OTHER_SERVER = {
  ...NOT_CONFIGURED,
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const satisfies S3ClientConfig;
