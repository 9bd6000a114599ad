import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/base/errors.js';
import { launchProgram, runProgram, type RunOptions } from '../../../src/process/run.js';
import { refusal } from '../../flows/aws/context.js';
import { gone, onWindows, options, program, programFolder, script } from './programs.js';

const folder = programFolder();
const NODE = process.execPath;
const PATH = process.env['PATH'] ?? '';

/** A script of the shell's, which is run. */
const run = async (name: string, source: string, changes: Partial<RunOptions> = {}): Promise<string> =>
  runProgram(await program(folder, name, source), [], options(changes));

const withHome = (homeDirectory: string, variables: Record<string, string> = { PATH }): Partial<RunOptions> => ({
  environment: { ...options().environment, variables, homeDirectory },
});

describe('a program', () => {
  it('gets its words as they are', async () => {
    const file = await script(folder, 'echo.mjs', 'console.log(JSON.stringify(process.argv.slice(2)))');
    const words = ['', 'two words', 'a "quote"', '$HOME', '*.txt', ';', 'é'];
    expect(JSON.parse(await runProgram(NODE, [file, ...words], options()))).toEqual(words);
  });

  it('gets the environment it is given and nothing to read', async () => {
    expect(await run('env', 'cat; echo "$FLAVOUR ${HOME-none}"')).toBe('vanilla none\n');
  });

  it('is looked for in the full paths of PATH alone', async () => {
    const [mine, theirs] = [path.join(folder, 'bin'), path.join(folder, 'hostile')];
    await Promise.all([mine, theirs].map((each) => mkdir(each)));
    await program(mine, 'helper', 'echo mine');
    await program(theirs, 'helper', 'echo theirs');
    const variables = { PATH: `:.:${path.relative(process.cwd(), theirs)}:${mine}:${PATH}` };
    expect(await runProgram('helper', [], options(withHome(theirs, variables)))).toBe('mine\n');
  });

  it('goes by the name that it was called by', async () => {
    await symlink(NODE, path.join(folder, 'my node'));
    const told = await runProgram('my node', ['-p', 'process.argv0'], options(withHome(folder, { PATH: folder })));
    expect(told).toBe('my node\n');
  });

  it.each([
    ['the home folder', folder, folder],
    ['the root where there is no home', path.join(folder, 'nowhere'), '/'],
    ['the root where the home is no folder', NODE, '/'],
  ])('runs in %s', async (_, home, where) => {
    expect(await run('where', 'pwd', withHome(home))).toBe(`${where}\n`);
  });

  it('that leaves something running has ended all the same, and that is left alone', async () => {
    const abort = new AbortController();
    const mark = path.join(folder, 'mark');
    const other = await program(
      folder,
      'other',
      `trap 'echo here > "${mark}"; exit' WINCH; echo; for i in $(seq 1000); do sleep 0.05; done`,
    );
    const started = await run('leaves', `"${other}" > "${mark}.up" 2>&1 & echo $!`, { signal: abort.signal });
    await expect.poll(() => readFile(`${mark}.up`, 'utf8')).toBe('\n');
    abort.abort();
    process.kill(Number(started), 'SIGWINCH');
    await expect.poll(() => existsSync(mark)).toBe(true);
  });
});

describe('a program that cannot be started', () => {
  const file = path.join(folder, 'plain');

  it.each<[string, string, string]>([
    ['is not there', 'no-such-program', 'The helper names the program “no-such-program”, which was not found. Give'],
    ['is no file', '/etc', 'The helper names “/etc”, which is not an executable program.'],
    ['is relative', './helper', 'The helper names “./helper”, which is relative to the folder that a program is'],
  ])('as it %s', async (_, name, message) => {
    expect(await refusal(runProgram(name, [], options()))).toContain(message);
  });

  it('as nobody may run it', async () => {
    await writeFile(file, '');
    await chmod(file, 0o600);
    expect(await refusal(runProgram(file, [], options()))).toContain(`names “${file}”, which is not an executable`);
  });

  it('as what it is written for is missing', async () => {
    await writeFile(`${file}.x`, '#!/no/such/interpreter\n', { mode: 0o700 });
    expect(await refusal(runProgram(`${file}.x`, [], options()))).toBe(`The helper cannot start “${file}.x” (ENOENT).`);
  });

  it('as its words cannot be passed, whose reason is for the log', async () => {
    const running = runProgram(NODE, ['a\0b'], options());
    expect(await refusal(running)).toBe(`The helper cannot start “${NODE}” (TypeError).`);
    await expect(running).rejects.toMatchObject({ cause: { code: 'ERR_INVALID_ARG_VALUE' } });
  });
});

