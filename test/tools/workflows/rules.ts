// What is asked of the workflows beyond being right: what runs there does not change behind anybody's back, and nothing
// gets more than it needs.
import { parseWorkflow, type Job, type Step, type Workflow } from './workflow.js';

/** A complaint's text, without its place; undefined where all is well. */
type Rule<T> = (checked: T) => string | undefined;

const mentions = (value: unknown, text: string): boolean => JSON.stringify(value ?? '').includes(text);

const WORKFLOW_RULES: readonly Rule<Workflow>[] = [
  ({ permissions }) =>
    JSON.stringify(permissions) === '{"contents":"read"}' ? undefined : 'permissions are not "contents: read" alone',
  // Both run with this repository's secrets for what a stranger wrote.
  ({ on }) =>
    mentions(on, 'pull_request_target') || mentions(on, 'workflow_run') ? 'a trigger gives secrets away' : undefined,
  ({ env }) => (mentions(env, 'secrets.') ? 'every step sees a secret' : undefined),
];

const JOB_RULES: readonly Rule<Job>[] = [
  ({ permissions }) => (permissions === undefined ? undefined : 'has permissions of its own'),
  ({ env, secrets }) =>
    mentions(env, 'secrets.') || secrets !== undefined ? 'every step of the job sees a secret' : undefined,
  (job) => (job.uses === undefined && job['timeout-minutes'] === undefined ? 'has no timeout-minutes' : undefined),
  (job) => (job['continue-on-error'] === undefined ? undefined : 'may fail unseen'),
];

const STEP_RULES: readonly Rule<Step>[] = [
  // The value would be part of the program: a branch can be called `$(…)`.
  ({ run }) => (run?.includes('${{') === true ? 'has an expression inside its commands: use env' : undefined),
  ({ run, with: inputs }) =>
    mentions(run, 'secrets.') || mentions(inputs, 'secrets.') ? 'takes a secret outside env' : undefined,
  ({ uses, with: inputs }) =>
    uses?.startsWith('actions/checkout@') === true && inputs?.['persist-credentials'] !== false
      ? "leaves the run's token in the checkout: persist-credentials: false"
      : undefined,
  (step) => (step['continue-on-error'] === undefined ? undefined : 'may fail unseen'),
];

function broken<T>(rules: readonly Rule<T>[], checked: T, place: string): string[] {
  return rules.flatMap((rule) => rule(checked) ?? []).map((complaint) => `${place}: ${complaint}`);
}

/** An action's tag can be moved to other code, a commit cannot; the version behind it is for the reader. */
function pins(text: string): string[] {
  const complaints: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const action = /^[\s-]*uses:\s*(.*)$/.exec(line)?.[1];
    if (action === undefined || action.startsWith('./')) continue;
    if (!/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)) {
      complaints.push(`line ${index + 1}: ${action} is not a commit with its version in a comment`);
    }
  }
  return complaints;
}

/** What a workflow breaks of the project's own rules, a sentence each. @throws YAMLParseError */
export function ruleComplaints(text: string): string[] {
  const workflow = parseWorkflow(text);
  const jobs = Object.entries(workflow.jobs).flatMap(([name, job]) => [
    ...broken(JOB_RULES, job, name),
    ...(job.steps ?? []).flatMap((step, index) => broken(STEP_RULES, step, `${name}, step ${index + 1}`)),
  ]);
  return [...broken(WORKFLOW_RULES, workflow, 'workflow'), ...jobs, ...pins(text)];
}
