// `npm run release`: a dry run. `npm run release -- --publish marketplace|open-vsx [--tag v1.2.3] [--vsix FILE] [--changelog FILE]`
// publishes. A run of GitHub Actions for a tag needs no --tag.
import { release } from './release.js';

await release(process.argv.slice(2), process.env).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