describe('a program that fails', () => {
  it.each([
    ['exit 3', 'failed with exit code 3 and wrote nothing to stderr.'],
    ['echo secret; echo " no  luck " >&2; exit 1', 'failed with exit code 1: no  luck'],
    ['echo "password: hunter2" >&2; exit 12', 'failed with exit code 12: password: [redacted]'],
    ['kill -KILL $$', 'was ended by SIGKILL and wrote nothing to stderr.'],
    ['echo "no luck" >&2; kill -TERM $$', 'was ended by SIGTERM: no luck'],
    ['kill -USR1 $$', 'was ended by SIGUSR1 and wrote nothing to stderr.'],
  ])('by %s', async (source, message) => {
    expect(await refusal(run('fails', source))).toBe(`The helper ${message}`);
  });

  it('is shown with the end of what it wrote to stderr, however much that was', async () => {
    const source = 'echo first; head -c 200000 /dev/zero | tr "\\0" "\\n"; for i in 1 2 3; do echo $i; sleep 0.1; done';
    expect(await refusal(run('complains', `{ ${source}; } >&2; exit 1`))).toMatch(/exit code 1: 1\n2\n3$/);
  });

  it('is not shown what it wrote to stderr when all went well', async () => {
    expect(await run('talks', 'echo "no luck" >&2; echo "é ☃"')).toBe('é ☃\n');
  });
});

describe('a program that prints', () => {
  const printing = (count: number) => `head -c ${count} /dev/zero`;

  it('a megabyte is let', async () => {
    expect(await run('prints', printing(1_048_576))).toHaveLength(1_048_576);
  });

  it('more than that is stopped with what it has started', async () => {
    const file = path.join(folder, 'prints.pid');
    const message = await refusal(
      run('prints on', `sleep 60 & echo $! > "${file}"; ${printing(1_048_577)}; wait`, { attended: true }),
    );
    expect(message).toBe('The helper printed more than a megabyte and was stopped.');
    expect(await gone(Number(await readFile(file, 'utf8')))).toBe(true);
  });
});

describe('a program that hangs is stopped with everything it has started', () => {
  /** Leaves the number of its child, which ignores requests to end. */
  const hang = (name: string, changes: Partial<RunOptions>) => {
    const file = path.join(folder, `${name}.pid`);
    const child = `sh -c 'trap "" TERM; echo $$ > "${file}"; for i in $(seq 60); do sleep 1; done' &`;
    const running = run(name, `${child} wait`, changes);
    running.catch(() => undefined);
    const pid = async (): Promise<number> => {
      await expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 5_000 }).not.toBe('');
      return Number(await readFile(file, 'utf8'));
    };
    return { running, pid };
  };

  it('after its time', async () => {
    const { running, pid } = hang('slow', { timeoutMs: 2500 });
    const child = await pid();
    expect(await refusal(running)).toBe('The helper did not end within 3 seconds and was stopped.');
    expect(await gone(child)).toBe(true);
  });

  it.each([
    [1000, 'a second'],
    [999, '999 milliseconds'],
  ])('after %d ms', async (timeoutMs, time) => {
    const message = await refusal(run('sleeps', 'exec sleep 60', { timeoutMs }));
    expect(message).toBe(`The helper did not end within ${time} and was stopped.`);
  });

  it('but not while somebody sees that it waits, and can cancel', async () => {
    expect(await run('browser', 'sleep 0.3; echo signed in', { attended: true, timeoutMs: 1 })).toBe('signed in\n');
  });

  it('when the user cancels, who does not wait for that', async () => {
    const abort = new AbortController();
    const { running, pid } = hang('cancelled', { signal: abort.signal, attended: true });
    const child = await pid();
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(process.kill(child, 0)).toBe(true);
    expect(await gone(child)).toBe(true);
  });

  it.each([
    ['after that', true],
    ['when the user cancels while it is looked for', false],
  ])('and is not even started %s', async (_, before) => {
    const abort = new AbortController();
    const mark = path.join(folder, 'started');
    const file = await program(folder, 'starts', `echo > "${mark}"`);
    if (before) abort.abort();
    const running = runProgram(file, [], options({ signal: abort.signal }));
    abort.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    await pause(100);
    expect(existsSync(mark)).toBe(false);
  });
});

