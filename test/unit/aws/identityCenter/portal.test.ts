import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  askUser,
  cacheFolder,
  registrationFile,
  registrationScopes,
  tokenFile,
  type Flow,
} from '../../../../src/aws/identityCenter/portal.js';
import type { Portal } from '../../../../src/model/plan/portal.js';
import type { Interaction } from '../../../../src/model/session/interaction.js';
import { SILENT } from '../../../flows/aws/interaction.js';
import { accessTo, LEGACY, PORTAL } from './service.js';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

describe('the cache', () => {
  it('is the AWS CLI’s, below the home', () => {
    expect(cacheFolder('/home/ada')).toBe('/home/ada/.aws/sso/cache');
    expect(cacheFolder('')).toBe(`${homedir()}/.aws/sso/cache`);
  });

  it.each([
    ['the session’s name', PORTAL, 'corp'],
    ['the start URL where there is none', LEGACY, PORTAL.startUrl],
  ])('keeps a token under %s', (_, portal, key) => {
    expect(tokenFile(portal, '/home/ada')).toBe(`/home/ada/.aws/sso/cache/${sha1(key)}.json`);
  });

  it('keeps what the editor registered as apart from what others have', () => {
    expect(registrationFile(PORTAL, 'browser', '/home/ada')).toBe(
      `/home/ada/.aws/sso/cache/${sha1(
        '{"tool":"role-sessions","flow":"browser","region":"eu-west-1","scopes":["sso:account:access"],"session":"corp","startUrl":"https://corp.awsapps.com/start"}',
      )}.json`,
    );
  });

  it.each<[string, Partial<Portal>, Flow]>([
    ['flow', {}, 'device-code'],
    ['region', { region: 'eu-west-2' }, 'browser'],
    ['scope', { scopes: ['other'] }, 'browser'],
    ['session', { session: 'other' }, 'browser'],
    ['start URL', { startUrl: 'https://other.awsapps.com/start' }, 'browser'],
  ])('keeps a registration for each %s', (_, changes, flow) => {
    expect(registrationFile({ ...PORTAL, ...changes }, flow, '/')).not.toBe(registrationFile(PORTAL, 'browser', '/'));
  });
});

describe('the scopes that are registered for', () => {
  it.each([
    ['are those of the section', { ...PORTAL, scopes: ['a', 'b'] }, ['a', 'b']],
    ['are what roles take where it has none', { ...PORTAL, scopes: [] }, ['sso:account:access']],
    ['are none for the legacy keys', { ...LEGACY, scopes: ['a'] }, []],
  ])('%s', (_, portal, scopes) => {
    expect(registrationScopes(portal)).toEqual(scopes);
  });
});

describe('a question', () => {
  const access = { ...accessTo({ endpoint: '' }, { path: '/' }), interaction: SILENT };

  it('is asked, and told to whoever may ask it again', async () => {
    const asked: Interaction[] = [];
    const ask = (interaction: Interaction) => Promise.resolve(void asked.push(interaction));
    const told: unknown[] = [];
    await askUser({ ...access, onAsked: (each) => told.push(each) }, ask);
    expect([asked, told]).toEqual([[SILENT], [ask]]);
  });

  it('needs nobody who may ask it again', async () => {
    await expect(askUser(access, () => Promise.reject(new Error('No')))).rejects.toThrow('No');
  });
});
