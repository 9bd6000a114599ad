import type { SamlRole } from '../plan/source.js';

/** What STS lends, or what another source gave. Never logged, never shown, never in settings. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty where the source gave long-term keys. */
  readonly sessionToken: string;
}

/** Keys that sign a call; with a token they are themselves temporary. */
export interface SourceKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Leaf credentials. */
export interface SourceCredentials extends SourceKeys {
  /** Milliseconds since the epoch; undefined where they have no end, or none that is known. */
  readonly expiration?: number;
  /** GetCallerIdentity's ARN, where the call that gave the credentials told it. */
  readonly arn?: string;
  /** See `SessionFacts.principal`, where it is another than the ARN. */
  readonly principal?: string;
  /** What the user chose of a SAML assertion's roles, where the configuration left it to them. */
  readonly samlRole?: SamlRole;
  /** AWS's clock minus this machine's, where a call has shown it. */
  readonly clockOffsetMs?: number;
}
