// The federation endpoint, which turns temporary credentials into a browser's sign-in to the console.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
import { randomBytes } from 'node:crypto';
import { jsonReply, pageReply, type SiteCall, type SiteReply, type SiteRoutes } from '../front/site.js';
import type { Credential } from '../iam/principal.js';
import { sameText } from '../sigv4.js';
import type { Vault } from '../lender.js';
import { AwsError } from '../types.js';

const LINK_MS = 15 * 60_000;

interface SignIn {
  readonly credential: Credential;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

const refused = (message: string): AwsError => new AwsError(400, 'BadRequest', message);

function sessionIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What it takes: a live session of a role, or a federated user's. Throws AwsError. */
function credentialOf({ keyring }: Vault, { parameters, now }: SiteCall): Credential {
  const { sessionId, sessionKey, sessionToken } = sessionIn(parameters.get('Session'));
  const credential = typeof sessionId === 'string' ? keyring.get(sessionId) : undefined;
  if (
    credential?.sessionToken === undefined ||
    credential.sessionToken !== sessionToken ||
    typeof sessionKey !== 'string' ||
    !sameText(credential.secretAccessKey, sessionKey)
  ) {
    throw refused('Invalid session');
  }
  if ((credential.expiresAt ?? 0) <= now) throw refused('The session has expired');
  const kind = credential.principal(now)?.kind;
  if (kind !== 'assumedRole' && kind !== 'federatedUser') throw refused('Users cannot be federated');
  if (parameters.has('SessionDuration') && kind === 'federatedUser') {
    throw refused('SessionDuration is not for GetFederationToken');
  }
  return credential;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function createFederation(vault: Vault): { readonly routes: SiteRoutes; readonly secrets: readonly string[] } {
  const signIns = new Map<string, SignIn>();
  const secrets: string[] = [];
  const getSigninToken = (call: SiteCall): SiteReply => {
    const credential = credentialOf(vault, call);
    const token = randomBytes(180).toString('base64url');
    secrets.push(token);
    signIns.set(token, { credential, endsAt: call.now + LINK_MS });
    return jsonReply(200, { SigninToken: token });
  };
  const login = ({ parameters, now }: SiteCall): SiteReply => {
    const signIn = signIns.get(parameters.get('SigninToken') ?? '');
    const principal = signIn?.credential.principal(now);
    if (signIn === undefined || principal === undefined || signIn.endsAt <= now) throw refused('The link is over');
    const destination = parameters.get('Destination') ?? '';
    return pageReply(
      200,
      `<!doctype html><title>Console</title><h1>${escaped(principal.arn)}</h1><p>${escaped(destination)}</p>`,
    );
  };
  const answer = (call: SiteCall): SiteReply => {
    const action = call.parameters.get('Action');
    if (action === 'getSigninToken') return getSigninToken(call);
    if (action === 'login') return login(call);
    throw refused('Unknown action');
  };
  const refuse = ({ status, message }: AwsError): SiteReply => pageReply(status, `<h1>${escaped(message)}</h1>`);
  return { routes: new Map([['GET /federation', { name: 'Federation', answer, refuse }]]), secrets };
}
