import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';

/** sockaddr_un has 104 bytes on macOS, 108 on Linux, with the zero at the end. */
const PATH_BYTES = 103;
/** The name of a window's socket in such a folder. */
const NAME_BYTES = '/01234567.sock'.length;

interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the system, for temporary files. */
  readonly temporary: string;
  /** Of the user; undefined on Windows, where nothing keeps others out of a pipe. */
  readonly uid: number | undefined;
}

/**
 * Where the windows that share a storage folder meet, the best place first: the path of the storage folder itself is
 * too long for a socket in most installations, and Node cuts it off then, without a word.
 */
export function socketFolders(storage: string, { environment, temporary, uid }: Machine): readonly string[] {
  if (uid === undefined) {
    return [];
  }
  const digest = createHash('sha256').update(`${storage}\n${uid}`).digest('hex').slice(0, 12);
  const places = [environment['XDG_RUNTIME_DIR'] ?? '', temporary, '/tmp'].filter((place) => isAbsolute(place));
  const folders = places.map((place) => join(place, `role-sessions-${digest}`));
  return [...new Set(folders)].filter((folder) => Buffer.byteLength(folder) + NAME_BYTES <= PATH_BYTES);
}
