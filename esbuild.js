// Two bundles: dist/extension.js is all that activation parses; dist/aws.js holds the AWS SDK and is
// loaded at first use. A dynamic import inside one file would not help: parsing the file is the cost.
const esbuild = require('esbuild');

const watch = process.argv.includes('--watch');

/** Whoever imports src/aws/index from outside src/aws gets a `require` of the other bundle. */
const awsBundle = {
  name: 'aws-bundle',
  setup(build) {
    build.onResolve({ filter: /(^|\/)aws\/index\.js$/ }, () => ({ path: './aws.js', external: true }));
  },
};

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: !watch,
  sourcemap: watch,
  legalComments: 'none',
  mainFields: ['module', 'main'], // a quarter smaller than the CommonJS builds of the SDK
  external: ['vscode'],
  logLevel: 'info',
};

const bundles = [
  { ...shared, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', plugins: [awsBundle] },
  { ...shared, entryPoints: ['src/aws/index.ts'], outfile: 'dist/aws.js' },
];

async function main() {
  if (!watch) {
    await Promise.all(bundles.map((options) => esbuild.build(options)));
    return;
  }
  const contexts = await Promise.all(bundles.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
}

main().catch(() => process.exit(1));
