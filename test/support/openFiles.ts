import { readdirSync, readlinkSync } from 'node:fs';

const OPEN = '/proc/self/fd';

export const CAN_LIST_OPEN_FILES = process.platform === 'linux';

/** Paths of what this process has open. Where Linux lists it. */
export function openFiles(): readonly string[] {
  return readdirSync(OPEN).flatMap((descriptor) => {
    try {
      return [readlinkSync(`${OPEN}/${descriptor}`)];
    } catch {
      return []; // The descriptor by which the folder itself was read.
    }
  });
}
