import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsFiles } from '../../../../src/config/files/awsFiles.js';
import { Configuration } from '../../../../src/config/configuration.js';
import { writtenSettings } from '../../../support/settings.js';
import type { Environment } from '../../../../src/model/environment.js';
import { BASE_KEYS, nameOf, roleArn } from '../read.js';
import { KeptSecrets } from '../../../support/keptSecrets.js';

const DEV = `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`;
let home: string;
let files: AwsFiles;
let catalog: Configuration;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'aws-files-')));
  const environment: Environment = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: home };
  files = new AwsFiles(environment, 20);
  catalog = new Configuration(writtenSettings(), files, environment, new KeptSecrets());
});

afterEach(async () => {
  catalog.dispose();
  files.dispose();
  await rm(home, { recursive: true });
});

const inHome = (name: string): string => join(home, '.aws', name);

async function writeAws(name: string, text: string): Promise<void> {
  await mkdir(join(home, '.aws'), { recursive: true });
  await writeFile(inHome(name), text);
}

async function makePipe(name: string): Promise<void> {
  await mkdir(join(home, '.aws'), { recursive: true });
  await promisify(execFile)('mkfifo', [inHome(name)]);
}

/** Changes the files until the change is announced: an edit made before the watcher has looked first goes unnoticed. */
async function changeBy(action: () => Promise<void>): Promise<void> {
  await catalog.entries();
  const announced = new AbortController();
  const subscription = catalog.onDidChange(() => announced.abort());
  while (!announced.signal.aborted) {
    await action();
    await setTimeout(150);
  }
  subscription.dispose();
}

describe('edits are picked up', () => {
  const names = async (): Promise<string[]> => (await catalog.entries()).map(nameOf);

  it('when the folder appears later', async () => {
    expect(await names()).toEqual([]);
    await changeBy(() => writeAws('config', DEV));
    expect(await names()).toEqual(['dev']);
  });

  it('when the file is replaced by rename', async () => {
    await writeAws('config', DEV);
    await changeBy(async () => {
      await writeFile(inHome('new'), DEV.replace('profile dev', 'profile two'));
      await rename(inHome('new'), inHome('config'));
    });
    expect(await names()).toEqual(['two']);
  });

  it('when the file comes and goes', async () => {
    let there = false;
    await changeBy(async () => {
      await (there ? rm(inHome('config')) : writeAws('config', DEV));
      there = !there;
    });
    await rm(inHome('config'), { force: true });
    expect(await names()).toEqual([]);
  });

  it('behind a symbolic link', async () => {
    await writeAws('elsewhere', DEV);
    await symlink(inHome('elsewhere'), inHome('config'));
    await changeBy(() => writeFile(inHome('elsewhere'), `${DEV}[profile two]\nrole_arn = x\n`));
    expect(await names()).toEqual(['dev', 'two']);
  });

  it('and nothing is where a file that is not there stays so', async () => {
    let told = 0;
    files.onDidChange(() => told++);
    await files.read();
    await setTimeout(400);
    expect(told).toBe(0);
  });

  it('and not any more once nobody wants to know', async () => {
    let told = 0;
    await writeAws('config', DEV);
    files.onDidChange(() => told++);
    await files.read();
    await setTimeout(50);
    await writeAws('config', '');
    files.dispose();
    await setTimeout(300);
    expect(told).toBe(0);
  });

  it('also before anyone has announced them', async () => {
    await writeAws('config', DEV);
    expect(await names()).toEqual(['dev']);
    await writeAws('config', '');
    expect(await names()).toEqual([]);
  });

  it('and are what entries are made anew for', async () => {
    await writeAws('config', DEV);
    expect(await catalog.entries()).toBe(await catalog.entries());
  });
});

