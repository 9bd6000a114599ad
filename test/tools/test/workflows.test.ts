// The linters of the workflows bite, and the workflows run what this machine runs.
import { describe, expect, it } from 'vitest';
import { actionlint } from '../workflows/actionlint.js';
import { ruleComplaints } from '../workflows/rules.js';

const SOUND = `name: Sound
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - run: npm test
        env:
          TOKEN: \${{ secrets.TOKEN }}
`;

/** The sound workflow with one text in place of another, which it must have. */
function broken(text: string, replacement: string): string {
  expect(SOUND).toContain(text);
  return SOUND.replace(text, replacement);
}

it('a sound workflow has no complaint', async () => {
  expect(await actionlint(SOUND)).toEqual([]);
  expect(ruleComplaints(SOUND)).toEqual([]);
});

describe('actionlint complains of', () => {
  it.each([
    ['text that is no YAML', 'on: push', 'on: [push', 'line 1: could not parse as YAML'],
    ['an unknown trigger', 'on: push', 'on: pushed', 'line 2: unknown Webhook event "pushed"'],
    ['an unknown key', 'run: npm test', 'runs: npm test', 'line 13: unexpected key "runs"'],
    ['an unknown machine', 'ubuntu-24.04', 'ubuntu-24.40', 'line 7: label "ubuntu-24.40" is unknown'],
    ['a job that is not there', 'timeout-minutes: 5', 'needs: build', 'line 6: job "test" needs job "build"'],
    [
      'an expression that does not parse',
      'secrets.TOKEN }}',
      'secrets.TOKEN ) }}',
      'line 15: parser did not reach end of input',
    ],
    ['an unknown context', 'secrets.TOKEN', 'secret.TOKEN', 'line 15: undefined variable "secret"'],
    ['a permission that is none', 'contents: read', 'contents: all', 'line 4: "all" is invalid for permission'],
  ])('%s', async (_case, text, replacement, complaint) => {
    expect((await actionlint(broken(text, replacement))).join('\n')).toContain(complaint);
  });
});

describe('the project complains of', () => {
  const checkout = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2';

  it.each([
    ['no permissions', 'permissions:\n  contents: read\n', '', 'workflow: permissions are not "contents: read" alone'],
    ['more permissions', 'contents: read', 'contents: write', 'workflow: permissions are not'],
    ['another permission', 'contents: read', 'contents: read\n  id-token: write', 'workflow: permissions are not'],
    ["a job's permissions", '    timeout', '    permissions: {}\n    timeout', 'test: has permissions of its own'],
    ["strangers' code with secrets", 'on: push', 'on: pull_request_target', 'workflow: a trigger gives secrets away'],
    ['the same, among others', 'on: push', 'on: [push, workflow_run]', 'workflow: a trigger gives secrets away'],
    ['a secret for all', 'jobs:', 'env:\n  A: ${{ secrets.A }}\njobs:', 'workflow: every step sees a secret'],
    [
      'a secret for a job',
      '    steps',
      '    env:\n      A: ${{ secrets.A }}\n    steps',
      'test: every step of the job',
    ],
    ['no limit of time', '    timeout-minutes: 5\n', '', 'test: has no timeout-minutes'],
    ['a job that may fail', '    steps', '    continue-on-error: true\n    steps', 'test: may fail unseen'],
    ['a step that may fail', '- run', '- continue-on-error: true\n        run', 'test, step 2: may fail unseen'],
    ['text in a program', 'npm test', 'echo ${{ github.ref_name }}', 'test, step 2: has an expression inside'],
    ['a secret as an input', 'persist', 'token: ${{ secrets.A }}\n          persist', 'test, step 1: takes a secret'],
    ['a token left behind', 'credentials: false', 'credentials: true', "test, step 1: leaves the run's token"],
    ['an action by its tag', checkout, 'actions/checkout@v6', 'line 10: actions/checkout@v6 is not a commit'],
    ['an action by a branch', checkout, 'actions/checkout@main # v6.0.2', 'line 10: actions/checkout@main'],
    ['a short commit', checkout, 'actions/checkout@de0fac2 # v6.0.2', 'line 10: actions/checkout@de0fac2'],
    ['a commit of no version', ' # v6.0.2', '', 'line 10: actions/checkout@de0fac2e4500dabe'],
  ])('%s', (_case, text, replacement, complaint) => {
    expect(ruleComplaints(broken(text, replacement))).toEqual([expect.stringContaining(complaint)]);
  });
});
