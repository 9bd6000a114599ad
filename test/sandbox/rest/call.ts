import type { Directory } from '../iam/directory.js';
import type { Principal } from '../iam/principal.js';
import type { Signable } from '../sigv4.js';

/** A request, its signature verified. */
export interface RestCall {
  /** The variable part of the path. */
  readonly argument: string;
  readonly body: string;
  readonly principal: Principal;
  readonly directory: Directory;
  /** Condition keys of the request itself. */
  readonly context: Readonly<Record<string, string>>;
  readonly now: number;
}

export interface RestOperation {
  /** API name, for faults and records. */
  readonly name: string;
  readonly service: string;
  readonly method: Signable['method'];
  /** Its group is the variable part. */
  readonly path: RegExp;
  /** The right that it takes. */
  readonly action: string;
  /** The JSON of the answer. Throws AwsError. */
  readonly answer: (call: RestCall) => object;
}
