import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { modernAwsCliFolder } from '../tools/awsCli.js';

export interface Cli {
  readonly file: string;
  /** Version 2 has no `sts_regional_endpoints`, and is otherwise the same here. */
  readonly major: 1 | 2;
}

/** The AWS CLI to compare with. */
export async function findCli(): Promise<Cli> {
  const folder = await modernAwsCliFolder();
  if (folder === undefined) throw new Error('There is no AWS CLI that reads endpoints from its configuration.');
  const file = join(folder, 'aws');
  const { stdout } = await promisify(execFile)(file, ['--version']);
  return { file, major: stdout.startsWith('aws-cli/1.') ? 1 : 2 };
}
