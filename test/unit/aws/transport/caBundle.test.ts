import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateAuthorities } from '../../../../src/aws/transport/caBundle.js';
import { refusal } from '../../../support/refusal.js';
import { createSigner } from '../../../sandbox/idp/signer.js';

let folder: string;
/** PEM, without the line end behind it. */
let one: string;
let two: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authorities-'));
  [one, two] = (await Promise.all([createSigner(), createSigner()])).map(({ certificatePem }) =>
    certificatePem.trim(),
  ) as [string, string];
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;

async function written(text: string): Promise<string> {
  const file = path.join(folder, `${++files}.pem`);
  await writeFile(file, text);
  return file;
}

describe('the certificate authorities of a file', () => {
  it('are all that stand in it, whatever stands between', async () => {
    const trusted = two.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE');
    const file = await written(`# Ours\n${one}\n\n# Theirs\n${two}\r\n${trusted}\nand so on`);
    expect((await certificateAuthorities(file)).certificates).toEqual([one, two, trusted]);
  });

  it('are read again where the file has changed, and not otherwise', async () => {
    const file = await written(one);
    const first = await certificateAuthorities(file);
    expect(await certificateAuthorities(file)).toBe(first);
    await writeFile(file, two);
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    const second = await certificateAuthorities(file);
    expect(second.certificates).toEqual([two]);
    expect(second.id).not.toBe(first.id);
  });

  it('have a name of their own for each file', async () => {
    const [first, second] = [await written(one), await written(one)];
    const at = new Date();
    await Promise.all([utimes(first, at, at), utimes(second, at, at)]);
    const ids = [(await certificateAuthorities(first)).id, (await certificateAuthorities(second)).id];
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids.map((id) => id.replace(first, '').replace(second, ''))[0]).not.toBe('');
  });

  it.each<[string, () => string, RegExp]>([
    ['nothing', () => '', /^The file .*\.pem, which ca_bundle or AWS_CA_BUNDLE names, holds no PEM certificate\.$/],
    ['a key', () => one.replaceAll('CERTIFICATE', 'PRIVATE KEY'), /holds no PEM certificate\.$/],
    ['half of one', () => one.slice(0, -20), /holds no PEM certificate\.$/],
    [
      'one that is damaged behind one that is not',
      () => `${one}\n-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n`,
      /^Certificate 2 in .*\.pem, which ca_bundle or AWS_CA_BUNDLE names, is damaged\.$/,
    ],
  ])('are refused where it holds %s', async (_, text, message) => {
    expect(await refusal(certificateAuthorities(await written(text())))).toMatch(message);
  });

  it.each<[string, () => string, string]>([
    ['missing', () => path.join(folder, 'missing.pem'), 'there is no such file'],
    ['a folder', () => folder, 'not a regular file'],
    ['below a file', () => path.join(path.resolve('package.json'), 'x'), 'ENOTDIR'],
  ])('cannot be read where the file is %s', async (_, where, why) => {
    const file = where();
    expect(await refusal(certificateAuthorities(file))).toBe(
      `The certificate authorities (ca_bundle or AWS_CA_BUNDLE) in ${file} cannot be read: ${why}.`,
    );
    await expect(certificateAuthorities(file)).rejects.toHaveProperty('cause');
  });
});
