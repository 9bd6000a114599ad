import * as l10n from '../../base/l10n.js';
import { variable, type Environment } from '../../model/environment.js';
import { UserError } from '../../base/errors.js';
import { refuseExpired } from './credentialReply.js';
import { readTime } from './readTime.js';
import type { SourceContext } from './source.js';
import type { EnvironmentSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

const who = (): string => l10n.t('The environment of the editor');

/**
 * AWS_ACCESS_KEY_ID and its like, of the process that runs the extensions, in the order of botocore's EnvProvider.
 * @throws UserError naming the variable that is missing or wrong
 */
export function environmentCredentials(_: EnvironmentSource, context: SourceContext): Promise<SourceCredentials> {
  return Promise.resolve(context.environment).then(readVariables);
}

function readVariables(environment: Environment): SourceCredentials {
  const needed = (name: string): string => {
    const value = variable(environment, name);
    if (value === undefined) {
      throw new UserError(
        l10n.t(
          '{0} has no {1}, which credential_source = Environment takes. Start the editor from a shell that exports it.',
          who(),
          name,
        ),
      );
    }
    return value;
  };
  const sessionToken = variable(environment, 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN');
  const expires = variable(environment, 'AWS_CREDENTIAL_EXPIRATION');
  const expiration = expires === undefined ? undefined : readTime(expires);
  if (expires !== undefined && expiration === undefined) {
    throw new UserError(l10n.t('AWS_CREDENTIAL_EXPIRATION is not a time with its zone, such as 2030-01-31T12:00:00Z.'));
  }
  const credentials = {
    accessKeyId: needed('AWS_ACCESS_KEY_ID'),
    secretAccessKey: needed('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration }),
  };
  return refuseExpired(credentials, who());
}