it.each([
  ['a folder', () => mkdir(inHome('config'), { recursive: true }), 'not a regular file'],
  ['a named pipe', () => makePipe('config'), 'not a regular file'],
  ['a link to itself', () => symlink(inHome('config'), inHome('config')), 'its symbolic links go in a circle'],
])('%s in place of the config file is a broken entry', async (_, make, reason) => {
  await writeAws('credentials', `${BASE_KEYS}[two]\nrole_arn = ${roleArn('two')}\nsource_profile = base\n`);
  await make();
  const entries = await catalog.entries();
  expect(entries.map((found) => [found.kind, nameOf(found)])).toEqual([
    ['broken', inHome('config')],
    ['ready', 'two'],
  ]);
  expect(entries[0]).toMatchObject({ problem: { message: `${inHome('config')} cannot be read: ${reason}.` } });
});

it('a file that is not UTF-8 says where, and its sections are broken', async () => {
  await mkdir(join(home, '.aws'), { recursive: true });
  await writeFile(inHome('config'), Buffer.from(`${DEV}# f\u00fcr Anna\n`, 'latin1'));
  await writeAws('credentials', `${BASE_KEYS}[two]\nrole_arn = ${roleArn('two')}\nsource_profile = base\n`);
  const entries = await catalog.entries();
  const message = 'Line 4 has a character in it that is not UTF-8.';
  expect(entries.map((found) => [found.kind, nameOf(found)])).toEqual([
    ['broken', inHome('config')],
    ['broken', 'dev'],
    ['ready', 'two'],
  ]);
  expect(entries.slice(0, 2)).toMatchObject([{ problem: { message } }, { problem: { message } }]);
});

describe('the two files are read', () => {
  it('as they are, and where they are', async () => {
    await writeAws('config', '\uFEFF[default]\n');
    expect(await files.read()).toStrictEqual({
      config: { file: inHome('config'), text: '\uFEFF[default]\n' },
      credentials: { file: inHome('credentials'), text: undefined },
      legacy: undefined,
    });
    await writeFile(inHome('config'), Buffer.from('[a]\n\u00e9', 'latin1'));
    await mkdir(inHome('credentials'));
    expect(await files.read()).toStrictEqual({
      config: { file: inHome('config'), text: '[a]\n\uFFFD', damagedAt: 2 },
      credentials: { file: inHome('credentials'), text: undefined, unreadable: 'not a regular file' },
      legacy: undefined,
    });
  });

  it('but not where there is none, nor where nobody knows which', async () => {
    const variables = { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: 'keys' };
    const others = new AwsFiles({ variables, userName: 'ana', hostName: 'desk', homeDirectory: home });
    const { config, credentials } = await others.read();
    expect(config).toStrictEqual({ file: devNull, text: undefined });
    expect(credentials).toMatchObject({
      file: 'keys',
      text: undefined,
      refused: { message: expect.stringContaining('AWS_SHARED_CREDENTIALS_FILE is “keys”') as string },
    });
    others.dispose();
  });
});

describe('a file of older tools, where the AWS CLI finds keys too,', () => {
  const legacy = async (variables: Readonly<Record<string, string>>) => {
    const others = new AwsFiles({ variables, userName: 'ana', hostName: 'desk', homeDirectory: home });
    const found = (await others.read()).legacy;
    others.dispose();
    return found?.replace(home, '~');
  };

  beforeEach(async () => {
    await writeFile(join(home, '.boto'), '');
    await writeFile(join(home, 'ec2'), '');
    await mkdir(join(home, 'folder'));
  });

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['that of boto', {}, '~/.boto'],
    ['that of EC2 before it', { AWS_CREDENTIAL_FILE: '~/ec2' }, '~/ec2'],
    ['not one of EC2 that is not there', { AWS_CREDENTIAL_FILE: '~/none' }, '~/.boto'],
    ['not an empty name', { AWS_CREDENTIAL_FILE: '' }, '~/.boto'],
    ['another one of boto', { BOTO_CONFIG: '$HERE/ec2', HERE: '~' }, '~/ec2'],
    ['no other than that', { BOTO_CONFIG: '~/none' }, undefined],
    ['none of boto', { BOTO_CONFIG: '' }, undefined],
    ['no folder', { BOTO_CONFIG: '~/folder' }, undefined],
    ['one that depends on a folder, which is not looked for', { BOTO_CONFIG: 'none' }, 'none'],
  ])('is %s', async (_, variables, expected) => {
    expect(await legacy(variables)).toBe(expected);
  });
});
