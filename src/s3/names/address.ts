import * as l10n from '../../base/l10n.js';
import { DNS_SUFFIXES, dnsSuffix, WEB_DOMAINS } from '../../model/partition.js';
import { isBucketName, keyBytes, MAX_KEY_BYTES, splitS3Uri, type Address } from '../../model/s3Address.js';
import { sentences } from '../../base/words.js';

export type ParsedAddress =
  { readonly ok: true; readonly address: Address } | { readonly ok: false; readonly message: string };

const help = () => l10n.t('Give a bucket name, an s3:// URI, an S3 ARN or an object URL.');

/**
 * Reads what people paste: `bucket`, `bucket/prefix/`, `s3://bucket/key`, `arn:aws:s3:::bucket/key`, and https URLs in
 * virtual-host, path and console style. In s3:// URIs and ARNs the key is taken as it stands; in URLs it is decoded.
 */
export function parseAddress(text: string, endpoint?: string): ParsedAddress {
  const trimmed = text.trim();
  if (trimmed === '') {
    return refuse(help());
  }
  if (/^https?:\/\//i.test(trimmed)) {
    return parseUrl(trimmed, endpoint);
  }
  if (/^arn:/i.test(trimmed)) {
    return parseArn(trimmed);
  }
  const address = splitS3Uri(trimmed);
  return address === undefined
    ? refuse(l10n.t('"{0}://" is not an S3 address.', trimmed.slice(0, trimmed.indexOf(':')).toLowerCase()), help())
    : check(address);
}

function refuse(...texts: readonly string[]): ParsedAddress {
  return { ok: false, message: sentences(...texts) };
}

/** Of a path in which everything behind the first slash is the key. */
function split(path: string): ParsedAddress {
  const slash = path.indexOf('/');
  return slash < 0
    ? check({ bucket: path, key: '' })
    : check({ bucket: path.slice(0, slash), key: path.slice(slash + 1) });
}

function check({ bucket, key }: Address): ParsedAddress {
  if (!isBucketName(bucket)) {
    const shown = bucket === '' ? l10n.t('The bucket name is missing.') : l10n.t('"{0}" is not a bucket name.', bucket);
    return refuse(shown, l10n.t('A bucket name has 3 to 63 lower-case letters, digits, dots and hyphens.'));
  }
  const bytes = keyBytes(key);
  if (bytes === undefined) {
    return refuse(l10n.t('The key is not valid Unicode.'));
  }
  if (bytes > MAX_KEY_BYTES) {
    return refuse(l10n.t('The key is {0} bytes long; S3 allows {1}.', bytes, MAX_KEY_BYTES));
  }
  return { ok: true, address: { bucket, key } };
}

function parseArn(arn: string): ParsedAddress {
  const match = /^arn:[a-z0-9-]+:([a-z0-9-]+):([^:]*):([^:]*):([^]+)/i.exec(arn);
  if (match?.[1] !== 's3' || match[4] === undefined) {
    return refuse(l10n.t('This is not the ARN of a bucket or object (arn:aws:s3:::bucket/key).'), help());
  }
  if (match[4].startsWith('accesspoint')) {
    return refuse(l10n.t('Access points cannot be opened yet. Give the name of the bucket behind it.'));
  }
  return split(match[4]);
}

function parseUrl(text: string, endpoint: string | undefined): ParsedAddress {
  if (!URL.canParse(text)) {
    return refuse(l10n.t('This is not a URL.'), help());
  }
  const url = new URL(text);
  const path = decoded(rawPath(text));
  if (path === undefined) {
    return refuse(l10n.t('The URL has a "%" that encodes nothing.'));
  }
  if (endpoint !== undefined && URL.canParse(endpoint)) {
    const own = new URL(endpoint).host;
    if (url.host === own) {
      return split(path);
    }
    if (url.host.endsWith(`.${own}`)) {
      return check({ bucket: url.host.slice(0, -own.length - 1), key: path });
    }
  }
  return parseAwsUrl(url, path);
}

/** `new URL` would resolve dots in the path, which are part of the key. */
function rawPath(text: string): string {
  return text.replace(/^https?:\/\/[^/?#]*\/?/i, '').replace(/[?#][^]*/, '');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const anyOf = (names: readonly string[]): string => `(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})`;
const AWS_HOST = new RegExp(
  `^(?:(.+)\\.)?s3(?:-fips)?[.-](?:dualstack\\.)?[a-z0-9-]+\\.${anyOf([...DNS_SUFFIXES, 'api.aws'])}$`,
);
const CONSOLE_HOST = new RegExp(`(?:^|\\.)console\\.${anyOf(WEB_DOMAINS)}$`);

function parseAwsUrl(url: URL, path: string): ParsedAddress {
  if (CONSOLE_HOST.test(url.hostname)) {
    const bucket = /^s3\/(?:buckets|object)\/([^/]+)/.exec(path)?.[1] ?? '';
    return check({ bucket, key: url.searchParams.get('prefix') ?? '' });
  }
  const host = /^(?:(.+)\.)?s3\.amazonaws\.com$/.exec(url.hostname) ?? AWS_HOST.exec(url.hostname);
  if (host === null) {
    return refuse(l10n.t("{0} is not an S3 host, nor this role's endpoint.", url.host), help());
  }
  return host[1] === undefined ? split(path) : check({ bucket: host[1], key: path });
}

export function bucketArn(partition: string, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

export function objectArn(partition: string, bucket: string, key: string): string {
  return `${bucketArn(partition, bucket)}/${key}`;
}

export interface S3Host {
  readonly partition: string;
  readonly region: string;
  /** A base URL that stands in for AWS's own hosts; addressed in path style. */
  readonly endpoint: string | undefined;
}

/** The object's https URL: virtual-host style, or path style where the name has dots (TLS) or upper case. */
export function objectUrl({ bucket, key }: Address, { partition, region, endpoint }: S3Host): string {
  const path = key.split('/').map(encodeSegment).join('/');
  if (endpoint !== undefined) {
    return `${endpoint.replace(/\/+$/, '')}/${bucket}/${path}`;
  }
  const host = `s3.${region}.${dnsSuffix(partition)}`;
  return /^[a-z0-9-]+$/.test(bucket) ? `https://${bucket}.${host}/${path}` : `https://${host}/${bucket}/${path}`;
}

/** RFC 3986, which is stricter than encodeURIComponent. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
