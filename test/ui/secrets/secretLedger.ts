// Every secret that a user's programs and the servers give out, each with the one place that may keep it.
import type { IdentityProvider } from '../../sandbox/idp/index.js';
import { TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import type { Secret } from './secretSearch.js';

/** Where the user, the AWS CLI or the browser itself keeps secrets, below the folder with everything. */
export const HOMES = {
  credentials: /^home\/\.aws\/credentials$/,
  tokenFile: /^home\/token\.jwt$/,
  /** As the AWS CLI's own. */
  identityCenter: /^home\/\.aws\/sso\/cache\/[0-9a-f]{40}\.json$/,
  login: /^home\/\.aws\/login\/cache\/[0-9a-f]{64}\.json$/,
  /** The browser remembers where it was sent and with what form, but for what pages keep in it. */
  browser: /^e\/chromium\/(?!Default\/(IndexedDB|Local Storage|Session Storage))/,
} as const;

/** By what gave them out; nowhere unless said. */
export interface Homes {
  readonly keys?: RegExp;
  readonly tokens?: RegExp;
}

export class Ledger {
  private readonly kept: Secret[] = [];
  private readonly counted = { keys: 0, identity: 0 };
  private readonly typedCodes: string[] = [];

  constructor(
    private readonly sandbox: Sandbox,
    private readonly idp: Pick<IdentityProvider, 'issued'>,
  ) {
    this.add('access key of the credentials file', TUTORIAL.secretAccessKey, HOMES.credentials);
    this.add('seed of the MFA device', TUTORIAL.mfaSecretBase32);
  }

  add(what: string, text: string, home?: RegExp): string {
    this.kept.push({ what, text: proofIn(text), ...(home && { home }) });
    return text;
  }

  /** A code of six digits, which stands for itself only between other characters. */
  addCode(code: string): string {
    this.typedCodes.push(code);
    return code;
  }

  /** What the servers gave out since the last time, to the flow that has just ended. */
  collect(flow: string, { keys, tokens }: Homes = {}): void {
    const { counted } = this;
    const issued = this.sandbox.issued().slice(counted.keys);
    const others = this.sandbox.issuedTokens();
    counted.keys += issued.length;
    for (const { secretAccessKey, sessionToken } of issued) {
      this.add(`secret key of ${flow}`, secretAccessKey, keys);
      this.add(`session token of ${flow}`, sessionToken, keys);
    }
    const given = this.idp.issued().slice(counted.identity);
    counted.identity += given.length;
    const known = new Set(this.kept.map(({ text }) => text));
    for (const text of [...others, ...given]) if (!known.has(proofIn(text))) this.add(`token of ${flow}`, text, tokens);
  }

  get secrets(): readonly Secret[] {
    return this.kept;
  }

  get codes(): RegExp {
    return new RegExp(`(?<![\\w.])(${this.typedCodes.join('|')})(?![\\w.])`);
  }
}

/** Assertions of one provider differ in their signatures alone, which the search knows in base64 as well. */
function proofIn(text: string): string {
  const xml = Buffer.from(text, 'base64').toString('latin1');
  return /<(?:\w+:)?SignatureValue>([\w+/=]+)</.exec(xml)?.[1] ?? text;
}
