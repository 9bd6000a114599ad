// `npm run mutation [-- room…] [-- file…] [-- --force]`: breaks the code in small ways, and tells what no unit or flow
// test notices. "config" chooses every room that begins so; src/a/b.ts is held against test/unit/a/b.test.ts alone, or
// where there is none against all tests in test/unit/a. What a test noticed the last time is not tried again unless the
// code or that test changed; --force tries all of it. Slow, so not part of `npm test`.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { OUTPUT, ROOT } from './environment.js';
import { ROOMS, type Room } from './mutationRooms.js';

/** Of a room or a file. A mutant that ends no more is noticed; one by which a test file no longer loads is not. */
interface Score {
  readonly name: string;
  readonly mutants: number;
  readonly killed: number;
}

const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError']);
const counts = ({ status }: MutantResult): boolean => status !== 'Ignored' && status !== 'CompileError';

const score = (name: string, mutants: readonly MutantResult[]): Score => ({
  name,
  mutants: mutants.length,
  killed: mutants.filter(({ status }) => NOTICED.has(status)).length,
});

function roomOfFile(file: string): Room {
  const test = file.replace(/^src\//, 'test/unit/').replace(/\.ts$/, '.test.ts');
  const [own, beside] = [join(ROOT, test), dirname(test)];
  if (!existsSync(join(ROOT, beside))) throw new Error(`There is no ${beside}.`);
  return { name: file, mutate: [file], tests: [existsSync(own) ? test : `${beside}/*.test.ts`] };
}

function chooseRooms(args: readonly string[]): readonly Room[] {
  const files = args.filter((arg) => arg.endsWith('.ts'));
  const names = args.filter((arg) => !files.includes(arg));
  const chosenBy = (name: string, room: Room): boolean => room.name === name || room.name.startsWith(`${name}/`);
  const unknown = names.filter((name) => !ROOMS.some((room) => chosenBy(name, room)));
  if (unknown.length > 0) {
    throw new Error(`There is no ${unknown.join(', ')}; there are: ${ROOMS.map(({ name }) => name).join(', ')}.`);
  }
  if (args.length === 0) return ROOMS;
  return [...ROOMS.filter((room) => names.some((name) => chosenBy(name, room))), ...files.map(roomOfFile)];
}

interface Report {
  readonly files: Readonly<Record<string, { mutants: readonly { readonly status: string }[] }>>;
}

/** Stryker would take a new test into account only where it knows which tests run a mutant, and it does not of tables. */
function forgetUnnoticed(reportFile: string): void {
  if (!existsSync(reportFile)) return;
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(({ status }) => NOTICED.has(status));
  }
  writeFileSync(reportFile, JSON.stringify(report));
}

async function mutateRoom(room: Room, force: boolean): Promise<readonly MutantResult[]> {
  const incrementalFile = join(OUTPUT, 'mutation', `${room.name.replaceAll('/', '-')}.json`);
  forgetUnnoticed(incrementalFile);
  process.env['MUTATION_TESTS'] = JSON.stringify(room.tests);
  const stryker = new Stryker({
    configFile: '.config/stryker.config.mjs',
    mutate: [...room.mutate],
    incrementalFile,
    force,
  });
  return (await stryker.runMutationTest()).filter(counts);
}

/** "src/base/errors.ts:12:5 survived ConditionalExpression: true" */
function line({ fileName, location: { start }, mutatorName, replacement, status }: MutantResult): string {
  const place = `${relative(ROOT, fileName)}:${start.line}:${start.column}`;
  const way = status === 'NoCoverage' ? 'is run by no test' : 'survived';
  return `${place} ${way} ${mutatorName}: ${replacement.replace(/\s+/g, ' ').slice(0, 100)}`;
}

function printUnnoticed(mutants: readonly MutantResult[]): void {
  for (const mutant of mutants) {
    if (!NOTICED.has(mutant.status)) console.log(line(mutant));
  }
}

function table(scores: readonly Score[]): string {
  const rows = scores.map(({ name, mutants, killed }) => {
    const share = mutants === 0 ? '–' : `${((100 * killed) / mutants).toFixed(1)} %`;
    return `| ${name.padEnd(42)} | ${String(mutants).padStart(7)} | ${String(killed).padStart(6)} | ${share.padStart(7)} |`;
  });
  return [
    `| ${'room'.padEnd(42)} | mutants | killed |   score |`,
    `| ${'-'.repeat(42)} | ------- | ------ | ------- |`,
    ...rows,
  ].join('\n');
}

function scoresOfFiles(mutants: readonly MutantResult[]): readonly Score[] {
  const files = [...new Set(mutants.map(({ fileName }) => fileName))].sort();
  return files.map((file) =>
    score(
      relative(ROOT, file),
      mutants.filter(({ fileName }) => fileName === file),
    ),
  );
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const rooms = chooseRooms(args.filter((arg) => arg !== '--force'));
  mkdirSync(join(OUTPUT, 'mutation'), { recursive: true });
  const results: (readonly MutantResult[])[] = [];
  for (const room of rooms) {
    const mutants = await mutateRoom(room, args.includes('--force'));
    results.push(mutants);
    console.log(`\n=== ${room.name}`);
    printUnnoticed(mutants);
    console.log(`\n${table([...scoresOfFiles(mutants), score(room.name, mutants)])}\n`);
  }
  const scores = rooms.map(({ name }, index) => score(name, results[index] ?? []));
  console.log(`\n=== every room\n${table([...scores, score('together', results.flat())])}`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
