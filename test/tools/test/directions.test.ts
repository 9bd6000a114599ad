// Each rule of .config/dependency-cruiser.mjs bites: a small house of its own, with a file that breaks it.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rules from '../../../.config/dependency-cruiser.mjs';

const ROOT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const type = (path: string) => `import type { It } from '${path}';\nexport type Mine = It;\n`;
const value = (path: string) => `import { it } from '${path}';\nexport const mine = it;\n`;

/** A rule, a file that breaks it, and what the file says. Types are imports like others. */
const BREACHES: readonly (readonly [string, string, string])[] = [
  ['base stays on its floor', 'src/base/a.ts', type('../model/thing.js')],
  ['model stays on its floor', 'src/model/a.ts', type('../config/thing.js')],
  ['editor stays on its floor', 'src/editor/a.ts', type('../process/thing.js')],
  ['process stays on its floor', 'src/process/a.ts', type('../signIn/thing.js')],
  ['signIn stays on its floor', 'src/signIn/a.ts', type('../aws/thing.js')],
  ['iam stays on its floor', 'src/iam/a.ts', type('../signIn/thing.js')],
  ['config stays on its floor', 'src/config/plan/a.ts', type('../../ask/thing.js')],
  ['aws stays on its floor', 'src/aws/sts/a.ts', type('../../s3/names/thing.js')],
  ['ask stays on its floor', 'src/ask/a.ts', type('../session/thing.js')],
  ['session stays on its floor', 'src/session/a.ts', type('../terminals/thing.js')],
  ['lending stays on its floor', 'src/lending/a.ts', type('../terminals/thing.js')],
  ['identity stays on its floor', 'src/identity/a.ts', type('../terminals/thing.js')],
  ['api stays on its floor', 'src/api/a.ts', type('../terminals/thing.js')],
  ['statusBar stays on its floor', 'src/statusBar/a.ts', type('../s3/thing.js')],
  ['sessionsView stays on its floor', 'src/sessionsView/a.ts', type('../statusBar/thing.js')],
  ['terminals stays on its floor', 'src/terminals/a.ts', type('../statusBar/thing.js')],
  ['debug stays on its floor', 'src/debug/a.ts', type('../terminals/thing.js')],
  ['exporting stays on its floor', 'src/exporting/a.ts', type('../audit/thing.js')],
  ['console stays on its floor', 'src/console/a.ts', type('../exporting/thing.js')],
  ['snippets stays on its floor', 'src/snippets/a.ts', type('../console/thing.js')],
  ['logins stays on its floor', 'src/logins/a.ts', type('../exporting/thing.js')],
  ['notebooks stays on its floor', 'src/notebooks/a.ts', type('../exporting/thing.js')],
  ['policyDocuments stays on its floor', 'src/policyDocuments/a.ts', type('../notebooks/thing.js')],
  ['denials stays on its floor', 'src/denials/a.ts', type('../policyDocuments/thing.js')],
  ['roleSetup stays on its floor', 'src/roleSetup/a.ts', type('../denials/thing.js')],
  ['revoking stays on its floor', 'src/revoking/a.ts', type('../denials/thing.js')],
  ['audit stays on its floor', 'src/audit/a.ts', type('../terminals/thing.js')],
  ['onDemand stays on its floor', 'src/onDemand/a.ts', type('../wiring/thing.js')],
  ['s3 stays on its floor', 'src/s3/explorer/a.ts', type('../../terminals/thing.js')],
  ['the manifest tells the configuration', 'src/manifest/a.ts', type('../terminals/thing.js')],
  ['nothing needs the manifest', 'src/other.ts', type('./manifest/thing.js')],
  ['config/rules stays on its floor', 'src/config/rules/b.ts', type('../files/thing.js')],
  ['config/files stays on its floor', 'src/config/files/b.ts', type('../sources/thing.js')],
  ['config/sources stays on its floor', 'src/config/sources/b.ts', type('../plan/thing.js')],
  ['config/plan stays on its floor', 'src/config/plan/b.ts', type('../settings/thing.js')],
  ['config/settings stays on its floor', 'src/config/settings/b.ts', type('../request/thing.js')],
  ['config/request stays on its floor', 'src/config/request/b.ts', type('../settings/thing.js')],
  ['config/write stays on its floor', 'src/config/write/b.ts', type('../settings/thing.js')],
  ['s3/names stays on its floor', 'src/s3/names/b.ts', type('../store/thing.js')],
  ['s3/store stays on its floor', 'src/s3/store/b.ts', type('../transfer/thing.js')],
  ['s3/listing stays on its floor', 'src/s3/listing/b.ts', type('../edit/thing.js')],
  ['s3/edit stays on its floor', 'src/s3/edit/b.ts', type('../transfer/thing.js')],
  ['s3/transfer stays on its floor', 'src/s3/transfer/b.ts', type('../explorer/thing.js')],
  ['s3/explorer stays on its floor', 'src/s3/explorer/b.ts', type('../tabs/thing.js')],
  ['aws/transport stays on its floor', 'src/aws/transport/b.ts', type('../sts/thing.js')],
  ['aws/sts stays on its floor', 'src/aws/sts/b.ts', type('../sources/thing.js')],
  ['aws/identityCenter stays on its floor', 'src/aws/identityCenter/b.ts', type('../sts/thing.js')],
  ['aws/s3 stays on its floor', 'src/aws/s3/b.ts', type('../sources/thing.js')],
  ['aws/iam stays on its floor', 'src/aws/iam/b.ts', type('../sources/thing.js')],
  ['aws/sources stays on its floor', 'src/aws/sources/b.ts', type('../iam/thing.js')],
  ['session/book stays on its floor', 'src/session/book/b.ts', type('../keep/thing.js')],
  ['session/keep stays on its floor', 'src/session/keep/b.ts', type('../windows/thing.js')],
  ['session/windows stays on its floor', 'src/session/windows/b.ts', type('../commands/thing.js')],
  ['session/bringing stays on its floor', 'src/session/bringing/b.ts', type('../commands/thing.js')],
  ['session/folderRoles stays on its floor', 'src/session/folderRoles/b.ts', type('../windows/thing.js')],
  ['ask/rows stays on its floor', 'src/ask/rows/b.ts', type('../kit/thing.js')],
  ['ask/kit stays on its floor', 'src/ask/kit/b.ts', type('../forms/thing.js')],
  ['ask/interaction stays on its floor', 'src/ask/interaction/b.ts', type('../forms/thing.js')],
  ['ask/forms stays on its floor', 'src/ask/forms/b.ts', type('../profiles/thing.js')],
  ['ask/profiles stays on its floor', 'src/ask/profiles/b.ts', type('../forms/thing.js')],
  ['no cycles', 'src/base/one.ts', `${type('./two.js')}export interface It {}\n`],
  ['consumers see no session room', 'src/statusBar/c.ts', type('../session/thing.js')],
  ['consumers see no session room', 'src/identity/c.ts', type('../ask/thing.js')],
  ['lending sees no session room', 'src/lending/c.ts', type('../session/thing.js')],
  ['s3 stays on its floor', 'src/s3/tabs/a.ts', type('../../wiring/thing.js')],
  ['wiring stays on its floor', 'src/wiring/a.ts', type('../manifest/thing.js')],
  ['rooms know no activation', 'src/base/c.ts', type('../extension.js')],
  ['activation loads the wiring later', 'src/extension.ts', `${value('./wiring/thing.js')}export interface It {}\n`],
  [
    'pure rooms know no editor',
    'src/sessionsView/rows.ts',
    `import type { Uri } from 'vscode';\nexport type Mine = Uri;\n`,
  ],
  ['pure rooms know no editor', 'src/identity/d.ts', type('../editor/thing.js')],
  ['pure rooms know no editor', 'src/aws/c.ts', `import type { Uri } from 'vscode';\nexport type Mine = Uri;\n`],
  ['pure rooms know no editor', 'src/config/c.ts', type('../editor/thing.js')],
  ['bundles are loaded in one place', 'src/s3/c.ts', `export const load = () => import('./thing.js');\n`],
  [
    'the SDK in aws alone',
    'src/session/c.ts',
    `import type { S3 } from '@aws-sdk/client-s3';\nexport type Mine = S3;\n`,
  ],
  ['aws from outside as types', 'src/session/d.ts', value('../aws/thing.js')],
  ['words in one place', 'src/base/e.ts', `import * as l10n from '@vscode/l10n';\nexport const mine = l10n.t;\n`],
  ['nothing unresolved', 'src/base/d.ts', type('./gone.js')],
];

