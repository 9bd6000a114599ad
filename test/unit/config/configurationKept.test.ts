// Keys that the files name, and the secret storage has.
import { expect, it } from 'vitest';
import { Configuration } from '../../../src/config/configuration.js';
import { keptParameters, type KeptLine } from '../../../src/config/rules/ownProgram.js';
import { keepKeys } from '../../../src/config/sources/keptKeys.js';
import { configuredRole } from '../../../src/model/request.js';
import { KeptSecrets } from '../../support/keptSecrets.js';
import { writtenSettings } from '../../support/settings.js';
import { changingFiles, roleArn } from './read.js';

const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'MARKED' };
const ENVIRONMENT = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
const ROLE = `[profile dev]\nrole_arn = ${roleArn('dev')}\nsource_profile = base\n`;
const process = (line: KeptLine) =>
  `[profile base]\ncredential_process = '/an editor/role-sessions-credentials' ${keptParameters(line).join(' ')}\n`;

function open(config: string, credentials: string, secrets: KeptSecrets): Configuration {
  return new Configuration(writtenSettings(), changingFiles(config, credentials), ENVIRONMENT, secrets);
}

it('a role from keys in the secret storage has the plan that it had from the file, and their secret is read there', async () => {
  const secrets = new KeptSecrets();
  const line = await keepKeys(secrets, KEYS);
  const before = open(
    ROLE,
    `[base]\naws_access_key_id = ${KEYS.accessKeyId}\naws_secret_access_key = MARKED\n`,
    secrets,
  );
  const after = open(`${ROLE}${process(line)}`, '', secrets);
  const [was, is] = await Promise.all([before, after].map((each) => each.plan(configuredRole('profile:dev'))));
  expect({ ...is?.source, place: undefined }).toEqual({ ...was?.source, place: undefined });
  expect(is?.source.kind).toBe('static-keys');
  if (is?.source.kind === 'static-keys') expect(await after.readStaticKeys(is.source)).toEqual(KEYS);
  expect(await after.sourceProfiles()).toMatchObject([{ name: 'dev' }, { name: 'base', longTermKeys: true }]);
  expect((await after.entries()).map(({ name }) => name)).toEqual(['dev']);
});

it('keys that are not there, or are others than the file says, are none', async () => {
  const secrets = new KeptSecrets();
  const line = await keepKeys(secrets, KEYS);
  for (const wrong of [
    { ...line, id: '0'.repeat(32) },
    { ...line, accessKeyId: 'AKIAOTHEROTHEROTHER0' },
  ]) {
    const configuration = open(`${ROLE}${process(wrong)}`, '', secrets);
    const { source } = await configuration.plan(configuredRole('profile:dev'));
    if (source.kind !== 'static-keys') expect.fail(source.kind);
    await expect(configuration.readStaticKeys(source)).rejects.toThrow(/are not in the secret storage of this editor/);
  }
});

it('keys of the credentials file come before, as the AWS CLI has it', async () => {
  const secrets = new KeptSecrets();
  const line = await keepKeys(secrets, KEYS);
  const file = '[base]\naws_access_key_id = AKIAOTHEROTHEROTHER0\naws_secret_access_key = OTHER\n';
  const configuration = open(`${ROLE}${process(line)}`, file, secrets);
  const { source } = await configuration.plan(configuredRole('profile:dev'));
  if (source.kind !== 'static-keys') expect.fail(source.kind);
  expect((await configuration.readStaticKeys(source)).secretAccessKey).toBe('OTHER');
});
