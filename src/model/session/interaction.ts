import type { Hop } from '../plan/plan.js';
import type { SamlRole } from '../plan/source.js';

/** Where the user allows a device: shown while we wait. */
export interface DeviceCode {
  readonly userCode: string;
  /** With the code in it where the server gives one. */
  readonly verificationUri: string;
  /** Aborts when the code is not awaited any more: it was confirmed, or the sign-in has ended. */
  readonly over: AbortSignal;
}

/** A page of a sign-in, for the user's own browser. */
export interface SignInPage {
  readonly url: string;
  /** The address of this machine that the page comes back to, where its redirect_uri does not say. */
  readonly returnsTo?: string;
  /** Aborts when the page is not awaited any more: it was answered, or the sign-in has ended. */
  readonly over: AbortSignal;
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
  /** Opens the user's own browser, also from a remote window, and offers the page again until it is over. */
  openBrowser(page: SignInPage): Promise<void>;
  /** Shows the code and offers the page until it is over; returns when the user has been told, not when they are done. */
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
