// Assumes a role in a fresh process with the bundle that ships. assume.ts compiles this, so that nothing but Node and
// the bundle is loaded when it runs. Arguments: the bundle; the task as JSON.
import { SILENT, unasked } from '../flows/aws/interaction.js';
import type { AssumeTask, ExecuteOptions, Milliseconds } from './assumeTask.js';
import { requireBundle } from './bundle.js';

function optionsFor({ keys }: AssumeTask): ExecuteOptions {
  return {
    environment: { variables: {}, userName: 'bench', hostName: 'bench', homeDirectory: '/nowhere' },
    secrets: { readStaticKeys: () => Promise.resolve(keys), readProcess: unasked },
    interaction: SILENT,
    signal: new AbortController().signal,
  };
}

async function main(file: string, task: AssumeTask): Promise<void> {
  const options = optionsFor(task);
  const started = performance.now();
  const { executePlan } = requireBundle(file);
  await executePlan(task.plan, options);
  const cold = performance.now() - started;
  // One that is timed as a whole ends here, as the CLI does.
  if (task.once) return;
  const again = performance.now();
  await executePlan(task.plan, options);
  const taken: Milliseconds = { cold, warm: performance.now() - again };
  console.log(JSON.stringify(taken));
}

const [file = '', task = ''] = process.argv.slice(2);
await main(file, JSON.parse(task) as AssumeTask);
