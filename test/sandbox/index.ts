// The embedded AWS that the extension is tried and tested against. Development only: never in the VSIX.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createClock } from './clock.js';
import { Faults } from './front/faults.js';
import { createFront } from './front/server.js';
import { Directory } from './iam/directory.js';
import type { Keyring } from './iam/principal.js';
import { createS3 } from './s3/index.js';
import type { RequestRecord, Sandbox } from './types.js';

export { writeAwsFiles } from './awsFiles.js';
export { seedTutorial, TUTORIAL } from './seed.js';
export { totp } from './totp.js';
export type { AccessKey, Sandbox } from './types.js';

/** Starts an empty sandbox; port 0, the default, takes a free one. */
export async function startSandbox(options: { port?: number; host?: string } = {}): Promise<Sandbox> {
  const clock = createClock();
  const keyring: Keyring = new Map();
  const directory = new Directory(keyring);
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const s3 = createS3(clock);
  const server = createFront({ clock, keyring, directory, faults, requests, s3: s3.service });
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://${host}:${port}`,
    clock,
    iam: directory,
    s3: s3.store,
    requests,
    issued: () =>
      [...keyring.values()].flatMap(({ accessKeyId, secretAccessKey, sessionToken }) =>
        sessionToken === undefined ? [] : [{ accessKeyId, secretAccessKey, sessionToken }],
      ),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
