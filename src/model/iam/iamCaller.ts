import type { SessionId } from '../session/session.js';
import type { IamApi } from './iamApi.js';

/**
 * Whose credentials ask or change IAM. IAM takes no call of GetSessionToken's without MFA, so that who has nothing but
 * the access keys of an administrator asks with those: they are read for the moment, and no session is made of them.
 */
export type IamCaller =
  | { readonly kind: 'session'; readonly session: SessionId }
  /** The long-term keys that a profile holds. */
  | { readonly kind: 'profile'; readonly profile: string };

export interface OpenedIam {
  /** Whoever has it opened destroys it. */
  readonly api: IamApi;
  readonly account: string;
  /** Of the caller. */
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  /** AWS's clock minus this machine's. */
  readonly clockOffsetMs: number;
}

/** @throws UserError where there are no such credentials any more, or in Restricted Mode; Cancelled */
export type OpenIam = (caller: IamCaller) => Promise<OpenedIam>;

/** What rooms get that ask IAM: they never see the configuration. */
export interface IamAccess {
  readonly open: OpenIam;
  /**
   * Asks as whom, where more than one can be.
   * @param title of the question: what it is for
   * @throws UserError where nobody can be, or in Restricted Mode; Cancelled
   */
  readonly choose: (title: string) => Promise<IamCaller>;
}

/** Opens IAM for `work`, and closes it. @throws what `open` and `work` throw */
export async function withIam<T>(
  open: OpenIam,
  caller: IamCaller,
  work: (opened: OpenedIam) => Promise<T>,
): Promise<T> {
  const opened = await open(caller);
  try {
    return await work(opened);
  } finally {
    opened.api.destroy();
  }
}
