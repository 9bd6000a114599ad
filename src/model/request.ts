import type { SamlRole } from './plan/source.js';

/** What a session is wanted for. */
export type Target =
  | { readonly kind: 'configured'; readonly roleId: string }
  /** A role that is in no file and no setting. */
  | { readonly kind: 'ad-hoc'; readonly arn: string; readonly sourceProfile: string }
  /** GetSessionToken with the keys of a profile. */
  | { readonly kind: 'session-token'; readonly profile: string; readonly mfaSerial: string | undefined }
  /** GetFederationToken with the keys of a profile. */
  | { readonly kind: 'federation-token'; readonly profile: string; readonly name: string }
  /** A permission set in an account, chosen from what IAM Identity Center lists; `portal` as `portalId` names it. */
  | {
      readonly kind: 'identity-center';
      readonly portal: string;
      readonly accountId: string;
      readonly roleName: string;
    }
  /** What was brought from another machine, which can be had from there alone. */
  | { readonly kind: 'brought'; readonly id: string; readonly from: string };

/** How "Assume with Less" narrows a session. */
export type Narrowing =
  | { readonly kind: 'read-only' }
  | { readonly kind: 's3-only' }
  | {
      readonly kind: 's3-location';
      readonly bucket: string;
      readonly prefix: string;
      readonly access: 'read' | 'write';
    }
  /** A policy of the user's, JSON text, under a name for people. */
  | { readonly kind: 'policy'; readonly name: string; readonly policy: string };

/** One time that a session is narrowed in place: it may do what each of the narrowings allows, and ends by then. */
export interface Scope {
  readonly narrowings: readonly Narrowing[];
  /** Seconds, 1 to 129600; default: until the wider session ends. */
  readonly durationSeconds?: number;
}

/** What the user asks of one session beyond the configuration, which stays in force for what is not named here. */
export interface Overrides {
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly mfaSerial?: string;
  /** Seconds. */
  readonly durationSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  /** JSON text. */
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly narrowing?: Narrowing;
  /** Of a SAML assertion that offers several; chosen before, so that a renewal is of the same one. */
  readonly samlRole?: SamlRole;
  /** Within each other, the widest first. */
  readonly scopes?: readonly Scope[];
}

/** Kept with a session, so that renewing it asks for the same again. Holds no secret. */
export interface SessionRequest {
  readonly target: Target;
  readonly overrides: Overrides;
}

export function configuredRole(roleId: string): SessionRequest {
  return { target: { kind: 'configured', roleId }, overrides: {} };
}

/** For what `request` asks, narrowed in place to `scope`. */
export function narrowedRequest({ target, overrides }: SessionRequest, scope: Scope): SessionRequest {
  return { target, overrides: { ...overrides, scopes: [...(overrides.scopes ?? []), scope] } };
}

/** What the session that this one is narrowed from in place was asked for; undefined where it was narrowed from none. */
export function widerRequest({ target, overrides }: SessionRequest): SessionRequest | undefined {
  const { scopes = [], ...others } = overrides;
  const wider = scopes.slice(0, -1);
  if (scopes.length === 0) {
    return undefined;
  }
  return { target, overrides: wider.length === 0 ? others : { ...overrides, scopes: wider } };
}
