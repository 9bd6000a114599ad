// What terminals and tasks act as beside the session: real shells with start-up files of their own, in an editor that is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { boundEnvironment } from '../../../src/terminals/environment/boundShell.js';
import { StartUpFileGuard } from '../../../src/terminals/startUpFiles.js';
import { StartUpProbes } from '../../../src/terminals/startUpProbes.js';
import { watchTasks } from '../../../src/terminals/taskIdentities.js';
import { TerminalSessions } from '../../../src/terminals/terminalSessions.js';
import { FakeSessions } from '../../support/sessions.js';
import { liveSession, NOW, roleRef } from '../../support/samples.js';
import { Store } from '../session/store.js';
import { FakeTerminal, ShellExecution } from './editor.js';
import { givesKeys } from '../../support/givesKeys.js';
import { heldOf } from '../../../src/identity/holding.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const dev = liveSession({
  id: 'dev',
  key: 'dev',
  role: roleRef('dev'),
  expiresAt: Date.now() + 3_600_000,
  startedAt: NOW,
});

const BORN_NOW = { of: () => Promise.resolve(0), isTold: true };

describe('terminals and tasks beside the session', () => {
  let home: string;
  let sessions: FakeSessions;
  let terminals: TerminalSessions;
  let open: { dispose(): unknown }[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'));
    editor.reset();
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_PROFILE', undefined);
    vi.stubEnv('BASH_ENV', undefined);
    sessions = new FakeSessions();
    const tell = new TellOnce({ warn: () => undefined });
    terminals = new TerminalSessions(sessions, givesKeys, new Store(), false, BORN_NOW);
    const probes = new StartUpProbes(tell, { warn: () => undefined });
    open = [
      terminals,
      new StartUpFileGuard(sessions, terminals, givesKeys, probes, tell, { warn: () => undefined }),
      watchTasks(sessions, givesKeys, probes, tell),
    ];
  });
  afterEach(() => {
    open.forEach((each) => each.dispose());
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  });

  const bashrc = (text: string) => writeFileSync(join(home, '.bashrc'), text);
  const warned = (text: RegExp) =>
    vi.waitFor(() => expect(editor.warnings).toContainEqual(expect.stringMatching(text)));

  /** With shell integration. */
  function openTerminal(name: string, options: Record<string, unknown> = {}): FakeTerminal {
    const terminal = editor.open(new FakeTerminal(name, { pid: 1, shell: 'bash', ...options }));
    editor.integrate(terminal, () => 0);
    return terminal;
  }

  it('what start-up files export is taken away in a terminal', async () => {
    bashrc('export AWS_PROFILE=other\n');
    sessions.activate(dev);
    const terminal = openTerminal('bash');
    await warned(/^The start-up files of \/bin\/bash export AWS_PROFILE, .* It is removed in every new terminal/);
    expect(terminal.typed).toEqual([' unset AWS_PROFILE']);
  });

  it('shells are not asked again as the session is renewed, or a role is being assumed', () => {
    open.forEach((each) => each.dispose());
    const exports = vi.fn(() => Promise.resolve(undefined));
    const probes = { clear: () => undefined, exports } as unknown as StartUpProbes;
    const log = { warn: () => undefined };
    const terminals = new TerminalSessions(sessions, givesKeys, new Store(), false, BORN_NOW);
    open = [terminals, new StartUpFileGuard(sessions, terminals, givesKeys, probes, new TellOnce(log), log)];
    sessions.activate(dev);
    sessions.activate({ kind: 'assuming', role: roleRef('prod'), previous: dev });
    sessions.activate({ ...dev, expiresAt: dev.expiresAt + 3_600_000 });
    expect(exports).toHaveBeenCalledTimes(1);
    sessions.activate({ ...dev, id: 'prod', key: 'prod', role: roleRef('prod') });
    expect(exports).toHaveBeenCalledTimes(2);
  });

  it('in a terminal for one session it is taken away as its shell does, though the editor still sees the script', async () => {
    editor.shell.path = '/usr/bin/fish';
    bashrc('export AWS_PROFILE=other\n');
    sessions.activate(dev);
    const env = boundEnvironment('/bin/bash', new Map(), []);
    const terminal = new FakeTerminal('dev', { pid: 1, shell: 'sh', shellPath: '/storage/shells/bash', env });
    terminals.opened(terminal.seen, heldOf(dev), true);
    editor.integrate(editor.open(terminal), () => 0);
    await vi.waitFor(() => expect(terminal.typed).toEqual([' unset AWS_PROFILE']));
  });

  it('a terminal that was created with a profile begins with it, and one that was created without has none', async () => {
    sessions.activate(dev);
    const terminal = openTerminal('bash', { env: { AWS_PROFILE: 'other' } });
    await vi.waitFor(() => expect(terminal.typed).toEqual([' unset AWS_PROFILE']));
    vi.stubEnv('AWS_PROFILE', 'other');
    writeFileSync(join(home, '.bashrc'), 'export AWS_DEFAULT_PROFILE=file\n');
    const without = openTerminal('without', { pid: 2, env: { AWS_PROFILE: null } });
    await vi.waitFor(() => expect(without.typed).toEqual([' unset AWS_DEFAULT_PROFILE']));
  });

  it('a shell that is started with other arguments cannot be asked', async () => {
    bashrc('export AWS_PROFILE=other\n');
    sessions.activate(dev);
    const plain = openTerminal('plain', { shellArgs: ['--login', '-i'] });
    const terminal = openTerminal('bash', { pid: 2, shellArgs: ['--norc'] });
    await warned(
      /^What the start-up files of \/bin\/bash export is not known, since it is started with arguments of its own/,
    );
    expect([...plain.typed, ...terminal.typed].filter((line) => line !== ' unset AWS_PROFILE')).toEqual([]);
    expect(terminal.typed).toEqual([]);
  });

  it('nothing is typed where a debugger has its program run', async () => {
    bashrc('export AWS_PROFILE=other\n');
    sessions.activate(dev);
    const { ThemeIcon } = await import('../../support/vscode.js');
    const terminal = openTerminal('Debug Process', { iconPath: new ThemeIcon('debug') });
    await warned(
      /^The start-up files .* would not act as dev in terminal "Debug Process"\. Run there: unset AWS_PROFILE$/,
    );
    expect(terminal.typed).toEqual([]);
  });

  it('what acts at each prompt is named', async () => {
    bashrc('_mise_hook() { :; }\n');
    sessions.activate(dev);
    await warned(/^mise changes the environment of \/bin\/bash at each prompt, by the folder\. .* do not act as dev/);
  });

  it('what the editor’s own environment has is named too where the shell cannot be asked', async () => {
    vi.stubEnv('AWS_PROFILE', 'other');
    editor.shell.path = '/usr/bin/pwsh';
    sessions.activate(dev);
    await warned(
      /^The editor's own environment, .* has AWS_PROFILE, .* do not act as dev: start the editor without it\./,
    );
    await warned(/What the start-up files of \/usr\/bin\/pwsh export is not known, since it is no bash/);
  });

  it('shells are asked again once the editor’s settings give terminals something else', async () => {
    editor.set('terminal.integrated.shellIntegration.enabled', false);
    sessions.activate(dev);
    const system = { darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux';
    editor.set(`terminal.integrated.env.${system}`, { AWS_PROFILE: 'other' });
    await warned(/^The editor's own environment and settings set AWS_PROFILE, and without shell integration/);
  });

  describe('fish', () => {
    const exports = {
      selecting: new Map([['AWS_PROFILE', 'other']]),
      overriding: [],
      hooks: [],
    };

    function guard(universal: readonly string[]): void {
      open.forEach((each) => each.dispose());
      const tell = new TellOnce({ warn: () => undefined });
      const terminals = new TerminalSessions(sessions, givesKeys, new Store(), false, BORN_NOW);
      const probes = { clear: () => undefined, exports: () => Promise.resolve({ ...exports, universal }) };
      const log = { warn: () => undefined };
      open = [
        terminals,
        new StartUpFileGuard(sessions, terminals, givesKeys, probes as unknown as StartUpProbes, tell, log),
      ];
      editor.shell.path = '/usr/bin/fish';
    }

    it('keeps its universal variables, of which nothing is typed', async () => {
      guard(['AWS_PROFILE']);
      sessions.activate(dev);
      const terminal = openTerminal('fish', { shell: 'fish' });
      await warned(/^fish keeps AWS_PROFILE as a universal variable, .* not act as dev: remove it with set -eU/);
      expect(terminal.typed).toEqual([]);
    });

    it('without shell integration is told of what its files export, which is no universal variable', async () => {
      editor.settings.set('terminal.integrated.shellIntegration.enabled', false);
      guard([]);
      sessions.activate(dev);
      await warned(/^The start-up files of \/usr\/bin\/fish set AWS_PROFILE, and without shell integration/);
      editor.settings.set('terminal.integrated.shellIntegration.enabled', true);
      editor.warnings.length = 0;
      vi.useFakeTimers();
      editor.open(new FakeTerminal('late', { pid: 3, shell: 'fish', shellPath: '/opt/fish' }));
      await vi.advanceTimersByTimeAsync(11_000);
      vi.useRealTimers();
      await warned(/^The start-up files of \/opt\/fish set AWS_PROFILE, and without shell integration/);
    });
  });

  describe('a task', () => {
    const start = (options: object = {}) =>
      editor.startingTask.fire({
        execution: { task: { name: 'deploy', execution: new ShellExecution('make', options) } },
      });

    it('is told of what its environment has, but for an address, which may have a password in it', async () => {
      sessions.activate(dev);
      start({ env: { AWS_PROFILE: 'other', AWS_ENDPOINT_URL_S3: 'http://me:secret@host' } });
      await warned(/^Task "deploy" has AWS_PROFILE=other, AWS_ENDPOINT_URL_S3 from/);
    });

    it('acts as its folder, or where nobody knows that, as one of several', async () => {
      const prod = liveSession({ id: 'prod', key: 'prod', role: roleRef('prod') });
      sessions.activate(dev);
      sessions.assign('file:///two', prod);
      editor.window.folders = ['/one', '/two'];
      start({ env: { AWS_PROFILE: 'here' }, cwd: '/two' });
      start({ env: { AWS_PROFILE: 'anywhere' } });
      await warned(/AWS_PROFILE=here .* would not act as prod\./);
      await warned(/AWS_PROFILE=anywhere .* would not act as the role of its folder\./);
    });

    it('is told of what its shell reads without a prompt', async () => {
      bashrc('export AWS_DEFAULT_PROFILE=prompt\n');
      writeFileSync(join(home, 'env.sh'), 'export AWS_PROFILE=other AWS_ACCESS_KEY_ID=AKIAOLD\n');
      vi.stubEnv('BASH_ENV', join(home, 'env.sh'));
      sessions.activate(dev);
      start();
      await warned(
        /^Task "deploy" runs in \/bin\/bash, whose .* set AWS_ACCESS_KEY_ID, AWS_PROFILE for tasks .* not act as dev/,
      );
    });

    it('is told of that in the shell that it names, and in the one of all tasks', async () => {
      writeFileSync(join(home, 'env.sh'), 'export AWS_PROFILE=other\n');
      vi.stubEnv('BASH_ENV', join(home, 'env.sh'));
      editor.shell.path = '/bin/sh';
      sessions.activate(dev);
      start({ executable: '/usr/bin/bash' });
      await warned(/^Task "deploy" runs in \/usr\/bin\/bash, whose start-up files set AWS_PROFILE/);
      const system = { darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux';
      editor.set(`terminal.integrated.automationProfile.${system}`, { path: '/bin/bash' });
      start();
      await warned(/^Task "deploy" runs in \/bin\/bash, whose start-up files set AWS_PROFILE/);
    });

    it('has the arguments and variables of the default profile, where tasks have none of their own', async () => {
      writeFileSync(join(home, '.bash_profile'), 'export AWS_PROFILE=login\n');
      sessions.activate(dev);
      const system = { darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux';
      editor.set(`terminal.integrated.defaultProfile.${system}`, 'mine');
      const profile = { path: '/bin/bash', args: ['--login'], env: { AWS_DEFAULT_PROFILE: 'profile' } };
      editor.set(`terminal.integrated.profiles.${system}`, { mine: profile });
      start();
      await warned(/^Task "deploy" has AWS_DEFAULT_PROFILE=profile from/);
      await warned(/^Task "deploy" runs in \/bin\/bash, whose start-up files set AWS_PROFILE for tasks/);
    });

    it('in a shell that cannot be asked counts as unknown', async () => {
      sessions.activate(dev);
      start({ executable: '/usr/bin/nu' });
      await warned(/^What the start-up files of \/usr\/bin\/nu export is not known/);
    });

    it('is left alone in its terminal, whose number is nobody’s once that is closed', async () => {
      bashrc('export AWS_PROFILE=other\n');
      sessions.activate(dev);
      const execution = {};
      editor.startingProcess.fire({ processId: 1, execution });
      const ofTask = openTerminal('task');
      editor.endingProcess.fire({ execution });
      await vi.waitFor(() => expect(ofTask.typed).toEqual([]));
      editor.close(ofTask);
      const terminal = openTerminal('bash');
      await vi.waitFor(() => expect(terminal.typed).toEqual([' unset AWS_PROFILE']));
      expect(ofTask.typed).toEqual([]);
    });
  });
});
