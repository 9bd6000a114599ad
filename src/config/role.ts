/** Where a piece of configuration stands. Lines count from 1. */
export type Place =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'setting'; readonly setting: string };

/** Something in the configuration that cannot work, and what to do about it. */
export interface Problem {
  readonly message: string;
  readonly hint: string;
  readonly place: Place | undefined;
}

/** The parts of `arn:partition:iam::account:role/path/name`. */
export interface RoleArn {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** The last part, without the path: what an assumed-role ARN shows. */
  readonly roleName: string;
}

/** A role that someone configured, before it is known how to reach it. */
export interface Role {
  /** `profile:NAME` or `setting:NAME`; stable while the configuration names it. */
  readonly id: string;
  readonly name: string;
  readonly arn: RoleArn;
  readonly place: Place;
  readonly sourceProfile: string | undefined;
  readonly region: string | undefined;
  readonly externalId: string | undefined;
  readonly mfaSerial: string | undefined;
  readonly sessionName: string | undefined;
  /** Seconds. */
  readonly durationSeconds: number | undefined;
}

/** Base URLs that the configuration names instead of AWS's own hosts. */
export interface Endpoints {
  /** For every service without an entry of its own. */
  readonly all?: string;
  readonly sts?: string;
  readonly s3?: string;
}

/** Long-term or temporary keys written in a profile. The plan names them; only execution reads their values. */
export interface StaticKeysSource {
  readonly kind: 'static-keys';
  readonly profile: string;
  readonly accessKeyId: string;
  readonly place: Place;
}

type Source = StaticKeysSource;

/** One AssumeRole call. */
export interface Hop {
  readonly role: RoleArn;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly mfaSerial: string | undefined;
  /** Seconds; undefined leaves it to STS, which gives 3600. */
  readonly durationSeconds: number | undefined;
}

/** How a role is reached: leaf credentials, then AssumeRole hop by hop. Holds no secret, so it may be shown. */
export interface Plan {
  readonly roleId: string;
  readonly name: string;
  readonly source: Source;
  /** At least one; the last is the role itself. */
  readonly hops: readonly [Hop, ...Hop[]];
  readonly region: string;
  readonly endpoints: Endpoints;
}

/** A role as the picker shows it: with a plan, or with what is wrong. */
export type RoleEntry =
  | { readonly kind: 'ready'; readonly role: Role; readonly plan: Plan }
  | { readonly kind: 'broken'; readonly id: string; readonly name: string; readonly problem: Problem };
