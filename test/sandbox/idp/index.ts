// The identity provider that the sandbox's federated roles trust: OpenID Connect and SAML 2.0 on one address.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createClock } from '../clock.js';
import type { Clock } from '../types.js';
import { BadRequest, sendPage, type Routes } from './http.js';
import { createIdToken } from './idToken.js';
import { oidcRoutes } from './oidc.js';
import { errorPage } from './pages.js';
import type { Realm } from './realm.js';
import { entityIdOf, metadataOf, samlRoutes } from './saml.js';
import { createSamlResponse } from './samlResponse.js';
import { createSigner, type Signer } from './signer.js';
import type { IdentityProvider } from './types.js';

export type { IdentityProvider, OidcFault, SamlFault, SamlResponseOptions } from './types.js';

interface StartOptions {
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Serves https with the self-signed certificate. */
  readonly tls?: boolean;
}

async function serve(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://idp');
  const route = routes[`${request.method ?? ''} ${pathname}`];
  if (!route) {
    sendPage(response, errorPage('There is no such page.'), 404);
    return;
  }
  try {
    await route({ request, response, query });
  } catch (error) {
    if (!(error instanceof BadRequest)) console.error(error);
    const known = error instanceof BadRequest;
    sendPage(response, errorPage(known ? error.message : 'Internal error'), known ? 400 : 500);
  }
}

const serverFor = ({ privateKeyPem, certificatePem }: Signer, tls: boolean): Server =>
  tls ? createTlsServer({ key: privateKeyPem, cert: certificatePem }) : createServer();

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

const handleOf = (realm: Realm, server: Server): IdentityProvider => ({
  issuer: realm.issuer,
  entityId: entityIdOf(realm.issuer),
  samlMetadata: metadataOf(realm),
  certificatePem: realm.signer.certificatePem,
  jwks: realm.signer.jwks,
  faults: realm.faults,
  addUser: (user) => void realm.users.set(user.sub, user),
  addClient: (client) => void realm.clients.set(client.clientId, client),
  addApplication: (application) => void realm.applications.set(application.name, application),
  samlSignInUrl: (app, relayState) => {
    const query = new URLSearchParams({ app, ...(relayState !== undefined && { RelayState: relayState }) });
    return `${realm.issuer}/saml/sso?${query.toString()}`;
  },
  idToken: (options) => createIdToken(realm, options),
  samlResponse: (options) => createSamlResponse(realm, entityIdOf(realm.issuer), options),
  issued: () => realm.secrets,
  stop: () => stop(server),
});

/** Starts an identity provider without users, clients or applications. */
export async function startIdentityProvider(options: StartOptions = {}): Promise<IdentityProvider> {
  const { clock = createClock(), port = 0, host = '127.0.0.1', tls = false } = options;
  const signer = await createSigner();
  const server = serverFor(signer, tls);
  server.listen(port, host);
  await once(server, 'listening');
  const issuer = `${tls ? 'https' : 'http'}://${host}:${(server.address() as AddressInfo).port}`;
  let stranger: Promise<Signer> | undefined;
  const realm: Realm = {
    issuer,
    clock,
    signer,
    stranger: () => (stranger ??= createSigner()),
    users: new Map(),
    clients: new Map(),
    applications: new Map(),
    faults: {},
    secrets: [],
  };
  const routes: Routes = { ...oidcRoutes(realm), ...samlRoutes(realm) };
  server.on('request', (request, response) => void serve(routes, request, response));
  return handleOf(realm, server);
}
