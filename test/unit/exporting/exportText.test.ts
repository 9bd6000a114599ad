// What other programs make of credentials that are given to them as text: shells that run it, and a reader of .env files.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exportText } from '../../../src/exporting/exportText.js';
import { NEVER } from '../../../src/model/session/session.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { liveSession } from '../../support/samples.js';

const PLAIN = liveSession();
/** Paths may hold what shells take for their own. */
const ODD = liveSession({
  endpoints: { caBundle: `/certs/it's "mine" $HOME \`id\` \\n #1/é\u2019.pem`, s3: 'http://127.0.0.1:9000/?a=b&c' },
});

const valuesOf = (session: typeof PLAIN) => Object.fromEntries(sessionVariables(session));

/** The variables of AWS that a shell has after the text. */
function after(shell: string, text: string): Record<string, string> {
  const env = { PATH: process.env['PATH'], AWS_PROFILE: 'other', AWS_DEFAULT_PROFILE: 'other' };
  const script = `${text}\nexec "${process.execPath}" -e 'console.log(JSON.stringify(process.env))'`;
  const all = JSON.parse(
    execFileSync(shell, ['-c', script], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'], // bash takes a socket for somebody who logs in from afar
    }),
  ) as Record<string, string>;
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('AWS_')));
}

describe('credentials as commands', () => {
  it.each(['sh', 'bash'])('are what %s has, and no profile beside them', (shell) => {
    for (const session of [PLAIN, ODD, liveSession({ expiresAt: NEVER })]) {
      expect(after(shell, exportText('posix', session))).toEqual(valuesOf(session));
    }
  });

  it('for fish', () => {
    const text = exportText('fish', ODD);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'set -e AWS_PROFILE',
      'set -e AWS_DEFAULT_PROFILE',
      `set -gx AWS_ACCESS_KEY_ID '${ODD.credentials.accessKeyId}'`,
    ]);
    expect(text).toContain(
      String.raw`set -gx AWS_CA_BUNDLE '/certs/it\'s "mine" $HOME ${'`id`'} \\n #1/é` + "\u2019.pem'",
    );
  });

  it('for PowerShell, which takes a typographic quotation mark for a straight one', () => {
    const text = exportText('powershell', ODD);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'Remove-Item Env:AWS_PROFILE, Env:AWS_DEFAULT_PROFILE -ErrorAction SilentlyContinue',
      `$Env:AWS_ACCESS_KEY_ID = '${ODD.credentials.accessKeyId}'`,
    ]);
    expect(text).toContain("$Env:AWS_CA_BUNDLE = '/certs/it''s \"mine\" $HOME `id` " + "\\n #1/é\u2019\u2019.pem'");
    expect(exportText('powershell', liveSession({ region: '\u2018\u201a\u201b' }))).toContain(
      "AWS_REGION = '\u2018\u2018\u201a\u201a\u201b\u201b'",
    );
  });
});

describe('credentials as a .env file', () => {
  it('are bare, since Docker takes quotation marks for a part of them', () => {
    const text = exportText('env-file', PLAIN);
    const expected = [...sessionVariables(PLAIN)].map(([name, value]) => `${name}=${value}\n`).join('');
    expect(text).toBe(expected);
    expect(text).not.toMatch(/["']/);
  });

  it('are quoted where they could not be read otherwise', () => {
    const text = exportText('env-file', ODD);
    expect(text).toContain('AWS_CA_BUNDLE="/certs/it\'s \\"mine\\" \\$HOME \\`id\\` \\\\n #1/é\u2019.pem"\n');
    expect(text).toContain('AWS_ENDPOINT_URL_S3="http://127.0.0.1:9000/?a=b&c"\n');
    // A shell reads double quotation marks as dotenv does.
    expect(after('sh', `set -a\n${text}unset AWS_PROFILE AWS_DEFAULT_PROFILE`)).toEqual(valuesOf(ODD));
  });
});

describe('credentials as JSON', () => {
  it('are what credential_process prints', () => {
    const { accessKeyId, secretAccessKey, sessionToken } = PLAIN.credentials;
    expect(JSON.parse(exportText('json', PLAIN))).toEqual({
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(PLAIN.expiresAt).toISOString(),
      AccountId: '123456789012',
    });
    expect(exportText('json', PLAIN).endsWith('}\n')).toBe(true);
  });

  it('have no end where there is none', () => {
    expect(JSON.parse(exportText('json', liveSession({ expiresAt: NEVER })))).not.toHaveProperty('Expiration');
  });
});
