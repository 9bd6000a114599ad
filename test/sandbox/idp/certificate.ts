// A self-signed X.509 v3 certificate (RFC 5280) in DER: no more of it than TLS, SAML and x5c need.
import { createHash, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';

const DAY_MS = 86_400_000;
const YEARS_MS = 5 * 365 * DAY_MS;

const TAG = {
  boolean: 1,
  integer: 2,
  bits: 3,
  octets: 4,
  null: 5,
  oid: 6,
  utf8: 12,
  utcTime: 23,
  sequence: 48,
  set: 49,
};
const OID = {
  commonName: [2, 5, 4, 3],
  rsaSha256: [1, 2, 840, 113_549, 1, 1, 11],
  subjectKeyIdentifier: [2, 5, 29, 14],
  keyUsage: [2, 5, 29, 15],
  subjectAltName: [2, 5, 29, 17],
  basicConstraints: [2, 5, 29, 19],
};

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.of(size);
  const bytes = Buffer.from(size.toString(16).padStart(size > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...parts);

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

const oid = ([first = 0, second = 0, ...arcs]: readonly number[]): Buffer =>
  der(TAG.oid, Buffer.from([first * 40 + second, ...arcs.flatMap(base128)]));

const utcTime = (ms: number): Buffer =>
  der(TAG.utcTime, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));

const YES = der(TAG.boolean, Buffer.of(0xff));
const extension = (id: readonly number[], value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [YES] : []), der(TAG.octets, value));

function extensions(publicKeyInfo: Buffer): Buffer {
  const keyIdentifier = createHash('sha1').update(publicKeyInfo).digest();
  // digitalSignature, keyEncipherment, keyCertSign: it vouches for itself when a CA bundle holds it.
  const keyUsage = der(TAG.bits, Buffer.of(2, 0b1010_0100));
  const names = [der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1))];
  return sequence(
    extension(OID.basicConstraints, sequence(YES), true),
    extension(OID.keyUsage, keyUsage, true),
    extension(OID.subjectAltName, sequence(...names)),
    extension(OID.subjectKeyIdentifier, der(TAG.octets, keyIdentifier)),
  );
}

/** Self-signed with RSA-SHA256, for localhost and 127.0.0.1, valid from yesterday for five years. Returns the DER. */
export function selfSigned(privateKey: KeyObject, commonName: string): Buffer {
  const publicKeyInfo = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const algorithm = sequence(oid(OID.rsaSha256), der(TAG.null));
  const name = sequence(der(TAG.set, sequence(oid(OID.commonName), der(TAG.utf8, Buffer.from(commonName)))));
  const now = Date.now();
  const body = sequence(
    der(0xa0, der(TAG.integer, Buffer.of(2))),
    der(TAG.integer, Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(now - DAY_MS), utcTime(now + YEARS_MS)),
    name,
    publicKeyInfo,
    der(0xa3, extensions(publicKeyInfo)),
  );
  return sequence(body, algorithm, der(TAG.bits, Buffer.of(0), sign('sha256', body, privateKey)));
}

export const toPem = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
