import type { Hop } from '../plan/plan.js';

/** A role that a SAML assertion offers, with the SAML provider in IAM that vouches for it. */
export interface SamlRole {
  readonly roleArn: string;
  /** ARN of that provider: AssumeRoleWithSAML's PrincipalArn. */
  readonly principalArn: string;
}

/** Where the user allows a device: shown while we wait. */
export interface DeviceCode {
  readonly userCode: string;
  /** With the code in it where the server gives one. */
  readonly verificationUri: string;
}

/**
 * What executing a plan may ask of the user. Every method throws Cancelled when the user will not answer; none may
 * write what it is told anywhere.
 */
export interface Interaction {
  /** Whether the user sees what is waited for and can cancel it: then nothing that waits for them has to end by itself. */
  readonly attended: boolean;
  /** Six digits, asked just before the hop that needs them; `refusal`: why those given before were not taken. */
  mfaCode(hop: Hop & { readonly mfaSerial: string }, refusal?: string): Promise<string>;
  /**
   * Opens the user's own browser, also from a remote window. `returnsTo`: the address of this machine that the page comes
   * back to, where its redirect_uri does not say.
   */
  openBrowser(url: string, returnsTo?: string): Promise<void>;
  /** Shows the code and offers to open the page; returns when the user has been told, not when they are done. */
  showDeviceCode(code: DeviceCode): Promise<void>;
  /** At least one role; also asked for a single one when the configuration named none. */
  chooseSamlRole(roles: readonly SamlRole[]): Promise<SamlRole>;
  /** A SAML assertion that the user pastes. */
  pasteAssertion(): Promise<string>;
  /** Of an OpenID Connect client that has one; remembered in SecretStorage. */
  clientSecret(issuer: string, clientId: string): Promise<string>;
  /** After the provider did not accept it (invalid_client): the next time the user is asked again. */
  forgetClientSecret(issuer: string, clientId: string): Promise<void>;
  /** Runs `aws login --profile NAME` or its like where the user sees it. */
  signInWithAwsLogin(profile: string): Promise<void>;
  /** How the user signs in to IAM Identity Center: in a browser that answers to this machine, or with a code. */
  identityCenterFlow(): 'browser' | 'device-code';
  /** A line about what is going on. */
  report(step: string): void;
  /** For the log: what went wrong without keeping the plan from being executed. */
  warn(message: string, error: unknown): void;
}
