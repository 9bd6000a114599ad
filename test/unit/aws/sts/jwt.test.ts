import { describe, expect, it } from 'vitest';
import { jwtFacts } from '../../../../src/aws/sts/jwt.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = part({ alg: 'RS256' });
const token = (claims: unknown, signature = 'c2ln'): string => `${HEADER}.${part(claims)}.${signature}`;

describe('what a token says of itself', () => {
  it.each([
    ['all', { iss: 'https://idp', aud: 'editor', exp: 1_700_000_000 }, ['https://idp', ['editor'], 1_700_000_000_000]],
    ['many audiences', { aud: ['a', 7, 'b', null] }, [undefined, ['a', 'b'], undefined]],
    ['nothing', {}, [undefined, [], undefined]],
    ['what is no claim', { iss: 7, aud: { a: 1 }, exp: '1700000000' }, [undefined, [], undefined]],
  ])('%s', (_, claims, [issuer, audience, expiresAt]) => {
    expect(jwtFacts(token(claims))).toEqual({ issuer, audience, expiresAt });
  });

  it('needs no signature', () => {
    expect(jwtFacts(token({ iss: 'me' }, ''))?.issuer).toBe('me');
  });
});

describe('no token', () => {
  it.each([
    ['nothing', ''],
    ['two parts', `${HEADER}.${part({})}`],
    ['four parts', `${token({})}.x`],
    ['something before it', ` ${token({})}`],
    ['something behind it', `${token({})}\n`],
    ['a part with other characters', `${HEADER}.a+b=.c`],
    ['no header', `.${part({})}.c`],
    ['no claims', `${HEADER}..c`],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.${part({})}.c`],
    ['claims that are no JSON', `${HEADER}.${Buffer.from('{').toString('base64url')}.c`],
    ['a header that is no object', `${part('x')}.${part({})}.c`],
    ['claims that are no object', `${HEADER}.${part(7)}.c`],
    ['claims that are null', `${HEADER}.${part(null)}.c`],
  ])('is %s', (_, text) => {
    expect(jwtFacts(text)).toBeUndefined();
  });
});
