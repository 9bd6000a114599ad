// AWS Sign-In, as far as `aws login` and SDKs use it: CreateOAuth2Token with a refresh token.
// https://docs.aws.amazon.com/signin/latest/APIReference/
import { randomBytes } from 'node:crypto';
import { jsonReply, type SiteCall, type SiteReply, type SiteRoutes } from '../front/site.js';
import { lendRole, lendUser, type TemporaryKeys, type Vault } from '../lender.js';
import { AwsError } from '../types.js';
import { loginCache } from './cacheFile.js';
import { provenKey, type SeenProofs } from './dpop.js';
import type { SigninAdmin } from './types.js';

const KEYS_SECONDS = 900;
const REFRESHABLE_MS = 12 * 3600_000;
const CLIENTS = /^arn:aws:signin:::devtools\/(cross-device|same-device)$/;

interface Grant {
  readonly identityArn: string;
  /** Thumbprint of the key that must be proven. */
  readonly key: string;
  readonly clientId: string;
  /** Milliseconds since the epoch; refreshing does not put it off. */
  readonly endsAt: number;
}

interface State {
  readonly vault: Vault;
  /** By refresh token. Each stays good until the sign-in ends: refreshing is idempotent. */
  readonly grants: Map<string, Grant>;
  readonly refused: Map<string, string>;
  readonly seen: SeenProofs;
  readonly secrets: string[];
}

const denied = (error: string, message: string): AwsError =>
  new AwsError(400, 'AccessDeniedException', message, { error });
const invalid = (message: string): AwsError =>
  new AwsError(400, 'ValidationException', message, { error: 'INVALID_REQUEST' });

/** Temporary keys of the identity that signed in; undefined when it is gone. */
function keysOf({ vault }: State, identityArn: string, seconds: number): TemporaryKeys | undefined {
  const [, accountId = '', name = '', sessionName = ''] =
    /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(identityArn) ?? [];
  return name === ''
    ? lendUser(vault, identityArn, seconds)
    : lendRole(vault, { roleArn: `arn:aws:iam::${accountId}:role/${name}`, sessionName, seconds });
}

function newRefreshToken(state: State, grant: Grant): string {
  const token = randomBytes(180).toString('base64url');
  state.secrets.push(token);
  state.grants.set(token, grant);
  return token;
}

/** Throws AwsError. */
function grantOf(state: State, { json, now }: SiteCall): Grant {
  const { clientId, grantType, refreshToken } = json;
  if (typeof clientId !== 'string' || !CLIENTS.test(clientId)) throw invalid('Invalid client id.');
  if (grantType !== 'refresh_token') throw invalid('Only refresh tokens are exchanged here.');
  const grant = typeof refreshToken === 'string' ? state.grants.get(refreshToken) : undefined;
  if (grant?.clientId !== clientId) throw invalid('Invalid refresh token.');
  if (grant.endsAt <= now) throw denied('TOKEN_EXPIRED', 'The refresh token has expired.');
  const reason = state.refused.get(grant.identityArn);
  if (reason !== undefined) throw denied(reason, 'The refresh token is no longer accepted.');
  return grant;
}

async function createOAuth2Token(state: State, call: SiteCall): Promise<SiteReply> {
  const { headers, origin, now } = call;
  const grant = grantOf(state, call);
  const request = { method: 'POST', url: `${origin}/v1/token`, now, seen: state.seen };
  const key = await provenKey(headers['dpop']?.toString(), request);
  if (key !== grant.key) throw invalid('The DPoP proof is by another key.');
  const expiresIn = call.sessionSeconds ?? KEYS_SECONDS;
  const keys = keysOf(state, grant.identityArn, expiresIn);
  if (!keys) throw denied('USER_CREDENTIALS_CHANGED', 'The identity is gone.');
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return jsonReply(200, {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn,
    refreshToken: newRefreshToken(state, grant),
  });
}

function refuseSignin(error: AwsError): SiteReply {
  const code = error.status < 500 ? error.code : 'InternalServerException';
  const kind = error.details['error'] ?? (error.status < 500 ? 'INVALID_REQUEST' : 'server_error');
  return jsonReply(error.status, { error: kind, message: error.message }, { 'x-amzn-ErrorType': code });
}

const adminOf = (state: State): SigninAdmin => ({
  login: async (folder, identityArn, { expired = false } = {}) => {
    const now = state.vault.clock.now();
    const keys = keysOf(state, identityArn, expired ? -1 : KEYS_SECONDS);
    if (!keys) throw new Error(`The sandbox has no ${identityArn}`);
    return loginCache({
      folder,
      identityArn,
      keys,
      refreshToken: (key, clientId) =>
        newRefreshToken(state, { identityArn, key, clientId, endsAt: now + REFRESHABLE_MS }),
      keep: (secret) => void state.secrets.push(secret),
    });
  },
  refuse: (identityArn, reason) => void state.refused.set(identityArn, reason),
});

export function createSignin(vault: Vault): {
  readonly routes: SiteRoutes;
  readonly admin: SigninAdmin;
  readonly secrets: readonly string[];
} {
  const state: State = { vault, grants: new Map(), refused: new Map(), seen: new Set(), secrets: [] };
  const answer = (call: SiteCall): Promise<SiteReply> => createOAuth2Token(state, call);
  const routes = new Map([['POST /v1/token', { name: 'CreateOAuth2Token', answer, refuse: refuseSignin }]]);
  return { routes, admin: adminOf(state), secrets: state.secrets };
}
