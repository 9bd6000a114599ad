import type { NewAccessKey } from './iam/iamApi.js';

/** A profile that is to be added, as far as it is known already; `name` is proposed. */
export type GivenProfile =
  | { readonly kind: 'keys'; readonly name: string; readonly region: string; readonly accessKey: NewAccessKey }
  | {
      readonly kind: 'role';
      readonly name: string;
      readonly region: string;
      readonly roleArn: string;
      /** Name of the profile with whose credentials it is assumed; undefined where that is to be asked. */
      readonly sourceProfile: string | undefined;
      readonly externalId: string | undefined;
    };

/**
 * Adds it after the user has seen what would be written.
 * @returns the name that it got
 * @throws UserError, Cancelled
 */
export type AddGivenProfile = (profile: GivenProfile) => Promise<string>;
