import { lstat } from 'node:fs/promises';

/** Whether a folder is this user's alone: nobody else can have put a socket or a file there, or a link in its place. */
export async function isPrivateFolder(folder: string): Promise<boolean> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
