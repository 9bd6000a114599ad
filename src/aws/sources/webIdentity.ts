import * as l10n from '../../base/l10n.js';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { errorCode, throwIfCancelled, UserError } from '../../base/errors.js';
import { readRegularFile } from '../../base/files/regularFile.js';
import { runTextCommand } from '../../process/command.js';
import { explainWebIdentity } from '../sts/federatedFailures.js';
import { policiesInput, readReply } from '../sts/hops.js';
import { jwtFacts } from '../sts/jwt.js';
import { stsAddress } from '../sts/stsClient.js';
import { unsignedCall } from '../sts/unsignedCall.js';
import { loadSignIn } from '../../bundles.js';
import type { SourceContext } from './source.js';
import type { TokenOrigin, WebIdentitySource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/**
 * AssumeRoleWithWebIdentity, which is not signed: the token is the proof. @throws UserError, Cancelled
 */
export async function webIdentityCredentials(
  source: WebIdentitySource,
  context: SourceContext,
): Promise<SourceCredentials> {
  const { plan, signal, interaction } = context;
  const token = await readToken(source, context);
  throwIfCancelled(signal);
  interaction.report(source.role.arn);
  const reply = await unsignedCall(
    context,
    (client, abortSignal) =>
      client.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: source.role.arn,
          RoleSessionName: source.sessionName,
          WebIdentityToken: token,
          ProviderId: source.providerId,
          DurationSeconds: source.durationSeconds,
          ...policiesInput(source),
        }),
        { abortSignal },
      ),
    (error) => explainWebIdentity(error, { source, token, endpoint: stsAddress(plan), region: plan.region }),
  );
  const { Provider: provider, SubjectFromWebIdentityToken: subject } = reply;
  const credentials = readReply({ credentials: reply.Credentials, arn: reply.AssumedRoleUser?.Arn });
  return subject ? { ...credentials, principal: provider ? `${subject} (${provider})` : subject } : credentials;
}

async function readToken({ token: origin, providerId }: WebIdentitySource, context: SourceContext): Promise<string> {
  // Those of providers that are named by ProviderId are access tokens, of a form of their own.
  const check = providerId === undefined ? checkedJwt : checkedText;
  switch (origin.kind) {
    case 'file':
      return check(await readTokenFile(origin.file), l10n.t('The file {0} (web_identity_token_file)', origin.file));
    case 'command': {
      const what = l10n.t('The command for the web identity token');
      const { environment, signal, interaction } = context;
      interaction.report(l10n.t('waiting for the command for the web identity token'));
      const options = { what, environment, signal, attended: interaction.attended };
      return check(await runTextCommand(origin.command, options), what);
    }
    case 'sign-in':
      return signIn(origin, context);
  }
}

async function signIn(
  { issuer, clientId, usesClientSecret, ...request }: Extract<TokenOrigin, { kind: 'sign-in' }>,
  { interaction, signal }: SourceContext,
): Promise<string> {
  const clientSecret = usesClientSecret ? await interaction.clientSecret(issuer, clientId) : undefined;
  interaction.report(l10n.t('sign in at {0} in the browser', new URL(issuer).host));
  const { signInWithOidc } = await loadSignIn();
  try {
    const tokens = await signInWithOidc({
      ...request,
      issuer,
      clientId,
      clientSecret,
      signal,
      openBrowser: (url, over) => interaction.openBrowser({ url, over }),
    });
    return tokens.idToken;
  } catch (error) {
    if (clientSecret !== undefined && isInvalidClient(error)) {
      await interaction.forgetClientSecret(issuer, clientId);
    }
    throw error;
  }
}

/** Whether the provider did not accept the client secret (RFC 6749, 5.2). */
function isInvalidClient(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && Reflect.get(error.cause, 'error') === 'invalid_client'
  );
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readRegularFile(file);
  } catch (error) {
    const code = errorCode(error);
    throw new UserError(
      code === 'ENOENT'
        ? l10n.t('The file {0} (web_identity_token_file) does not exist.', file)
        : l10n.t('The file {0} (web_identity_token_file) cannot be read ({1}).', file, code ?? l10n.t('error')),
      { cause: error },
    );
  }
}

/** The text without the byte order mark and line end that editors leave. */
function checkedText(text: string, where: string): string {
  const token = text.replace(/^\uFEFF/, '').trim();
  if (token === '') {
    throw new UserError(l10n.t('{0} is empty. It has to hold a web identity token.', where));
  }
  return token;
}

function checkedJwt(text: string, where: string): string {
  const token = checkedText(text, where);
  if (jwtFacts(token) === undefined) {
    throw new UserError(
      l10n.t('{0} gives no OpenID Connect token: that has three parts with dots between (a JWT).', where),
    );
  }
  return token;
}
