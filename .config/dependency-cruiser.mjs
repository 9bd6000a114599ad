// Who may import whom: the house of src/README.md, on resolved paths, types included.

/** From the ground up: a room imports from the floors below its own, and within itself. */
const FLOORS = [
  ['base'],
  ['model'],
  ['editor', 'process', 'signIn', 'iam'],
  ['config'],
  ['aws'],
  ['ask'],
  ['session'],
  ['lending'],
  ['identity'],
  [
    'statusBar',
    'sessionsView',
    'terminals',
    'debug',
    's3',
    'audit',
    'exporting',
    'console',
    'snippets',
    'logins',
    'notebooks',
    'policyDocuments',
    'denials',
    'roleSetup',
    'revoking',
    'api',
  ],
  ['wiring', 'onDemand'],
  ['manifest'],
];

/** Rooms that tests reach without an editor. */
const PURE = [
  'base',
  'model',
  'process',
  'signIn',
  'iam',
  'aws',
  'config/(?!index[.]ts$)',
  'ask/rows',
  'session/(book|windows/(?!windows[.]ts$)|folderRoles/(?!(index|folderRoles)[.]ts$))',
  'identity',
  'statusBar/statusText[.]ts$',
  'sessionsView/rows[.]ts$',
  's3/(names|store|listing|transfer)',
  'terminals/environment',
  'terminals/identity/(foreground|identityText|awsProfiles|refusals)[.]ts$',
  'terminals/opening/(terminalLook|terminalChoices|splitText)[.]ts$',
  'debug/debugVariables[.]ts$',
  'audit/(?!index[.]ts$)',
  'exporting/(?!index[.]ts$)',
  'console/(?!index[.]ts$)',
  'snippets/(?!index[.]ts$)',
  'logins/loginCommands[.]ts$',
  'policyDocuments/(snippetOf|simulation)[.]ts$',
  'denials/(?!(index|lookInIam|changePolicy)[.]ts$)',
  'roleSetup/(?!(index[.]ts$|asking/|effects/))',
  'revoking/(?!index[.]ts$)',
  'notebooks/(kernelCode|kernelProbe|kernelVerdict|kernelText|givenKernels)[.]ts$',
  'lending/(?!(terminalLending|index|register|helper/serveHelper|profile/profileCommands)[.]ts$)',
  'api/(?!(index|lazyExports|manageAccess|roleSessions[.]d)[.]ts$)',
  'manifest',
];

/** Inside src/config: what the files say, what AWS accepts, where credentials come from, how they are reached. */
const CONFIG_FLOORS = [['rules'], ['files'], ['sources'], ['plan'], ['settings', 'request', 'write']];

/** Inside src/s3. */
const S3_FLOORS = [['names'], ['store'], ['listing', 'edit', 'transfer'], ['explorer'], ['tabs']];

/** Inside src/aws. */
const AWS_FLOORS = [['transport'], ['sts', 'identityCenter', 's3'], ['sources', 'iam']];

/** Inside src/ask. */
const ASK_FLOORS = [['rows', 'kit'], ['interaction'], ['forms', 'profiles']];

/** Inside src/session. */
const SESSION_FLOORS = [['book', 'keep'], ['windows', 'folderRoles'], ['bringing'], ['commands']];

/** @param {readonly string[]} rooms */
const oneOf = (rooms) => `(${rooms.join('|')})`;

/**
 * Of each floor: nothing above it, and no other room on it.
 * @param {string} root '' or a folder with its slash
 * @param {readonly (readonly string[])[]} floors from the ground up
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function upwards(root, floors) {
  return floors.flatMap((rooms, level) => {
    const above = floors.slice(level + 1).flat();
    return rooms.flatMap((room) => {
      const offLimits = [...above, ...rooms.filter((other) => other !== room)];
      return offLimits.length === 0
        ? []
        : {
            name: `${root}${room} stays on its floor`,
            comment: `src/${root}${room} is on a floor below, or beside: src/README.md has the floors.`,
            severity: 'error',
            from: { path: `^src/${root}${room}/` },
            to: { path: `^src/${root}${oneOf(offLimits)}/` },
          };
    });
  });
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...upwards('', FLOORS),
    ...upwards('config/', CONFIG_FLOORS),
    ...upwards('s3/', S3_FLOORS),
    ...upwards('aws/', AWS_FLOORS),
    ...upwards('ask/', ASK_FLOORS),
    ...upwards('session/', SESSION_FLOORS),
    {
      name: 'no cycles',
      comment: 'Two files that need each other are one, or need a third. Types count.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'consumers see no session room',
      comment:
        'Consumers see model/sessionReader, and act by command id. What asks step by step is the same for everybody.',
      severity: 'error',
      from: {
        path: '^src/(identity|statusBar|sessionsView|terminals|debug|s3|audit|exporting|console|snippets|logins|notebooks|policyDocuments|denials|roleSetup|revoking|api)/',
      },
      to: { path: '^src/(session|config|ask)/', pathNot: '^src/ask/kit/' },
    },
    {
      name: 'lending sees no session room',
      comment:
        'As other consumers, but that it writes a profile into the config file: config knows how that is written.',
      severity: 'error',
      from: { path: '^src/lending/' },
      to: { path: '^src/(session|ask)/' },
    },
    {
      name: 'the manifest tells the configuration',
      comment: 'It is not shipped: package.json is made of it.',
      severity: 'error',
      from: { path: '^src/manifest/' },
      to: { path: '^src/', pathNot: '^src/(manifest|iam|config|model|base)/' },
    },
    {
      name: 'nothing needs the manifest',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: { path: '^src/manifest/' },
    },
    {
      name: 'rooms know no activation',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/extension[.]ts$' },
    },
    {
      name: 'activation loads the wiring later',
      comment: 'Activation would parse it: go through bundles.ts.',
      severity: 'error',
      from: { path: '^src/extension[.]ts$' },
      to: { path: '^src/wiring/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure rooms know no editor',
      comment: 'Take what you need as a parameter.',
      severity: 'error',
      from: { path: `^src/${oneOf(PURE)}` },
      to: { path: '/@types/vscode/|^src/editor/' },
    },
    {
      name: 'bundles are loaded in one place',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/bundles[.]ts$' },
      to: { dynamic: true },
    },
    {
      name: 'the SDK in aws alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/aws/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'aws from outside as types',
      comment: 'A value would pull the SDK into another bundle: go through bundles.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(aws/|bundles[.]ts$)' },
      to: { path: '^src/aws/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'words in one place',
      comment: "The log says in English what base/l10n has said in the editor's language.",
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/base/l10n[.]ts$' },
      to: { path: 'node_modules/@vscode/l10n/' },
    },
    {
      name: 'nothing unresolved',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
