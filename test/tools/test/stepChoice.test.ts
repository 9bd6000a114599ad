import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROOT } from '../environment.js';
import { chooseSteps, describeChoice } from '../stepChoice.js';
import { parseWorkflow, type Job } from '../workflows/workflow.js';

const bare = { load: 1, commands: [], needs: [] } as const;
const ALL = [
  { name: 'build', ...bare },
  { name: 'unit', ...bare },
  { name: 'rgw', ...bare, needs: ['ceph'] as const },
];

describe('the steps that run', () => {
  it('are all of them where none is named', () => {
    expect(chooseSteps(ALL, [])).toBe(ALL);
    expect(describeChoice(ALL, ALL)).toBe('Steps: build, unit, rgw.');
  });

  it('are the named ones in their order, and the others are named', () => {
    const chosen = chooseSteps(ALL, ['unit', 'build']);
    expect(chosen.map(({ name }) => name)).toEqual(['build', 'unit']);
    expect(describeChoice(ALL, chosen)).toBe('Steps: build, unit. Not chosen: rgw (needs Ceph RGW).');
  });

  it('bring along what they build on: a bundle of before an edit proves nothing', () => {
    const all = [...ALL, { name: 'ui', ...bare, after: ['build'] }];
    expect(chooseSteps(all, ['ui']).map(({ name }) => name)).toEqual(['build', 'ui']);
  });

  it('have to exist', () => {
    expect(() => chooseSteps(ALL, ['build', 'units'])).toThrow('No such step: units. There are: build, unit, rgw.');
  });
});

/** What a job gives to `npm test`, a list for each time that it calls it. */
function testCalls(job: Job | undefined): string[][] {
  const runs = (job?.steps ?? []).flatMap(({ run }) => run ?? []);
  return runs.flatMap((run) => {
    const names = /^(?:xvfb-run -a )?npm test(?: --((?: [\w-]+)+))?$/.exec(run);
    return names === null ? [] : [(names[1] ?? '').split(' ').filter((name) => name !== '')];
  });
}

describe('the public CI', () => {
  const { jobs } = parseWorkflow(readFileSync(join(ROOT, '.github/workflows/test.yml'), 'utf8'));

  beforeEach(() => {
    vi.stubEnv('ROLE_SESSIONS_TEST_EDITOR', jobs['desktop']?.env?.['ROLE_SESSIONS_TEST_EDITOR']);
    vi.resetModules();
  });
  afterEach(() => vi.unstubAllEnvs());

  it('runs every step on Debian', () => {
    expect(testCalls(jobs['everything'])).toEqual([[]]);
  });

  it('runs on each desktop what needs no more than npm and a desktop editor, and is no check of the text alone', async () => {
    const { STEPS } = await import('../steps.js');
    const portable = STEPS.filter(({ name, needs }) => needs.length === 0 && !['typecheck', 'lint'].includes(name));
    const names = portable.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['build', 'unit', 'integration', 'integration-oldest', 'package']));
    // On Linux, under a display of its own, and elsewhere.
    expect(testCalls(jobs['desktop'])).toEqual([names, names]);
    expect(jobs['desktop']?.strategy?.matrix['os']).toEqual([
      expect.stringMatching(/^ubuntu-/),
      expect.stringMatching(/^macos-/),
      expect.stringMatching(/^windows-/),
    ]);
  });
});
