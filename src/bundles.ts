import type * as Aws from './aws/index.js';

/** Loads the bundle that holds the AWS SDK. Call it when AWS is needed, never while activating. */
export function loadAws(): Promise<typeof Aws> {
  return import('./aws/index.js');
}
