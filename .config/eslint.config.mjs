import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Modules of a room that decide and touch no editor; unit tests reach them directly. */
const PURE = {
  config: '!(settings)',
  signIn: '**/*',
  session:
    'session,roleRows,samlRows,forms/durations,forms/optionsModel,forms/planRows,forms/problems,forms/s3Location,forms/sequence,tokenVault',
  terminal: 'conflicts,environment,probe',
  s3: 'address,api,download,explain,explorer,failures,labels,listing,localName,nodes,opened,reading,store,uploadFile,uri',
};

/** Data flows one way, configuration → session → consumers, and consumers do not know each other. */
const OFF_LIMITS = {
  config: ['session', 'terminal', 's3', 'signIn', 'aws'],
  signIn: ['session', 'terminal', 's3', 'aws'],
  session: ['terminal', 's3'],
  terminal: ['config', 's3'],
  s3: ['config', 'terminal'],
};

/** `vscode` only exists inside the editor: pure code may name its types, not use it. */
const noVscode = { name: 'vscode', message: 'Pure code: take what you need as a parameter.', allowTypeImports: true };
/** The SDK lives in dist/aws.js; a run-time import elsewhere would pull it into activation. */
const noSdk = {
  group: ['@aws-sdk/*', '@smithy/*'],
  message: 'Only src/aws loads the SDK: use `import type`, or go through src/aws.',
  allowTypeImports: true,
};

const restrict = (patterns, paths = []) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns, paths }],
});

const rooms = Object.entries(OFF_LIMITS).flatMap(([room, others]) => {
  const offLimits = {
    group: others.map((other) => `../${other}/*`),
    message: `src/${room} stands before or beside that room.`,
    allowTypeImports: true,
  };
  return [
    { files: [`src/${room}/**/*.ts`], rules: restrict([noSdk, offLimits]) },
    {
      files: PURE[room].split(',').map((name) => `src/${room}/${name}.ts`),
      rules: restrict([noSdk, offLimits], [noVscode]),
    },
  ];
});

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'test/.output/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  { files: ['src/*.ts'], rules: restrict([noSdk]) },
  { files: ['src/{errors,log,statusText,awsBundle}.ts'], rules: restrict([noSdk], [noVscode]) },
  { files: ['src/aws/**/*.ts'], rules: restrict([], [noVscode]) },
  ...rooms,
  {
    // openid-client marks its only switch for http issuers as deprecated, "to make it stand out": loopback alone gets it.
    files: ['src/signIn/openIdConnect.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'openid-client', name: 'allowInsecureRequests' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
