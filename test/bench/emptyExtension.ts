// Extensions made for the bench: one that does nothing, and one that tells when the others started.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function writeExtension(folder: string, publisher: string, name: string, code: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    ...{ publisher, name, version: '1.0.0', engines: { vscode: '^1.99.0' }, main: './extension.js' },
    activationEvents: ['onStartupFinished'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'extension.js'), code);
}

/** `<publisher>.empty`, which activates when ours does. Answers its folder. */
export function writeEmpty(folder: string, publisher: string): string {
  const into = join(folder, publisher);
  writeExtension(into, publisher, 'empty', 'exports.activate = () => {};\n');
  return into;
}

/**
 * An extension that waits until there are these performance marks, and then writes all of the extension host's,
 * the editor's and the extensions', milliseconds by name, to `file`. Its name puts it behind the others. Answers its folder.
 */
export function writeWitness(folder: string, awaited: readonly string[], file: string): string {
  const into = join(folder, 'witness');
  const code = `
const { renameSync, writeFileSync } = require('node:fs');
const awaited = ${JSON.stringify(awaited)};
exports.activate = () => {
  const timer = setInterval(() => {
    const all = [...MonacoPerformanceMarks.getMarks(), ...performance.getEntriesByType('mark')];
    const marks = Object.fromEntries(all.map((mark) => [mark.name, mark.startTime]));
    if (!awaited.every((name) => name in marks)) return;
    clearInterval(timer);
    writeFileSync(${JSON.stringify(`${file}.part`)}, JSON.stringify(marks));
    renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)});
  }, 100);
};
`;
  writeExtension(into, 'zzzz', 'witness', code);
  return into;
}

/**
 * An extension that assumes these roles, one after the other, and then writes its host's process id to `file`. The
 * signal SIGUSR2 has the host collect its garbage.
 */
export function writeAssumer(folder: string, roles: readonly string[], file: string): string {
  const into = join(folder, 'assumer');
  const code = `
const { renameSync, writeFileSync } = require('node:fs');
const { commands } = require('vscode');
exports.activate = async () => {
  require('node:v8').setFlagsFromString('--expose-gc');
  process.on('SIGUSR2', require('node:vm').runInNewContext('gc'));
  for (const role of ${JSON.stringify(roles)}) await commands.executeCommand('roleSessions.assumeRole', role);
  writeFileSync(${JSON.stringify(`${file}.part`)}, JSON.stringify({ pid: process.pid }));
  renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)});
};
`;
  writeExtension(into, 'zzzz', 'assumer', code);
  return into;
}