// There is no Windows here: paths of a share are the only ones that name a file here as well, cmd.exe is stood in for
// by a program of that name.
describe('on Windows', () => {
  const share = `/${folder}`;
  const asWindows = share.replaceAll('/', '\\');
  const told = (name: string, parameters: readonly string[]): Promise<string> =>
    onWindows(() =>
      runProgram(
        `${share}/${name}`,
        parameters,
        options(withHome(folder, { SystemRoot: share, PATH: `${folder}:${PATH}` })),
      ),
    );
  const standIn = () => program(folder, `${asWindows}\\System32\\cmd.exe`, 'printf "%s\\n" cmd "$@"');

  it.each(['helper.cmd', 'helper.BAT', 'helper.cmd. .'])('%s is run by cmd.exe', async (name) => {
    await standIn();
    await program(folder, name, 'echo itself');
    expect(await told(name, ['a b'])).toBe(`cmd\n/d\n/e:on\n/v:off\n/s\n/c\n""${asWindows}\\${name}" "a b""\n`);
  });

  it.each(['helper.cmd.exe', 'cmd', 'helper.batch'])('%s is not', async (name) => {
    await program(folder, name, 'echo itself "$@"');
    const file = name === 'cmd' ? 'cmd.exe' : name;
    await program(folder, file, 'echo itself "$@"');
    expect(await told(name, ['a b'])).toBe('itself a b\n');
  });

  it('a batch file gets no line breaks', async () => {
    await standIn();
    await program(folder, 'helper.cmd', 'echo itself');
    expect(await refusal(told('helper.cmd', ['a\nb']))).toBe(
      `The helper cannot start “${share}/helper.cmd”: words with line breaks cannot be passed to a batch file.`,
    );
  });

  it('a batch file that is none elsewhere is run as it is', async () => {
    expect(await runProgram(await program(folder, 'plain.cmd', 'echo itself'), [], options())).toBe('itself\n');
  });
});

describe('a program that goes on by itself', () => {
  it('gets its words as they are, and is not waited for', async () => {
    const [words, end] = [path.join(folder, 'words'), path.join(folder, 'end')];
    const source = `printf '%s\\n' "$@" > '${words}.part'; mv '${words}.part' '${words}'; while [ ! -e '${end}' ]; do sleep 0.05; done; mv '${words}' '${words}.done'`;
    await launchProgram(await program(folder, 'browser', source), ['two words', '$HOME'], options());
    while (!existsSync(words)) await pause(20);
    expect(await readFile(words, 'utf8')).toBe('two words\n$HOME\n');
    await writeFile(end, '');
    while (!existsSync(`${words}.done`)) await pause(20);
  });

  it('that is not there is told of', async () => {
    const { what } = options();
    expect(await refusal(launchProgram('/no/such/browser', [], options()))).toBe(
      `${what} names the program “/no/such/browser”, which was not found. Give its full path.`,
    );
  });

  it('that cannot be started is told of', async () => {
    const broken = path.join(folder, 'broken');
    await writeFile(broken, '#!/no/such/interpreter\n');
    await chmod(broken, 0o755);
    expect(await refusal(launchProgram(broken, [], options()))).toBe(
      `${options().what} cannot start “${broken}” (ENOENT).`,
    );
  });
});
