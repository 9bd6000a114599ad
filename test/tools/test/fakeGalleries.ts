// A gallery of each kind on a real socket, as far as their clients speak with them when an extension is published.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Manifest } from '../release/vsix.js';

export interface FakeGalleries {
  /** Where both clients find them. */
  readonly env: Readonly<Record<string, string>>;
  /** What they took, in order. */
  readonly uploads: readonly Upload[];
  /** What uploads are refused with; undefined: they are taken. */
  refusal: string | undefined;
  /** Forgets what was taken, and refuses nothing. */
  reset(): void;
  stop(): Promise<void>;
}

interface Upload {
  readonly gallery: 'marketplace' | 'open-vsx';
  readonly token: string;
  readonly bytes: Buffer;
}

/** The two calls of Azure DevOps' gallery API that vsce makes, with the numbers that its client asks for. */
const LOCATIONS = [
  { id: 'e11ea35a-16fe-4b80-ab11-c4cab88a0966', path: '_apis/{area}/publishers/{publisherName}/extensions' },
  { id: 'a41192c8-9525-4b58-bc86-179fa549d80d', path: '_apis/{area}/extensions' },
].map(({ id, path }) => ({
  ...{ id, area: 'gallery', resourceName: 'extensions', routeTemplate: path, resourceVersion: 2 },
  ...{ minVersion: '1.0', maxVersion: '7.2', releasedVersion: '7.2' },
}));

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** vsce sends a token as the password of "OAuth". */
function passwordOf(request: IncomingMessage): string {
  const [, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  return Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^OAuth:/, '');
}

/** Two galleries for one extension. What one has already it does not take again, in its own way. */
export async function startFakeGalleries({ publisher, name, version }: Manifest): Promise<FakeGalleries> {
  const uploads: Upload[] = [];
  const fake: { refusal: string | undefined } = { refusal: undefined };
  const has = (gallery: Upload['gallery']) => uploads.some((upload) => upload.gallery === gallery);
  const take = (response: ServerResponse, upload: Upload, taken: unknown) => {
    if (fake.refusal !== undefined) {
      answer(response, 403, { message: fake.refusal });
      return;
    }
    uploads.push(upload);
    answer(response, 201, taken);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://gallery');
    const bytes = await buffer(request);
    if (request.method === 'OPTIONS') answer(response, 200, { count: LOCATIONS.length, value: LOCATIONS });
    else if (url.pathname === '/_apis/gallery/extensions') {
      take(response, { gallery: 'marketplace', token: passwordOf(request), bytes }, {});
    } else if (url.pathname.startsWith('/_apis/gallery/publishers/') && has('marketplace')) {
      answer(response, 200, { versions: [{ version }] });
    } else if (url.pathname === '/api/-/publish' && has('open-vsx')) {
      answer(response, 400, { error: `${publisher}.${name} ${version} is already published.` });
    } else if (url.pathname === '/api/-/publish') {
      const token = url.searchParams.get('token') ?? '';
      take(response, { gallery: 'open-vsx', token, bytes }, { targetPlatform: 'universal' });
    } else answer(response, 404, { message: 'No such extension.' });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(fake, {
    uploads,
    env: { VSCE_MARKETPLACE_URL: url, OVSX_REGISTRY_URL: url },
    reset: () => {
      uploads.length = 0;
      fake.refusal = undefined;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
