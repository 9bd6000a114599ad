import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLogin, loginFile, saveLogin } from '../../../../src/aws/sources/loginCache.js';
import { refusal } from '../../../support/refusal.js';
import { SECRET, TOKEN } from '../../../support/samples.js';

const ENDS = '2099-01-01T00:00:00Z';
const CONTENT = {
  accessToken: {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: SECRET,
    sessionToken: TOKEN,
    accountId: '123456789012',
    expiresAt: ENDS,
  },
  tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
  clientId: 'arn:aws:signin:::devtools/same-device',
  refreshToken: 'refresh',
  idToken: 'id',
  dpopKey: 'pem',
};

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'login-'));
  file = path.join(folder, 'a.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function load(content: object) {
  await writeFile(file, JSON.stringify(content));
  return loadLogin(file);
}

describe('the file of a sign-in', () => {
  // printf %s arn:aws:iam::123456789012:user/anna | sha256sum
  const NAME = '11bbc882fa0112a0e2aa42512092bdb77bdc2de5bcf739440b5e7e0228647a6c.json';

  it.each([
    [undefined, path.join('/home/me', '.aws', 'login', 'cache', NAME)],
    ['/cache', path.join('/cache', NAME)],
  ])('is named by the session, below %s', (where, expected) => {
    expect(loginFile('arn:aws:iam::123456789012:user/anna', where, '/home/me')).toBe(expected);
  });

  it('gives what it holds', async () => {
    expect(await load(CONTENT)).toStrictEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: TOKEN,
      expiresAt: Date.parse(ENDS),
      clientId: CONTENT.clientId,
      refreshToken: 'refresh',
      dpopKey: 'pem',
      region: undefined,
      whole: CONTENT,
    });
  });

  it.each<[unknown, string | undefined]>([
    ['eu-west-1', 'eu-west-1'],
    ['', undefined],
    [7, undefined],
  ])('says where it was signed in: %j', async (signInRegion, region) => {
    expect(await load({ ...CONTENT, signInRegion })).toMatchObject({ region });
  });

  it.each(['clientId', 'refreshToken', 'dpopKey', 'accessToken'])('is none where %s is damaged', async (field) => {
    for (const damage of [undefined, null, '', 17]) {
      expect(await load({ ...CONTENT, [field]: damage })).toBeUndefined();
    }
  });

  it.each(['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiresAt'])(
    'is none where %s of its keys is damaged',
    async (field) => {
      for (const damage of [undefined, null, '', 17]) {
        const accessToken = { ...CONTENT.accessToken, [field]: damage };
        expect(await load({ ...CONTENT, accessToken })).toBeUndefined();
      }
    },
  );

  it('is none where the keys have no readable end', async () => {
    const accessToken = { ...CONTENT.accessToken, expiresAt: '2099-01-01T00:00:00' };
    expect(await load({ ...CONTENT, accessToken })).toBeUndefined();
  });

  it('is none where there is none, and is named where it cannot be read', async () => {
    expect(await loadLogin(file)).toBeUndefined();
    expect(await refusal(loadLogin(folder))).toContain(`The sign-in in ${folder} cannot be read`);
  });
});

describe('a renewed sign-in', () => {
  it('is written as the CLI would, with all that is not ours', async () => {
    const login = (await load({ ...CONTENT, signInRegion: 'eu-west-1' }))!;
    const expiresAt = Date.UTC(2099, 1, 2, 3, 4, 5, 678);
    await saveLogin(file, {
      ...login,
      accessKeyId: 'ASIANEW',
      secretAccessKey: 's',
      sessionToken: 't',
      expiresAt,
      refreshToken: 'r',
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toStrictEqual({
      ...CONTENT,
      signInRegion: 'eu-west-1',
      accessToken: {
        accessKeyId: 'ASIANEW',
        secretAccessKey: 's',
        sessionToken: 't',
        accountId: '123456789012',
        expiresAt: '2099-02-02T03:04:05Z',
      },
      refreshToken: 'r',
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
