// Whether botocore, which reads the AWS files for the AWS CLI, reads a changed profile as it is meant, and all others as before.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Checked } from '../../src/base/checked.js';
import type { SharedFiles } from '../../src/config/files/fileText.js';
import { parseIni } from '../../src/config/files/ini.js';
import {
  addProfile,
  deleteProfile,
  dependants,
  editProfile,
  renameProfile,
  type Changes,
} from '../../src/config/write/profileEdits.js';
import { modernAwsCliFolder } from '../tools/awsCli.js';
import { cleanEnvironment } from '../tools/environment.js';
import { awsFile } from '../unit/config/write/profileFiles.js';
import { pythonCli } from './forks.js';

/** What botocore says of each pair of files: its profiles, or null where it refuses them. */
const PYTHON = `
import json, os, sys
import botocore.exceptions, botocore.session
folder = sys.argv[1]
paths = [os.path.join(folder, name) for name in ('config', 'credentials')]
os.environ['AWS_CONFIG_FILE'], os.environ['AWS_SHARED_CREDENTIALS_FILE'] = paths
said = []
session = botocore.session.Session()
for texts in json.load(sys.stdin):
    for path, text in zip(paths, texts):
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(text)
    try:
        session._config = None
        said.append(session.full_config['profiles'])
    except botocore.exceptions.BotoCoreError:
        said.append(None)
json.dump(said, sys.stdout)
`;

type Read = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Texts = readonly [config: string, credentials: string];

async function readByBotocore(all: readonly Texts[]): Promise<readonly (Read | null)[]> {
  const aws = await modernAwsCliFolder();
  const cli = aws === undefined ? undefined : await pythonCli(join(aws, 'aws'));
  if (cli === undefined) throw new Error('There is no AWS CLI that is written in Python.');
  const folder = await mkdtemp(join(tmpdir(), 'profile-edits-'));
  try {
    const env = cleanEnvironment({ HOME: folder, PYTHONUTF8: '1' });
    const child = spawn(cli.interpreter, ['-c', PYTHON, folder], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(all));
    return JSON.parse(await textOf(child.stdout)) as (Read | null)[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Of others botocore reads nothing. */
function isRead(text: string): boolean {
  const { sections, problems } = parseIni(text);
  return [...problems, ...sections.flatMap((section) => section.problems)].length === 0;
}

const ROLE = { role_arn: 'arn:aws:iam::123456789012:role/fresh', source_profile: 'a', region: 'eu-west-1' };
const KEYS = { aws_access_key_id: 'AKIAIOSFODNN7EXAMPLE', aws_secret_access_key: 'a/b+c=d:e#f' };

interface Change {
  readonly what: string;
  readonly make: (files: SharedFiles) => Checked<Changes>;
  /** @param inherits what it is now, where a new section also has what all inherit */
  readonly meant: (read: Read, inherits: Read) => Read;
}

const without = (read: Read, name: string): Read =>
  Object.fromEntries(Object.entries(read).filter(([key]) => key !== name));

const CHANGES: readonly Change[] = [
  {
    what: 'added',
    make: (files) =>
      addProfile(files, {
        name: 'Ünï code',
        config: new Map(Object.entries(ROLE)),
        credentials: new Map(Object.entries(KEYS)),
      }),
    meant: (read, inherits) => ({ ...read, 'Ünï code': { ...inherits['Ünï code'], ...ROLE, ...KEYS } }),
  },
  {
    what: 'set',
    make: (files) => editProfile(files, 'a', new Map([...Object.entries(ROLE), ['mfa_serial', undefined]])),
    meant: (read, inherits) => {
      const { mfa_serial: _, ...rest } = { ...inherits['a'], ...read['a'] };
      return { ...read, a: { ...rest, ...ROLE } };
    },
  },
  {
    what: 'renamed',
    make: (files) => renameProfile(files, 'a', 'new name', dependants(files, 'a')),
    meant: (read) => {
      const renamed = Object.entries(read).map(([name, values]) => [
        name === 'a' ? 'new name' : name,
        values['source_profile'] === 'a' ? { ...values, source_profile: 'new name' } : values,
      ]);
      return Object.fromEntries(renamed) as Read;
    },
  },
  { what: 'deleted', make: (files) => deleteProfile(files, 'a'), meant: (read) => without(read, 'a') },
];

it('botocore reads what was changed as it is meant, and all else as before', async () => {
  const credentials = awsFile.map((text) => text.replaceAll(/\[profile {1,2}"?(\w+)"?\]/g, '[$1]'));
  const cases = fc
    .sample(fc.tuple(awsFile, credentials), { numRuns: 14_000, seed: 20261130 })
    .filter((texts) => texts.every(isRead))
    .flatMap(([config, keys]) =>
      CHANGES.flatMap(({ what, make, meant }) => {
        const files = {
          config: { file: 'config', text: config },
          credentials: { file: 'credentials', text: keys },
        };
        const changes = make(files);
        if (!changes.ok || changes.value.length === 0) return [];
        const after = (file: string, text: string) =>
          changes.value.find((change) => change.file === file)?.after ?? text;
        const before: Texts = [config, keys];
        return [{ what, meant, before, after: [after('config', config), after('credentials', keys)] as Texts }];
      }),
    );
  const read = await readByBotocore(cases.flatMap(({ before, after }) => [before, after]));
  const counted = new Map<string, number>();
  for (const [index, { what, meant, before, after }] of cases.entries()) {
    const [was, is] = [read[2 * index], read[2 * index + 1]];
    if (was === null || was === undefined) continue; // a [DEFAULT] that our reader takes for fine
    expect(is, JSON.stringify({ what, before, after })).toEqual(
      meant(was, before.join().includes('[DEFAULT]') ? (is ?? {}) : {}),
    );
    counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  for (const { what } of CHANGES) expect(counted.get(what) ?? 0, what).toBeGreaterThan(150);
}, 120_000);
