// What every home folder has beside the two files of a case.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeSsoToken, type Sandbox } from '../sandbox/index.js';
import { ACCOUNT, accessKeyId, secretAccessKey } from './case.js';
import { PORTAL, USERS, type Lent, type PortalTokens } from './people.js';

export interface Furniture {
  readonly token: string;
  readonly ca: string;
  readonly signedIn: PortalTokens;
  readonly main: Sandbox;
  readonly lent: Lent;
}

export async function furnish(home: string, { token, ca, signedIn, main, lent }: Furniture): Promise<void> {
  const put = async (path: string, text: string, mode = 0o600): Promise<void> => {
    const file = join(home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode });
  };
  await put('token', token);
  await put('ca.pem', ca);
  await writeSsoToken(home, PORTAL, signedIn.session, 'corp');
  await writeSsoToken(home, PORTAL, signedIn.legacy);
  await main.signin.login(join(home, '.aws/login/cache'), `arn:aws:iam::${ACCOUNT}:user/anna`);
  for (const user of USERS) {
    await put(`bin/keys-of-${user}`, script(keysJson(accessKeyId(user), secretAccessKey(user))), 0o755);
  }
  const temporary = (Expiration: string): string =>
    keysJson(lent.tempId, lent.tempSecret, { SessionToken: lent.tempToken, Expiration });
  await put('bin/temporary', script(temporary('2099-01-01T00:00:00Z')), 0o755);
  await put('bin/over', script(temporary('2020-01-01T00:00:00Z')), 0o755);
  await put('bin/garbage', script('not json'), 0o755);
  await put('bin/version-2', script('{"Version": 2, "AccessKeyId": "A", "SecretAccessKey": "S"}'), 0o755);
  await put('bin/no-secret', script(`{"Version": 1, "AccessKeyId": "${accessKeyId('anna')}"}`), 0o755);
  await put('bin/fails', '#!/bin/sh\necho "no keys today" >&2\nexit 3\n', 0o755);
}

const script = (output: string): string => `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`;

const keysJson = (id: string, secret: string, more: object = {}): string =>
  JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret, ...more });
