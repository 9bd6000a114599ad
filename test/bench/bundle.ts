// The AWS bundle as it ships, with the types of what it was made from.
import { createRequire } from 'node:module';
import type * as Aws from '../../src/aws/index.js';

export type AwsBundle = typeof Aws;

export function requireBundle(file: string): AwsBundle {
  return createRequire(import.meta.url)(file) as AwsBundle;
}
