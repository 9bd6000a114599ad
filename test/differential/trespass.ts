// Sees whatever our side reads by a relative path, or in the folder that it was started in.
import { isAbsolute, sep } from 'node:path';

/** Paths as they were given. */
export const trespasses: string[] = [];

const watched: { folder: string | undefined } = { folder: undefined };

/** Undefined stops watching. */
export function watchFolder(folder: string | undefined): void {
  watched.folder = folder;
  trespasses.length = 0;
}

function note(path: unknown): void {
  const { folder } = watched;
  if (folder === undefined || typeof path !== 'string') return;
  if (!isAbsolute(path) || path === folder || path.startsWith(folder + sep)) trespasses.push(path);
}

/** The module with each function telling its first argument. */
export function watchedModule<T extends object>(module: T): T {
  const told = Object.entries(module).map(([name, member]: [string, unknown]) => [
    name,
    typeof member !== 'function' || /^[A-Z_]/.test(name)
      ? member
      : (...given: unknown[]): unknown => {
          note(given[0]);
          return Reflect.apply(member, module, given) as unknown;
        },
  ]);
  const copy = Object.fromEntries(told) as T;
  return { ...copy, default: copy };
}
