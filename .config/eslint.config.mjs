import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

/** `vscode` only exists inside the editor: pure code may name its types, not use it. */
const noVscode = { name: 'vscode', message: 'Pure code: take what you need as a parameter.', allowTypeImports: true };
/** The SDK lives in dist/aws.js; a run-time import elsewhere would pull it into activation. */
const noSdk = {
  group: ['@aws-sdk/*', '@smithy/*'],
  message: 'Only src/aws loads the SDK: use `import type`, or go through src/aws.',
  allowTypeImports: true,
};

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'test/.output/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    settings: { 'import-x/resolver-next': [] },
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
  {
    files: ['src/**/*.ts'],
    ignores: ['src/aws/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [noSdk] }] },
  },
  {
    // Rooms without an editor: decisions that unit tests reach directly.
    files: [
      'src/errors.ts',
      'src/config/{arn,awsFiles,buildRole,catalog,endpoints,environment,fields,ini,listeners,plan,profiles,role,roles,settingRoles,shellWords,sources}.ts',
      'src/session/{session,roleRows}.ts',
      'src/statusText.ts',
      'src/terminal/{conflicts,environment,probe}.ts',
      'src/s3/{address,api,download,explain,explorer,failures,labels,listing,localName,nodes,reading,store,uploadFile,uri}.ts',
      'src/aws/**/*.ts',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [noVscode] }] },
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
