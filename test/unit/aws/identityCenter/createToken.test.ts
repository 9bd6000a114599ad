import { beforeEach, describe, expect, it } from 'vitest';
import { createToken } from '../../../../src/aws/identityCenter/createToken.js';
import type { PortalToken } from '../../../../src/aws/identityCenter/tokenCache.js';
import { Cancelled, UserError } from '../../../../src/base/errors.js';
import { accessTo, failureOf, homeOfEach, refuses, says, startService } from './service.js';

const service = startService();
const home = homeOfEach();
const CLIENT = { clientId: 'id', clientSecret: 'secret', expiresAt: 1 };
const GRANT = {
  grantType: 'authorization_code',
  code: 'the code',
  codeVerifier: 'v',
  redirectUri: 'http://127.0.0.1:1/',
};
const kept: PortalToken[] = [];
const keep = (token: PortalToken) => Promise.resolve(void kept.push(token));
const create = (changes = {}) => createToken(accessTo(service, home, changes), CLIENT, GRANT, keep);

beforeEach(() => void kept.splice(0));

describe('a grant', () => {
  it('is exchanged for tokens that last from now on', async () => {
    service.answer('/token', says({ accessToken: 'a', refreshToken: 'r', expiresIn: 3600 }));
    const before = Date.now();
    const token = await create();
    expect(token).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: expect.any(Number) as number,
      registration: CLIENT,
    });
    expect(token.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(service.asked.map(({ body }) => body)).toEqual([{ clientId: 'id', clientSecret: 'secret', ...GRANT }]);
  });

  it('may give nothing to refresh with', async () => {
    service.answer('/token', says({ accessToken: 'a', refreshToken: null, expiresIn: 0 }));
    const token = await create();
    expect(token.refreshToken).toBeUndefined();
    expect(token.expiresAt).toBeLessThanOrEqual(Date.now());
  });

  it.each([{ expiresIn: 3600 }, { accessToken: 'a' }])('is not taken for exchanged by %j', async (reply) => {
    service.answer('/token', says(reply));
    const failure = await failureOf(create());
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining('answered without a token') as string });
  });

  it('is refused as AWS says', async () => {
    service.answer('/token', refuses('InvalidGrantException'));
    expect(await failureOf(create())).toMatchObject({ name: 'InvalidGrantException' });
  });

  it('is not exchanged once the user has cancelled', async () => {
    expect(await failureOf(create({ signal: AbortSignal.abort() }))).toBeInstanceOf(Cancelled);
    expect(service.asked).toEqual([]);
  });

  it('that is under way when the user cancels is kept all the same, and the next one gets it', async () => {
    const abort = new AbortController();
    service.answer('/token', { ...says({ accessToken: 'a', expiresIn: 3600 }), first: () => abort.abort() });
    const cancelled = failureOf(create({ signal: abort.signal }));
    const next = create();
    expect(await cancelled).toBeInstanceOf(Cancelled);
    expect(await next).toHaveProperty('accessToken', 'a');
    expect(kept.map(({ accessToken }) => accessToken)).toEqual(['a']);
    expect(service.asked).toHaveLength(1);
  });
});
