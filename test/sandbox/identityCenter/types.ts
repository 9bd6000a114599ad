// IAM Identity Center as tests set it up.
export interface SsoUser {
  /** Also the session name of the roles it uses. */
  readonly userName: string;
  readonly email: string;
}

export interface SsoAccount {
  /** 12 digits. */
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
}

export interface PermissionSet {
  readonly name: string;
  readonly managedPolicyArns?: readonly string[];
  readonly inlinePolicy?: object;
  /** How long its role credentials last, default 3600. */
  readonly sessionSeconds?: number;
}

export interface Assignment {
  readonly userName: string;
  readonly permissionSet: string;
  readonly accountId: string;
}

export interface Tokens {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Only of clients that registered scopes. */
  readonly refreshToken: string | undefined;
}

/** What a sign-in yields, and what the AWS CLI keeps of it. */
export interface SignedIn extends Tokens {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly registrationExpiresAt: number;
}

export interface IdentityCenterInstance {
  readonly startUrl: string;
  readonly region: string;
  addUser(user: SsoUser): void;
  addAccount(account: SsoAccount): void;
  addPermissionSet(permissionSet: PermissionSet): void;
  /** Makes the account's AWSReservedSSO_… role where it is missing; its ARN. */
  assign(assignment: Assignment): string;
  unassign(assignment: Assignment): void;
  /** User codes that nobody has answered yet. */
  pendingUserCodes(): readonly string[];
  /** What the user does on the verification page, without a browser. */
  answer(userCode: string, decision: { readonly allow: string } | 'deny'): void;
  /** A finished sign-in, without a browser; with `scopes` as an `sso-session` has it, else as the legacy keys do. */
  signIn(userName: string, scopes?: readonly string[]): SignedIn;
  /** An administrator ends the user's sessions: their tokens are no longer valid. */
  endSessions(userName: string): void;
}

export interface IdentityCenterAdmin {
  createInstance(options: {
    readonly startUrl: string;
    readonly region: string;
    /** Of the access portal: how long tokens can be refreshed; default 28800. */
    readonly sessionSeconds?: number;
  }): IdentityCenterInstance;
  /** One that was created before, such as the tutorial's. */
  instance(startUrl: string): IdentityCenterInstance;
}
