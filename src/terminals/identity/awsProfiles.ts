import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { profileKinds } from '../../identity/profileKinds.js';
import type { AwsProfiles } from '../../identity/sdkRules.js';
import type { SeenVariables } from '../../identity/seenVariables.js';

const LARGEST_BYTES = 4 * 1024 * 1024;

/** The profiles in the AWS files that a shell with these variables would read. */
export async function awsProfiles({ values }: SeenVariables): Promise<AwsProfiles> {
  const [config, credentials] = await Promise.all([
    textOf(values.get('AWS_CONFIG_FILE'), 'config'),
    textOf(values.get('AWS_SHARED_CREDENTIALS_FILE'), 'credentials'),
  ]);
  return config === undefined || credentials === undefined ? undefined : profileKinds(config, credentials);
}

/** Empty where there is no such file; undefined where nobody knows which it is, or it cannot be read. */
async function textOf(named: string | undefined, name: string): Promise<string | undefined> {
  const path = pathOf(named, name);
  if (path === undefined) {
    return undefined;
  }
  try {
    const { size } = await regular(path);
    return size > LARGEST_BYTES ? undefined : await readFile(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined;
  }
}

/** A pipe would keep its reader waiting for ever. */
async function regular(path: string): Promise<{ readonly size: number }> {
  const found = await stat(path);
  return found.isFile() ? found : Promise.reject(new Error('No regular file.'));
}

/** A letter that could not be shown is a question mark in what was seen; a relative path is the shell's folder's. */
function pathOf(named: string | undefined, name: string): string | undefined {
  if (named === undefined || named === '') {
    return join(homedir(), '.aws', name);
  }
  const path = named.startsWith('~/') ? join(homedir(), named.slice(2)) : named;
  return isAbsolute(path) && !path.includes('?') ? path : undefined;
}
