import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** Files that take about a minute and more, though they are short: a whole story, or waiting for a clock. */
const LONG = ['renewal', 'lightTheme', 'oldestEditor', 'packaged', 'tutorial', 'harness', 'windows'];

/** Those first, so that none is left alone at the end; then as always, by size. */
class LongFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const sorted = await super.sort(files);
    /** @param {import('vitest/node').TestSpecification} file */
    const isLong = ({ moduleId }) => LONG.includes(basename(moduleId, '.test.ts'));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

// Each file drives an editor, a browser and a sandbox of its own, on ports of their own, and waits for them now and
// then: three at a time keep two cores busy.
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    sequence: { sequencer: LongFirst },
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
