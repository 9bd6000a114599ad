// What assume.ts and the processes of assumeProcess.ts tell each other.
import type { AwsBundle } from './bundle.js';

type ExecuteParameters = Parameters<AwsBundle['executePlan']>;
export type ExecuteOptions = ExecuteParameters[1];

export interface AssumeTask {
  readonly plan: ExecuteParameters[0];
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Assumes the role once and says nothing; otherwise twice, and answers Milliseconds. */
  readonly once: boolean;
}

export interface Milliseconds {
  /** Loading the bundle and the first call. */
  readonly cold: number;
  /** The second call. */
  readonly warm: number;
}
