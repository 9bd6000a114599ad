import type { SourceCredentials } from './credentials.js';

/**
 * Session tokens that one MFA code gave, kept to assume many roles with. `key` stands for the keys, the device and the
 * STS that gave them. None of these ever rejects: where nothing can be kept, the user is asked again.
 */
export interface SessionTokens {
  /** Undefined where there is none, or none that is good for a call. */
  read(key: string): Promise<SourceCredentials | undefined>;
  /** `device`: whose code it was. */
  write(key: string, credentials: SourceCredentials, device: string | undefined): Promise<void>;
  remove(key: string): Promise<void>;
}

export const NO_SESSION_TOKENS: SessionTokens = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};
