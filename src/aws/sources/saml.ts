import * as l10n from '../../base/l10n.js';
import { DEFAULT_DURATION_S } from '../../model/session/sessionLimits.js';
import { AssumeRoleWithSAMLCommand, type AssumeRoleWithSAMLCommandOutput } from '@aws-sdk/client-sts';
import { throwIfCancelled, UserError } from '../../base/errors.js';
import type { SamlAssertion } from '../../signIn/saml.js';
import { runTextCommand } from '../../process/command.js';
import { serviceCode } from '../sts/failureText.js';
import { explainSaml } from '../sts/federatedFailures.js';
import { policiesInput, readReply } from '../sts/hops.js';
import { stsAddress } from '../sts/stsClient.js';
import { unsignedCall } from '../sts/unsignedCall.js';
import { loadSignIn } from '../../bundles.js';
import type { SourceContext } from './source.js';
import type { SamlRole, SamlSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/**
 * AssumeRoleWithSAML, which is not signed: the assertion is the proof. The assertion's SessionDuration is asked for
 * where the configuration names no duration; STS by itself would give an hour.
 * @throws UserError, Cancelled
 */
export async function samlCredentials(source: SamlSource, context: SourceContext): Promise<SourceCredentials> {
  const { signal, interaction } = context;
  const { expectIssuer, readAssertion } = await loadSignIn();
  const assertion = readAssertion(await fetchAssertion(source, context));
  expectIssuer(assertion, source.issuer);
  const role = await roleOf(source, assertion, context);
  throwIfCancelled(signal);
  interaction.report(role.roleArn);
  const { durationSeconds } = source;
  const offered = assertion.durationSeconds;
  const redeem = (seconds: number | undefined) => assumeRole({ source, context, assertion, role, seconds });
  if (durationSeconds !== undefined || offered === undefined) {
    return redeem(durationSeconds);
  }
  try {
    return await redeem(offered);
  } catch (error) {
    // The identity provider has one SessionDuration for all roles, and this role may allow less: an hour it always does.
    if (error instanceof UserError && serviceCode(error.cause) === 'ValidationError' && offered > DEFAULT_DURATION_S) {
      return redeem(undefined);
    }
    throw error;
  }
}

interface Redemption {
  readonly source: SamlSource;
  readonly context: SourceContext;
  readonly assertion: SamlAssertion;
  readonly role: SamlRole;
  readonly seconds: number | undefined;
}

async function assumeRole({ source, context, assertion, role, seconds }: Redemption): Promise<SourceCredentials> {
  const { plan } = context;
  const { roleArn, principalArn } = role;
  const reply = await unsignedCall(
    context,
    (client, abortSignal) =>
      client.send(
        new AssumeRoleWithSAMLCommand({
          RoleArn: roleArn,
          PrincipalArn: principalArn,
          SAMLAssertion: assertion.base64,
          DurationSeconds: seconds,
          ...policiesInput(source),
        }),
        { abortSignal },
      ),
    (error) =>
      explainSaml(error, {
        role: roleArn,
        principalArn,
        durationSeconds: seconds,
        endpoint: stsAddress(plan),
        region: plan.region,
      }),
  );
  const credentials = readReply({ credentials: reply.Credentials, arn: reply.AssumedRoleUser?.Arn });
  const principal = samlPrincipal(reply);
  return {
    ...credentials,
    ...(principal !== undefined && { principal }),
    ...(source.role === undefined && { samlRole: role }),
  };
}

/**
 * Whom the identity provider names, and itself: NameQualifier is a digest of its Issuer, the account and the SAML
 * provider. A transient subject is another one at every sign-in, and names nobody: then the ARN does, which holds the
 * session name that the provider gave.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
function samlPrincipal(reply: AssumeRoleWithSAMLCommandOutput): string | undefined {
  const { Subject, SubjectType = '', Issuer, NameQualifier, AssumedRoleUser } = reply;
  const name = /(^|:)transient$/.test(SubjectType) ? AssumedRoleUser?.Arn : Subject;
  const provider = [Issuer, NameQualifier].filter((part) => part !== undefined && part !== '');
  if (name === undefined || name === '') {
    return undefined;
  }
  return provider.length === 0 ? name : `${name} (${provider.join(', ')})`;
}

async function fetchAssertion({ assertion: origin, issuer }: SamlSource, context: SourceContext): Promise<string> {
  const { interaction, environment, signal } = context;
  switch (origin.kind) {
    case 'command': {
      const what = l10n.t('The command for the SAML assertion');
      interaction.report(l10n.t('waiting for the command for the SAML assertion'));
      return runTextCommand(origin.command, { what, environment, signal, attended: interaction.attended });
    }
    case 'paste':
      return interaction.pasteAssertion();
    case 'browser': {
      const { kind, ...page } = origin;
      const { signInUrl, port, path } = page;
      interaction.report(l10n.t('sign in at {0} in the browser', new URL(signInUrl).host));
      const { signInWithSaml } = await loadSignIn();
      return signInWithSaml({
        ...page,
        issuer,
        signal,
        openBrowser: (url, over) =>
          interaction.openBrowser({ url, over, returnsTo: `http://127.0.0.1:${port}${path}` }),
      });
    }
  }
}

/** The configured role, or the user's choice, once: also of a single one, so that nobody lands in a role unseen. */
async function roleOf(source: SamlSource, assertion: SamlAssertion, context: SourceContext): Promise<SamlRole> {
  const { roleIn } = await loadSignIn();
  const known = source.role?.arn ?? source.chosen?.roleArn;
  const role = known === undefined ? await chosenRole(assertion, context) : roleIn(assertion, known);
  return source.principalArn === undefined ? role : { ...role, principalArn: source.principalArn };
}

function chosenRole({ roles }: SamlAssertion, { interaction }: SourceContext): Promise<SamlRole> {
  interaction.report(l10n.t('choose the role'));
  return interaction.chooseSamlRole(roles);
}
