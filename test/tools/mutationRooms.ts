// The rooms that `npm run mutation` measures: what of them is mutated, and the tests that have to notice.

export interface Room {
  readonly name: string;
  /** Globs, from the checkout's root; one that begins with ! takes files out. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

const MODEL_TESTS = ['test/unit/model/**/*.test.ts'];
const CONFIG_TESTS = ['test/unit/config/**/*.test.ts'];

/** A room is tested by its mirror below test/unit and test/flows. */
function room(name: string, { without = [] as readonly string[], tests = [] as readonly string[] } = {}): Room {
  const floors = ['unit', 'flows'].map((floor) => `test/${floor}/${name}/**/*.test.ts`);
  return {
    name,
    mutate: [`src/${name}/**/*.ts`, ...without.map((file) => `!src/${name}/${file}`)],
    tests: tests.length === 0 ? floors : tests,
  };
}

/**
 * Those that decide about identity, secrets and bytes. Shells on the editor are left out: the tests in the extension
 * host and in the workbench are theirs.
 */
export const ROOMS: readonly Room[] = [
  room('base'),
  ...['plan', 'session', 'sessionText', 'variables'].map((name) => room(`model/${name}`, { tests: MODEL_TESTS })),
  { name: 'model/root', mutate: ['src/model/*.ts'], tests: MODEL_TESTS },
  room('process'),
  ...['files', 'plan', 'request', 'rules', 'settings', 'sources', 'write'].map((name) =>
    room(`config/${name}`, { tests: CONFIG_TESTS }),
  ),
  { name: 'config/catalog', mutate: ['src/config/*.ts', '!src/config/index.ts'], tests: CONFIG_TESTS },
  room('signIn'),
  room('iam'),
  room('denials', { without: ['index.ts'] }),
  room('roleSetup', { without: ['index.ts', 'asking/**', 'effects/**'] }),
  room('revoking', { without: ['index.ts'] }),
  room('aws/sts', { tests: ['test/unit/aws/sts/**/*.test.ts', 'test/flows/aws/**/*.test.ts'] }),
  room('aws/sources', { tests: ['test/unit/aws/sources/**/*.test.ts', 'test/flows/aws/**/*.test.ts'] }),
  room('aws/identityCenter'),
  room('aws/transport', { tests: ['test/unit/aws/transport/**/*.test.ts', 'test/flows/aws/transport.test.ts'] }),
  room('aws/s3', { tests: ['test/unit/aws/s3/**/*.test.ts', 'test/flows/s3/**/*.test.ts'] }),
  {
    name: 'aws/executePlan',
    mutate: ['src/aws/executePlan.ts'],
    tests: ['test/unit/aws/*.test.ts', 'test/flows/aws/*.test.ts'],
  },
  room('session/book', { tests: ['test/unit/session/book/!(random).test.ts'] }), // stories by chance would give another score each time
  room('session/keep'),
  room('session/windows'),
  room('session/folderRoles', { without: ['index.ts'] }),
  room('session/bringing', { without: ['{index,register}.ts'] }),
  room('session/commands', { without: ['identityCenterCommands.ts'] }),
  {
    name: 'session/root',
    mutate: ['src/session/*.ts', '!src/session/{assume,definitions,index}.ts'],
    tests: ['test/unit/session/*.test.ts'],
  },
  {
    name: 'lending/endpoint',
    mutate: ['src/lending/endpoint/**/*.ts'],
    tests: ['test/unit/lending/endpoint/*.test.ts', 'test/flows/lending/endpoint.test.ts'],
  },
  { name: 'lending/root', mutate: ['src/lending/{lend,pledge}.ts'], tests: ['test/unit/lending/*.test.ts'] },
  {
    name: 'lending/helper',
    mutate: ['src/lending/helper/**/*.ts'],
    tests: ['test/unit/lending/helper/**/*.test.ts', 'test/flows/lending/*.test.ts'],
  },
  room('identity', {
    tests: ['test/unit/identity/*.test.ts', 'test/unit/terminals/{environment/holding,identity/identityText}.test.ts'],
  }),
  room('sessionsView', { without: ['index.ts'] }),
  room('terminals/environment', {
    tests: ['test/unit/terminals/environment/*.test.ts', 'test/unit/terminals/opening/boundShell.test.ts'],
  }),
  {
    name: 'terminals/opening',
    mutate: ['src/terminals/opening/{splitText,terminalChoices,terminalLook,roleOfTerminal}.ts'],
    tests: ['test/unit/terminals/opening/*.test.ts'],
  },
  {
    name: 'terminals/identity',
    mutate: ['src/terminals/identity/{foreground,identityText,refusals}.ts'],
    tests: ['test/unit/terminals/identity/*.test.ts'],
  },
  room('debug', { without: ['index.ts'] }),
  room('audit', { without: ['index.ts'] }),
  room('exporting', { without: ['index.ts'] }),
  room('console', { without: ['index.ts'] }),
  room('snippets', { without: ['index.ts'] }),
  room('notebooks', { without: ['{index,jupyter,notebookIdentity,notebookUses}.ts'] }),
  room('logins', { without: ['{index,readyToType}.ts'] }),
  room('api', { without: ['{index,lazyExports,manageAccess}.ts', '*.d.ts'] }),
  room('s3/names'),
  room('s3/listing', { tests: ['test/unit/s3/listing/**/*.test.ts', 'test/flows/s3/explorer.test.ts'] }),
  room('s3/store', { tests: ['test/unit/s3/store/**/*.test.ts', 'test/flows/s3/**/*.test.ts'] }),
  room('s3/transfer', { tests: ['test/unit/s3/transfer/**/*.test.ts', 'test/flows/s3/transfers.test.ts'] }),
];
