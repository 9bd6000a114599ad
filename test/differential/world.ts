// Two sandboxes that tell apart where somebody went, and everything that credentials can come from.
import { createServer, type Server } from 'node:https';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startIdentityProvider } from '../sandbox/idp/index.js';
import { createSigner, type Signer } from '../sandbox/idp/signer.js';
import { startSandbox, type Sandbox } from '../sandbox/index.js';
import type { Door } from '../sandbox/types.js';
import { ACCOUNT, accessKeyId, arn, secretAccessKey } from './case.js';
import { furnish } from './furniture.js';
import { addMfaUsers, addPeople, addPortal, addRoles, addWebRole, lend, ODD_KEYS, PORTAL } from './people.js';
import { callsAt, type Call } from './way.js';

/** Who resolves a case. */
export type Party = 'cli' | 'us';

export interface World {
  /** Addresses for one case and one party, whose calls are told apart by them. */
  visit(party: Party): Promise<Visit>;
  /** Writes what every home folder has beside the two files of a case. */
  furnish(home: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Visit {
  /** What `<name>` stands for in the cases' texts, the home folder apart. */
  readonly words: Readonly<Record<string, string>>;
  /** The calls so far, address by address. */
  way(): readonly Call[];
  leave(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const [main, other, idp, signer] = await Promise.all([
    startSandbox(),
    startSandbox(),
    startIdentityProvider(),
    createSigner(),
  ]);
  addPeople(main, '');
  addPeople(other, 'other-');
  addMfaUsers(main);
  addRoles(main);
  idp.addUser({ sub: 'wanda', email: 'wanda@example.com' });
  addWebRole(main, idp.issuer);
  const signedIn = addPortal(main);
  const [instance, task, token, lent] = await Promise.all([
    main.startMetadata({ roleArn: arn('machine'), tokens: 'optional' }),
    main.startContainer({ roleArn: arn('task') }),
    idp.idToken({ user: 'wanda', clientId: 'editor' }),
    lend(main),
  ]);
  const words = {
    metadata: instance.endpoint,
    ...containers(task.fullUri),
    webToken: token,
    longId: ODD_KEYS.long.accessKeyId,
    longSecret: ODD_KEYS.long.secretAccessKey,
    shortId: ODD_KEYS.short.accessKeyId,
    shortSecret: ODD_KEYS.short.secretAccessKey,
    containerToken: task.authorizationToken ?? '',
    startUrl: PORTAL.startUrl,
    loginSession: `arn:aws:iam::${ACCOUNT}:user/anna`,
    ...lent,
  };
  return {
    visit: (party) => visit(party, words, { main, other, signer }),
    furnish: (home) => furnish(home, { token, ca: signer.certificatePem, signedIn, main, lent }),
    stop: async () => {
      await Promise.all([main.stop(), other.stop(), idp.stop()]);
    },
  };
}

/** The same server by the many names that this machine has. */
function containers(fullUri: string): Visit['words'] {
  const at = (host: string): string => fullUri.replace('127.0.0.1', host);
  return {
    container: fullUri,
    containerByName: at('localhost'),
    containerLoudly: at('LOCALHOST'),
    containerShort: at('127.1'),
    containerNumber: at('2130706433'),
    containerHex: at('0x7f.1'),
    containerDot: at('127.0.0.1.'),
    containerMapped: at('[::ffff:127.0.0.1]'),
  };
}

interface Places {
  readonly main: Sandbox;
  readonly other: Sandbox;
  readonly signer: Signer;
}

async function visit(party: Party, words: Visit['words'], { main, other, signer }: Places): Promise<Visit> {
  const [endpoint, elsewhere, behindTls] = await Promise.all([main.openDoor(), other.openDoor(), main.openDoor()]);
  const doors: Readonly<Record<string, Door>> = { endpoint, other: elsewhere, tls: behindTls };
  const tls = await startTls(signer, behindTls.endpoint);
  return {
    words: {
      ...words,
      endpoint: endpoint.endpoint,
      endpointByName: endpoint.endpoint.replace('127.0.0.1', 'localhost'),
      endpointLoudly: endpoint.endpoint.replace('http', 'HTTP'),
      other: elsewhere.endpoint,
      endpointWithPassword: endpoint.endpoint.replace('//', '//somebody:secret@'),
      tls: tls.url,
      mfaId: accessKeyId(`mona${party}`),
      mfaSecret: secretAccessKey(`mona${party}`),
      mfaSerial: `arn:aws:iam::${ACCOUNT}:mfa/mona${party}`,
    },
    way: () => Object.entries(doors).flatMap(([at, { requests }]) => callsAt(at, requests)),
    leave: async () => {
      tls.server.close();
      tls.server.closeAllConnections();
      await Promise.all(Object.values(doors).map((door) => door.close()));
    },
  };
}

/** The sandbox behind https, with a certificate that nobody trusts. */
async function startTls(signer: Signer, endpoint: string): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer({ key: signer.privateKeyPem, cert: signer.certificatePem }, (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onwards = httpRequest(endpoint + (url ?? ''), { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
