// IP addresses and blocks, of either kind.
import { isIPv4, isIPv6 } from 'node:net';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const ofPieces = (pieces: readonly number[], size: bigint): bigint =>
  pieces.reduce((sum, piece) => (sum << size) | BigInt(piece), 0n);

const v4 = (text: string): bigint => ofPieces(text.split('.').map(Number), 8n);

function v6(text: string): bigint {
  // The last two groups may be written as an IPv4 address.
  const plain = text.replace(/[\d.]+\.[\d.]+$/, (tail) => {
    const value = v4(tail);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => 0);
  return ofPieces([...first, ...zeros, ...last], 16n);
}

function parse(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: v4(text) };
  return isIPv6(text) && !text.includes('%') ? { bits: 128, value: v6(text) } : undefined;
}

/** Whether the address lies in "10.0.0.0/8", "2001:db8::/32", or is the one without a length; never for what is none. */
export function addressInBlock(address: string, block: string): boolean {
  const [network = '', length] = block.split('/');
  const [inner, outer] = [parse(address), parse(network)];
  if (!outer || inner?.bits !== outer.bits) return false;
  const kept = length === undefined ? outer.bits : Number(length);
  if (!Number.isInteger(kept) || kept < 0 || kept > outer.bits) return false;
  const shift = BigInt(outer.bits - kept);
  return inner.value >> shift === outer.value >> shift;
}
