import * as l10n from '../../base/l10n.js';
import { CreateTokenCommand, type CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc';
import { UserError } from '../../base/errors.js';
import { withOidc } from './clients.js';
import type { PortalAccess } from './portal.js';
import type { PortalToken, Registration } from './tokenCache.js';

type Grant = Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'>;

/** Exchanges a grant for tokens. Throws what the SDK throws. */
export async function createToken(access: PortalAccess, client: Registration, grant: Grant): Promise<PortalToken> {
  const { clientId, clientSecret } = client;
  const command = new CreateTokenCommand({ clientId, clientSecret, ...grant });
  const { accessToken, expiresIn, refreshToken } = await withOidc(access, (oidc) =>
    oidc.send(command, { abortSignal: access.signal }),
  );
  if (accessToken === undefined || expiresIn === undefined) {
    throw new UserError(l10n.t('IAM Identity Center answered without a token. Is the endpoint really its own?'));
  }
  // Of the time that the answer arrived, as botocore has it: never longer than AWS counts by more than the way back.
  return {
    accessToken,
    expiresAt: Date.now() + expiresIn * 1000,
    refreshToken: refreshToken ?? undefined,
    registration: client,
  };
}
