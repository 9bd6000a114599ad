import { join } from 'node:path';

/**
 * Whether a path names the same file wherever a program is started. On Windows that takes a drive and a root: `C:keys`
 * is relative to a folder, `\keys` to a drive.
 */
export function isFullPath(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'win32' ? /^([a-z]:[\\/]|[\\/]{2}[^\\/])/i.test(path) : path.startsWith('/');
}

/** "~" and what stands below it. Whose home `~name` is, only the system knows: that stays as it is. */
export function withHome(path: string, homeDirectory: string): string {
  return /^~($|[/\\])/.test(path) ? join(homeDirectory, path.slice(1)) : path;
}

/** Python's os.path.expandvars: what is not set stays as it is. `%NAME%` is a variable on Windows alone. */
export function withVariables(
  path: string,
  variables: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const names = platform === 'win32' ? /\$(?:(\w+)|\{([^}]*)\})|%([^%]+)%/g : /\$(?:(\w+)|\{([^}]*)\})/g;
  return path.replace(names, (whole, ...found: readonly unknown[]) => {
    const name = found.find((each) => typeof each === 'string');
    return (typeof name === 'string' ? variables[name] : undefined) ?? whole;
  });
}
