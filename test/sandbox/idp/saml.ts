// Sign-in with SAML's web browser profile, started at the identity provider.
import { BadRequest, readForm, sendPage, type Exchange, type Routes } from './http.js';
import { errorPage, postingPage, signInPage } from './pages.js';
import type { Realm } from './realm.js';
import { createSamlResponse, samlMetadata } from './samlResponse.js';
import type { SamlApplication } from './types.js';

export const entityIdOf = (issuer: string): string => `${issuer}/saml/metadata`;

export const metadataOf = ({ issuer, signer }: Realm): string =>
  samlMetadata(entityIdOf(issuer), `${issuer}/saml/sso`, signer.certificateBase64);

function applicationOf(realm: Realm, name: string | null): SamlApplication {
  const application = realm.applications.get(name ?? '');
  if (!application) throw new BadRequest(`No application "${name ?? ''}" is registered.`);
  return application;
}

export function samlRoutes(realm: Realm): Routes {
  const show = ({ query, response }: Exchange): void => {
    const { name } = applicationOf(realm, query.get('app'));
    const page = signInPage({
      title: `Sign in to ${name}`,
      users: [...realm.users.values()],
      action: '/saml/sso',
      fields: { app: name, RelayState: query.get('RelayState') ?? undefined },
      buttons: { 'Sign in': 'allow', Cancel: 'deny' },
    });
    sendPage(response, page);
  };

  const post = async ({ request, response }: Exchange): Promise<void> => {
    const form = await readForm(request);
    const { acsUrl } = applicationOf(realm, form.get('app'));
    const user = form.get('user') ?? '';
    if (form.get('decision') !== 'allow' || !realm.users.has(user)) {
      sendPage(response, errorPage('You did not sign in.'));
      return;
    }
    const fault = realm.faults.saml;
    const SAMLResponse = await createSamlResponse(realm, entityIdOf(realm.issuer), { user, fault });
    sendPage(response, postingPage(acsUrl, { SAMLResponse, RelayState: form.get('RelayState') ?? undefined }));
  };

  return {
    'GET /saml/sso': show,
    'POST /saml/sso': post,
    'GET /saml/metadata': ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' });
      response.end(metadataOf(realm));
    },
  };
}
