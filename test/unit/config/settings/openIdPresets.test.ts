import { describe, expect, it } from 'vitest';
import { fillIssuer, placeholdersOf, WEB_IDENTITY_PRESETS } from '../../../../src/config/settings/openIdPresets.js';

describe('presets', () => {
  it('name every provider that AWS names', () => {
    const ids = WEB_IDENTITY_PRESETS.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['google', 'cognito', 'amazon', 'facebook']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  const NONE = { extraParameters: {}, needsSecret: false, redirectHost: '127.0.0.1', anyPort: false };
  const EMAIL = { ...NONE, scopes: ['openid', 'email'] };
  it.each<[string, string, object]>([
    [
      'google',
      'Google',
      {
        ...EMAIL,
        issuer: 'https://accounts.google.com',
        extraParameters: { access_type: 'offline' },
        needsSecret: true,
        anyPort: true,
      },
    ],
    [
      'cognito',
      'Amazon Cognito user pool',
      {
        ...EMAIL,
        issuer: 'https://cognito-idp.{region}.amazonaws.com/{userPoolId}',
        redirectHost: 'localhost',
      },
    ],
    ['amazon', 'Login with Amazon', { kind: 'accessToken', providerId: 'www.amazon.com' }],
    ['facebook', 'Facebook', { kind: 'accessToken', providerId: 'graph.facebook.com' }],
    [
      'entra',
      'Microsoft Entra ID',
      {
        ...NONE,
        issuer: 'https://login.microsoftonline.com/{tenantId}/v2.0',
        scopes: ['openid', 'profile', 'email'],
        redirectHost: 'localhost',
        anyPort: true,
      },
    ],
    ['okta', 'Okta', { ...EMAIL, issuer: 'https://{domain}' }],
    ['auth0', 'Auth0', { ...EMAIL, issuer: 'https://{domain}/' }],
    ['gitlab', 'GitLab', { ...EMAIL, issuer: 'https://{host}' }],
  ])('ask of a client what the documentation of the provider does: %s', (id, name, parts) => {
    const { note, ...preset } = WEB_IDENTITY_PRESETS.find((each) => each.id === id)!;
    expect(preset).toEqual({ kind: 'openIdConnect', ...parts, id, name });
    expect(note()).not.toBe('');
    expect(note()).toBeTypeOf('string');
  });

  const openId = WEB_IDENTITY_PRESETS.flatMap((preset) => (preset.kind === 'openIdConnect' ? [preset] : []));

  it.each(openId.map((preset) => [preset.name, preset] as const))('%s can be signed in to', (_, preset) => {
    const values = Object.fromEntries(placeholdersOf(preset.issuer).map((name) => [name, 'filled-in']));
    const issuer = new URL(fillIssuer(preset.issuer, values));
    expect(issuer.protocol).toBe('https:');
    expect(decodeURI(issuer.href)).not.toContain('{');
    expect(preset.scopes).toContain('openid');
    expect(preset.anyPort || preset.note().includes(`http://${preset.redirectHost}:PORT/callback`)).toBe(true);
  });

  it('ask for what differs from customer to customer', () => {
    const cognito = openId.find(({ id }) => id === 'cognito')!;
    expect(placeholdersOf(cognito.issuer)).toEqual(['region', 'userPoolId']);
    expect(fillIssuer(cognito.issuer, { region: 'eu-west-1', userPoolId: ' eu-west-1_AbC ' })).toBe(
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC',
    );
    expect(fillIssuer(cognito.issuer, { region: 'eu-west-1' })).toContain('{userPoolId}');
  });
});
