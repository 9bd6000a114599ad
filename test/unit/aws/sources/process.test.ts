import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processCredentials } from '../../../../src/aws/sources/process.js';
import type { ProcessSource } from '../../../../src/model/plan/source.js';
import { refusal } from '../../../support/refusal.js';
import { PLACE, sourceContext, type Circumstances } from '../../../support/sourceContext.js';

const SOURCE: ProcessSource = { kind: 'process', profile: 'tool', program: 'helper', place: PLACE };
const SOON = new Date(Date.now() + 3_600_000).toISOString();
const KEYS = { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'MARKED-SECRET' };
const GIVEN = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'MARKED-SECRET' };
const IT = 'credential_process of profile tool';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'process-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(reply: unknown, circumstances: Circumstances = {}) {
  const file = path.join(folder, 'reply');
  await writeFile(file, typeof reply === 'string' ? reply : JSON.stringify(reply));
  return processCredentials(SOURCE, sourceContext({ process: `cat ${file}`, ...circumstances }));
}

describe('credential_process', () => {
  it('gives temporary keys', async () => {
    const reply = { Version: 1, ...KEYS, SessionToken: 'token', Expiration: SOON, AccountId: '123456789012' };
    expect(await run(reply)).toStrictEqual({ ...GIVEN, sessionToken: 'token', expiration: Date.parse(SOON) });
  });

  it.each([{}, { SessionToken: null, Expiration: null }, { SessionToken: '' }])(
    'gives lasting keys: %j',
    async (rest) => {
      expect(await run({ Version: 1, ...KEYS, ...rest })).toStrictEqual(GIVEN);
    },
  );

  it.each<[string, unknown, string]>([
    ['nothing', '', 'gave nothing.'],
    ['no JSON', 'MARKED-SECRET, as asked', 'gave something that is not JSON.'],
    ['no version', KEYS, 'gave no Version. It must be the number 1.'],
    ['another version', { Version: 2, ...KEYS }, 'gave another Version. It must be the number 1.'],
    ['a version in quotes', { Version: '1', ...KEYS }, 'gave another Version. It must be the number 1.'],
    ['no version but null', { Version: null, ...KEYS }, 'gave another Version. It must be the number 1.'],
    ['no secret', { Version: 1, AccessKeyId: 'AKIA' }, 'gave no SecretAccessKey.'],
    ['a number', { Version: 1, ...KEYS, SessionToken: 7 }, 'gave a SessionToken that is not a text.'],
    [
      'an empty time',
      { Version: 1, ...KEYS, Expiration: '' },
      'gave an Expiration that is not a time with its zone, such as 2030-01-31T12:00:00Z.',
    ],
    [
      'a past time',
      { Version: 1, ...KEYS, Expiration: '2020-01-01T00:00:00Z' },
      'gave credentials that expired at 2020-01-01T00:00:00Z. Get new ones, then try again.',
    ],
  ])('gives %s, which is refused without a word of it', async (_, reply, text) => {
    expect(await refusal(run(reply))).toBe(`${IT} ${text}`);
  });

  it('is named as it starts, and runs with the environment of the plan', async () => {
    const steps: string[] = [];
    const reply = JSON.stringify({ Version: 1, ...KEYS, SessionToken: '$MARK' }).replace('$MARK', '\'"$MARK"\'');
    const credentials = await run('', {
      process: `sh -c "printf %s '${reply.replaceAll('"', '\\"')}'"`,
      variables: { MARK: 'of-the-plan' },
      interaction: { report: (step) => void steps.push(step) },
    });
    expect(credentials.sessionToken).toBe('of-the-plan');
    expect(steps).toEqual([`waiting for ${IT}`]);
  });

  it('fails, and its own words are shown', async () => {
    const process = `ls ${folder}/no-such-file`;
    expect(await refusal(run('', { process }))).toMatch(
      /^credential_process of profile tool failed with exit code 2: .*no-such-file/,
    );
  });
});
