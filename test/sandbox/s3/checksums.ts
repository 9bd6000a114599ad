// The checksums of "Checking object integrity in Amazon S3", base64 of big-endian bytes as S3 writes them.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof ALGORITHMS)[number];
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends in "-" and the number of parts. */
  readonly value: string;
}

const BYTES: Readonly<Record<ChecksumAlgorithm, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export const checksumHeader = (algorithm: ChecksumAlgorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`;

export function parseAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** True when `value` is base64 of as many bytes as the algorithm gives. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === BYTES[algorithm] && bytes.toString('base64') === value;
}

export function computeChecksum(algorithm: ChecksumAlgorithm, data: Uint8Array): string {
  switch (algorithm) {
    case 'CRC32':
      return uint32Base64(crc32(data));
    case 'CRC32C':
      return uint32Base64(crc32c(data));
    case 'CRC64NVME':
      return crc64nvme(data).toString('base64');
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase()).update(data).digest('base64');
  }
}

/** The checksum of the parts' checksums, as a multipart upload of type COMPOSITE ends up with. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): Checksum {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return { algorithm, type: 'COMPOSITE', value: `${computeChecksum(algorithm, joined)}-${parts.length}` };
}

function uint32Base64(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString('base64');
}

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_unused, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ CRC32C_TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-64/NVME in two halves of 32 bits: BigInt for each byte would take seconds for a few megabytes. */
const CRC64_TABLE = Uint32Array.from(
  Array.from({ length: 256 }, (_unused, index) => {
    let crc = BigInt(index);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    return [Number(crc >> 32n), Number(crc & 0xffffffffn)];
  }).flat(),
);

function crc64nvme(data: Uint8Array): Buffer {
  let [high, low] = [0xffffffff, 0xffffffff];
  for (const byte of data) {
    const at = ((low ^ byte) & 0xff) * 2;
    low = ((low >>> 8) | (high << 24)) ^ CRC64_TABLE[at + 1]!;
    high = (high >>> 8) ^ CRC64_TABLE[at]!;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
  bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
  return bytes;
}