/** What breaks nothing, though it looks alike. */
const ALLOWED: readonly (readonly [string, string])[] = [
  ['src/session/e.ts', type('../aws/thing.js')],
  ['src/bundles.ts', `export const loadAws = () => import('./aws/thing.js');\n`],
  ['src/config/index.ts', type('../editor/thing.js')],
  ['src/aws/e.ts', `import type { S3 } from '@aws-sdk/client-s3';\nexport type Mine = S3;\n`],
  ['src/statusBar/e.ts', type('../model/thing.js')],
  ['src/lending/e.ts', type('../config/thing.js')],
  ['src/manifest/e.ts', type('../config/thing.js')],
];

let folder: string;
let violations: readonly Violation[];

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'directions-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "moduleResolution": "bundler" } }');
  const written = [...BREACHES.map(([, file, text]) => [file, text] as const), ...ALLOWED];
  for (const [file, text] of written) {
    const target = /from '(\.[^']+)\.js'|import\('(\.[^']+)\.js'\)/.exec(text);
    const name = target?.[1] ?? target?.[2];
    if (name?.endsWith('thing') === true) {
      write(join(dirname(file), `${name}.ts`), 'export interface It {}\nexport const it = 1;\n');
    }
  }
  write('src/base/two.ts', `${type('./one.js')}export interface It {}\n`);
  for (const [file, text] of written) write(file, text);
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(ROOT, '.config/dependency-cruiser.mjs');
  const { stdout } = await run(process.execPath, [cruiser, '--config', config, '-T', 'json', 'src'], {
    cwd: folder,
    maxBuffer: 2 ** 26,
  }).catch((error: unknown) => error as { stdout: string }); // violations end it with their number
  violations = (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the direction of imports', () => {
  it.each(BREACHES)('%s: %s', (rule, file) => {
    expect(violations.filter(({ from }) => from === file).map(({ rule: { name } }) => name)).toContain(rule);
  });

  it.each(ALLOWED)('%s is as it may be', (file) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });

  it('has no rule that nothing here breaks', () => {
    const names = rules.forbidden?.map(({ name }) => name) ?? [];
    expect([...new Set(names)].sort()).toEqual([...new Set(BREACHES.map(([rule]) => rule))].sort());
  });
});
