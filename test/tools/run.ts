// `npm test [-- step…]`: runs the steps, says how each went, and ends with one line of counts.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { awsCliFolder } from './awsCli.js';
import { isCi, OUTPUT, prependPath, ROOT } from './environment.js';
import { failureLines } from './failureLines.js';
import { exitCodeOf } from './processes.js';
import { isEditor, provideEditors, providePackages, type Missing, type RequirementName } from './requirements.js';
import { sideBySide } from './sideBySide.js';
import { chooseSteps, describeChoice } from './stepChoice.js';
import { ROOM, STEPS, type Counts, type Step } from './steps.js';

type Outcome =
  | {
      readonly kind: 'ran';
      readonly step: string;
      readonly counts: Counts;
      readonly seconds: number;
      readonly failures: readonly string[];
    }
  | { readonly kind: 'not run'; readonly step: string; readonly reason: string; readonly failed: boolean };

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
const plain = (text: string): string => text.replace(ANSI, '');
const total = (counts: Counts): string =>
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`;

/** A runner that fails without a failed test (a file that does not load), or runs none, has failed once. */
function judge(exitCode: number, counted: Counts | undefined, counts: boolean): Counts {
  const ok = exitCode === 0;
  if (!counts) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (counted === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { passed, failed, skipped } = counted;
  const clean = ok && passed > 0;
  // In CI nothing may be skipped quietly.
  const all = isCi() ? { passed, failed: failed + skipped, skipped: 0 } : counted;
  return { ...all, failed: all.failed === 0 && !clean ? 1 : all.failed };
}

async function execute(step: Step): Promise<Outcome> {
  const started = Date.now();
  const log = join(OUTPUT, `${step.name}.log`);
  rmSync(log, { force: true });
  if (step.report !== undefined) rmSync(step.report, { force: true });
  const aws = step.needs.includes('aws') ? await awsCliFolder() : undefined;
  const env = { ...process.env, NO_COLOR: '1', ...(aws === undefined ? {} : { PATH: prependPath(aws) }) };
  delete (env as NodeJS.ProcessEnv)['FORCE_COLOR'];
  let exitCode = 0;
  for (const command of step.commands) {
    const code = await exitCodeOf(process.execPath, command, { cwd: ROOT, env, log });
    if (code !== 0) exitCode = code;
  }
  const seconds = (Date.now() - started) / 1000;
  const counts = judge(exitCode, step.count?.(), step.count !== undefined);
  console.log(`\n=== ${step.name}: ${total(counts)} (${seconds.toFixed(1)} s)`);
  const output = plain(readFileSync(log, 'utf8')).trim();
  if (output !== '') console.log(output);
  const failures = counts.failed > 0 ? failureLines(output) : [];
  return { kind: 'ran', step: step.name, counts, seconds, failures };
}

/** Why a step cannot run: parts that are missing, or a step it builds on that failed. */
function obstacle(step: Step, missing: Missing, outcomes: readonly Outcome[]): Outcome | undefined {
  const reasons = step.needs.flatMap((need) => missing.get(need) ?? []);
  if (reasons.length > 0) {
    return { kind: 'not run', step: step.name, reason: reasons.join('; '), failed: isCi() };
  }
  const broken = outcomes.find(
    (outcome) =>
      (step.after?.includes(outcome.step) ?? false) && (outcome.kind === 'not run' || outcome.counts.failed > 0),
  );
  return broken && { kind: 'not run', step: step.name, reason: `${broken.step} failed`, failed: true };
}

async function runSteps(steps: readonly Step[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const needed = new Set<RequirementName>(steps.flatMap((step) => step.needs));
  // Fetching waits on the network: the first steps, which need nothing or no editor, run meanwhile.
  const packages = providePackages(needed);
  const everything = packages.then((missing) => provideEditors(needed, missing));
  const missingFor = async ({ needs }: Step): Promise<Missing> => {
    if (needs.some(isEditor)) return everything;
    return needs.length > 0 ? packages : new Map();
  };
  return sideBySide(steps, ROOM, async (step) => {
    const missing = await missingFor(step);
    const blocked = obstacle(step, missing, outcomes);
    if (blocked?.kind === 'not run') console.log(`\n=== ${step.name}: NOT RUN: ${blocked.reason}`);
    const outcome = blocked ?? (await execute(step));
    outcomes.push(outcome);
    return outcome;
  });
}

function summarize(outcomes: readonly Outcome[], seconds: number): Counts {
  console.log(`\n=== summary (${seconds.toFixed(0)} s)`);
  let sum: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const outcome of outcomes) {
    const counts =
      outcome.kind === 'ran'
        ? outcome.counts
        : { passed: 0, failed: outcome.failed ? 1 : 0, skipped: outcome.failed ? 0 : 1 };
    const { passed, failed, skipped } = counts;
    sum = { passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped };
    const detail =
      outcome.kind === 'ran' ? `${total(counts)}, ${outcome.seconds.toFixed(1)} s` : `NOT RUN: ${outcome.reason}`;
    console.log(`${outcome.step.padEnd(19)} ${detail}`);
    if (outcome.kind === 'ran') for (const line of outcome.failures) console.log(`  ${line}`);
  }
  return sum;
}

async function main(): Promise<void> {
  const started = Date.now();
  mkdirSync(OUTPUT, { recursive: true });
  const steps = chooseSteps(STEPS, process.argv.slice(2));
  console.log(`${describeChoice(STEPS, steps)} Logs are kept in test/.output.`);
  const sum = summarize(await runSteps(steps), (Date.now() - started) / 1000);
  process.exitCode = sum.failed > 0 ? 1 : 0;
  console.log(total(sum));
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
