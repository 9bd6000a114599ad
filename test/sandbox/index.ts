// The embedded AWS that the extension is tried and tested against. Development only: never in the VSIX.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from './clock.js';
import { Faults } from './front/faults.js';
import { createFront } from './front/server.js';
import { Directory } from './iam/directory.js';
import type { Keyring } from './iam/principal.js';
import { createIdentityCenter } from './identityCenter/index.js';
import type { Vault } from './lender.js';
import { startContainerMetadata } from './metadata/container.js';
import { startInstanceMetadata } from './metadata/instance.js';
import { createS3 } from './s3/index.js';
import { createFederation } from './signin/federation.js';
import { createSignin } from './signin/index.js';
import type { Door, RequestRecord, Sandbox } from './types.js';

export { writeAwsFiles } from './awsFiles.js';
export { writeSsoToken } from './identityCenter/index.js';
export { seedTutorial, TUTORIAL } from './seed.js';
export { totp } from './totp.js';
export type { AccessKey, Sandbox } from './types.js';

/** Metadata services that stop with the sandbox. */
function startableMetadata(
  vault: Vault,
): Pick<Sandbox, 'startMetadata' | 'startContainer' | 'stop'> & { readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const running: { stop(): Promise<void> }[] = [];
  const started = <T extends { stop(): Promise<void> }>(service: T): T => {
    running.push(service);
    return service;
  };
  return {
    secrets,
    startMetadata: async (options = {}) => started(await startInstanceMetadata(vault, secrets, options)),
    startContainer: async (options) => started(await startContainerMetadata(vault, secrets, options)),
    stop: async () => {
      await Promise.all(running.map((service) => service.stop()));
    },
  };
}

/** Listens; port 0 takes a free one. */
async function open(server: Server, host: string, port: number): Promise<Pick<Door, 'endpoint' | 'close'>> {
  server.listen(port, host);
  await once(server, 'listening');
  return {
    endpoint: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Starts an empty sandbox; port 0, the default, takes a free one. */
export async function startSandbox(options: { port?: number; host?: string } = {}): Promise<Sandbox> {
  const clock = createClock();
  const keyring: Keyring = new Map();
  const directory = new Directory(keyring, clock);
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const s3 = createS3(clock);
  const vault = { clock, keyring, directory };
  const identityCenter = createIdentityCenter(vault);
  const signin = createSignin(vault);
  const federation = createFederation(vault);
  const sites = new Map([...identityCenter.routes, ...signin.routes, ...federation.routes]);
  const front = { ...vault, faults, s3: s3.service, sites };
  const metadata = startableMetadata(vault);
  const host = options.host ?? '127.0.0.1';
  const { endpoint, close } = await open(createFront({ ...front, requests }), host, options.port ?? 0);
  return {
    endpoint,
    clock,
    iam: directory,
    s3: s3.store,
    identityCenter: identityCenter.admin,
    signin: signin.admin,
    startMetadata: metadata.startMetadata,
    startContainer: metadata.startContainer,
    requests,
    openDoor: async () => {
      const seen: RequestRecord[] = [];
      return { ...(await open(createFront({ ...front, requests: seen }), host, 0)), requests: seen };
    },
    issued: () =>
      [...keyring.values()].flatMap(({ accessKeyId, secretAccessKey, sessionToken }) =>
        sessionToken === undefined ? [] : [{ accessKeyId, secretAccessKey, sessionToken }],
      ),
    issuedTokens: () => [...identityCenter.secrets, ...signin.secrets, ...federation.secrets, ...metadata.secrets],
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    stop: async () => {
      await close();
      await metadata.stop();
    },
  };
}
