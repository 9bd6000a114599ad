/** What a new access key is made for: `first`: unless the user has one. */
export type KeyWish = 'no' | 'first' | 'another';

/** Who may assume the role. */
export type Assumer =
  /** Of the role's account; made where there is none of that name. */
  | { readonly kind: 'user'; readonly name: string; readonly path: string; readonly accessKey: KeyWish }
  | { readonly kind: 'role'; readonly arn: string }
  | {
      readonly kind: 'account';
      readonly account: string;
      readonly externalId: string | undefined;
      readonly mfa: boolean;
    }
  | { readonly kind: 'saml'; readonly providerArn: string }
  | {
      readonly kind: 'openIdConnect';
      readonly providerArn: string;
      readonly audience: string;
      /** With `*` and `?` it is a pattern. */
      readonly subject: string;
    }
  /** Whom Identity Center lets into the role's account with that permission set. */
  | { readonly kind: 'permissionSet'; readonly name: string };

export interface WantedInline {
  readonly name: string;
  /** JSON text. */
  readonly document: string;
}

/** What was asked of the user before a role is set up. */
export interface SetupAnswers {
  readonly partition: string;
  /** 12 digits. */
  readonly account: string;
  readonly assumer: Assumer;
  readonly name: string;
  /** `/` or `/…/`. */
  readonly path: string;
  /** Undefined leaves that of a role that is there. */
  readonly description: string | undefined;
  /** Seconds; undefined leaves that of a role that is there. */
  readonly maxSessionDuration: number | undefined;
  /** ARN of a managed policy; undefined leaves that of a role that is there. */
  readonly boundary: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  readonly inline: WantedInline | undefined;
}
