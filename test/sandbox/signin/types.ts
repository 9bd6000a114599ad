/** What `aws login` would leave on this machine. */
export interface LoginCache {
  /** `<SHA-256 of the login session>.json`. */
  readonly file: string;
  /** Value of `login_session` in the profile: the identity's ARN. */
  readonly loginSession: string;
}

/** AWS Sign-In as tests set it up. */
export interface SigninAdmin {
  /**
   * As if `identityArn` (a user's, or that of a role session) had signed in with `aws login`: writes the cache file
   * into `folder`, "~/.aws/login/cache" or AWS_LOGIN_CACHE_DIRECTORY. `expired`: the keys in it are past their time, as
   * they are after 15 minutes, and have to be refreshed.
   */
  login(folder: string, identityArn: string, options?: { readonly expired?: boolean }): Promise<LoginCache>;
  /** From now on the identity's refresh tokens are refused for this reason. */
  refuse(identityArn: string, reason: 'USER_CREDENTIALS_CHANGED' | 'INSUFFICIENT_PERMISSIONS'): void;
}
