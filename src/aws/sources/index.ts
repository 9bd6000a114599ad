import * as l10n from '../../base/l10n.js';
import { UserError } from '../../base/errors.js';
import { containerCredentials } from './container.js';
import { environmentCredentials } from './environment.js';
import { identityCenterCredentials } from './identityCenter.js';
import { loginCredentials } from './login.js';
import { metadataCredentials } from './metadata.js';
import { processCredentials } from './process.js';
import { samlCredentials } from './saml.js';
import type { SourceContext } from './source.js';
import { webIdentityCredentials } from './webIdentity.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

/** The credentials that a plan starts with. @throws UserError, Cancelled */
export function sourceCredentials(context: SourceContext): Promise<SourceCredentials> {
  const { source } = context.plan;
  switch (source.kind) {
    case 'static-keys':
      return context.secrets.readStaticKeys(source);
    case 'environment':
      return environmentCredentials(source, context);
    case 'instance-metadata':
      return metadataCredentials(source, context);
    case 'container':
      return containerCredentials(source, context);
    case 'process':
      return processCredentials(source, context);
    case 'identity-center':
      return identityCenterCredentials(source, context);
    case 'login':
      return loginCredentials(source, context);
    case 'web-identity':
      return webIdentityCredentials(source, context);
    case 'saml':
      return samlCredentials(source, context);
    case 'brought':
      return Promise.reject(
        new UserError(l10n.t('What was brought from {0} can be had from there alone.', source.from)),
      );
  }
}
