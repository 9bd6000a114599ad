import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Configuration } from '../../../../src/config/configuration.js';
import { AwsFiles } from '../../../../src/config/files/awsFiles.js';
import { locate } from '../../../../src/config/files/locate.js';
import type { Environment } from '../../../../src/model/environment.js';
import { writtenSettings } from '../../../support/settings.js';
import { OUTPUT } from '../../../tools/environment.js';
import { BASE_KEYS, roleArn } from '../read.js';
import { KeptSecrets } from '../../../support/keptSecrets.js';

type Variables = Readonly<Record<string, string>>;

const at = (variables: Variables, homeDirectory = '/home/ana'): Environment => ({
  variables,
  userName: 'ana',
  hostName: 'desk',
  homeDirectory,
});

describe('the files are at', () => {
  const rows: readonly (readonly [Variables, string, string])[] = [
    [{}, '/home/ana/.aws/config', '/home/ana/.aws/credentials'],
    [{ AWS_CONFIG_FILE: '/etc/aws', AWS_SHARED_CREDENTIALS_FILE: '~/keys' }, '/etc/aws', '/home/ana/keys'],
    [{ AWS_CONFIG_FILE: '$X/c', AWS_SHARED_CREDENTIALS_FILE: '${X}/$NOT', X: '/x' }, '/x/c', '/x/$NOT'],
    [{ AWS_CONFIG_FILE: '' }, devNull, '/home/ana/.aws/credentials'],
  ];
  it.each(rows)('%j', (variables, config, credentials) => {
    expect(locate(at(variables))).toEqual({ config: { file: config }, credentials: { file: credentials } });
  });

  it('a home folder whose name would be a pattern', () => {
    expect(locate(at({ AWS_CONFIG_FILE: '~/c' }, '/home/$&')).config).toEqual({ file: '/home/$&/c' });
  });
});

describe('what depends on the folder that the editor was started in is refused', () => {
  const rows: readonly (readonly [written: string, shown: string])[] = [
    ['keys', 'keys'],
    ['./keys', './keys'],
    ['../keys', '../keys'],
    ['~bob/keys', '~bob/keys'],
    ['$NOWHERE/keys', '$NOWHERE/keys'],
    ['${HERE}/keys', 'here/keys'],
  ];
  it.each(rows)('%s', (written, shown) => {
    const { credentials, config } = locate(at({ AWS_SHARED_CREDENTIALS_FILE: written, HERE: 'here' }));
    expect(credentials.refused?.message).toContain(`AWS_SHARED_CREDENTIALS_FILE is “${shown}”`);
    expect(config.refused).toBeUndefined();
  });

  it('also for the other file', () => {
    expect(locate(at({ AWS_CONFIG_FILE: 'c' })).config.refused?.message).toContain('AWS_CONFIG_FILE is “c”');
  });
});

describe('under a relative variable', () => {
  let home: string;
  let keys: string;

  beforeEach(async () => {
    await mkdir(OUTPUT, { recursive: true });
    home = await realpath(await mkdtemp(join(OUTPUT, 'aws-locate-')));
    keys = relative(process.cwd(), join(home, 'keys'));
    const hostile = BASE_KEYS.replace(/aws_access_key_id.*/, 'aws_access_key_id = AKIAHOSTILEHOSTILE00');
    await writeFile(join(home, 'keys'), hostile);
    await writeFile(join(home, 'config'), `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`);
  });
  afterEach(async () => {
    await rm(home, { recursive: true });
  });

  it('no profile can be told, and nothing of that folder is read', async () => {
    const variables = { AWS_CONFIG_FILE: join(home, 'config'), AWS_SHARED_CREDENTIALS_FILE: keys };
    const refusal = `AWS_SHARED_CREDENTIALS_FILE is “${keys}”`;
    const files = new AwsFiles(at(variables, home));
    const catalog = new Configuration(
      writtenSettings({ roles: [{ arn: roleArn('ops') }] }),
      files,
      at(variables, home),
      new KeptSecrets(),
    );
    const entries = await catalog.entries();
    expect(entries.map(({ kind, name }) => [kind, name])).toEqual([
      ['broken', '0'],
      ['broken', 'dev'],
      ['broken', 'ops'],
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({ problem: { message: expect.stringContaining(refusal) as string } });
    }
    expect(JSON.stringify(await files.read())).not.toContain('HOSTILE');
    const target = { kind: 'ad-hoc', arn: roleArn('x'), sourceProfile: 'base' } as const;
    await expect(catalog.plan({ target, overrides: {} })).rejects.toThrow(refusal);
    catalog.dispose();
    files.dispose();
  });
});
