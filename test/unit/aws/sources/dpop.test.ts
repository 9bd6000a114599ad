import { CreateOAuth2TokenCommand, SigninClient } from '@aws-sdk/nested-clients/signin';
import { EmbeddedJWK, jwtVerify } from 'jose';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDpop } from '../../../../src/aws/sources/dpop.js';
import { UserError } from '../../../../src/base/errors.js';
import { startHttpServer, type HttpServer } from '../../../support/httpServer.js';

const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'pem', type: 'sec1' })
  .toString();

let server: HttpServer;

beforeEach(async () => {
  server = await startHttpServer();
});
afterEach(() => server.stop());

const clientFor = (endpoint: string) =>
  new SigninClient({ region: 'us-west-2', endpoint, credentials: { accessKeyId: '', secretAccessKey: '' } });

async function ask(client: SigninClient): Promise<void> {
  const tokenInput = { clientId: 'arn:aws:signin:::devtools/same-device', grantType: 'refresh_token' };
  await client.send(new CreateOAuth2TokenCommand({ tokenInput })).catch(() => undefined);
  client.destroy();
}

describe('a proof', () => {
  it('is by the key, for this request and now, and a new one each time', async () => {
    server.answer = (_, response) => void response.writeHead(500).end('{}');
    const client = clientFor(server.endpoint);
    addDpop(client, PEM, '/cache/a.json');
    await ask(client);
    expect(server.received).toHaveLength(3);
    const proofs = await Promise.all(
      server.received.map(({ headers }) => jwtVerify(String(headers['dpop']), EmbeddedJWK, { algorithms: ['ES256'] })),
    );
    const { kty, crv, x, y } = createPublicKey(PEM).export({ format: 'jwk' });
    for (const { protectedHeader, payload } of proofs) {
      expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } });
      expect(payload).toMatchObject({ htm: 'POST', htu: `${server.endpoint}/v1/token` });
      expect(Math.abs((payload.iat ?? 0) - Date.now() / 1000)).toBeLessThan(300);
    }
    expect(new Set(proofs.map(({ payload }) => payload.jti)).size).toBe(3);
  });

  it('names no port where it is the usual one', async () => {
    const client = clientFor('http://signin.invalid');
    addDpop(client, PEM, '/cache/a.json');
    const urls: unknown[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        const { headers } = args.request as { readonly headers: Readonly<Record<string, string>> };
        urls.push((await jwtVerify(headers['DPoP'] ?? '', EmbeddedJWK)).payload['htu']);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'watch' },
    );
    await ask(client);
    expect(urls[0]).toBe('http://signin.invalid/v1/token');
  });

  it('is by no key that is damaged, which is not shown', () => {
    expect(() => addDpop(clientFor(server.endpoint), 'MARKED', '/cache/a.json')).toThrow(
      new UserError('The key in /cache/a.json is damaged. Delete the file, then run aws login again.'),
    );
  });
});
