// Terminals that are opened as a role: by the editor's list of profiles, by a role's name, and beside others.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  commands,
  ConfigurationTarget,
  extensions,
  window,
  workspace,
  type Terminal,
  type TerminalOptions,
} from 'vscode';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { sessionVariables } from '../../src/model/variables/sessionVariables.js';
import { Stage } from './stage.js';

const NAME_OF_READER = /^s3-read-only · \d{12}$/;

interface Manifest {
  readonly contributes: { readonly terminal: { readonly profiles: readonly { readonly title: string }[] } };
}

/** In the editor's language. */
function profileTitle(): string | undefined {
  const manifest = extensions.getExtension('role-sessions.role-sessions')?.packageJSON as Manifest;
  return manifest.contributes.terminal.profiles[0]?.title;
}

describe('terminals as a role in the editor', () => {
  let stage: Stage;
  let folder: string;
  let count = 0;

  before(async () => (folder = await mkdtemp(join(tmpdir(), 'opening-'))));
  beforeEach(async () => (stage = await Stage.set()));
  afterEach(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await stage.strike();
  });
  after(() => rm(folder, { recursive: true }));

  /** The AWS variables that programs have in it, but the files that the editor itself is pointed at. */
  async function within(terminal: Terminal): Promise<Readonly<Record<string, string>>> {
    const file = join(folder, `env-${(count += 1)}`);
    terminal.sendText(`env | grep ^AWS_ > ${file}.part; mv ${file}.part ${file}`);
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) {
        const lines = text.split('\n').filter((line) => line !== '' && !/^AWS_\w+_FILE=/.test(line));
        return Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.slice(line.indexOf('=') + 1)]));
      }
      await sleep(50);
    }
  }

  const expected = (session: LiveSession) => Object.fromEntries(sessionVariables(session));

  /** The terminal that a command opens. */
  async function opened(command: string, argument?: unknown): Promise<Terminal> {
    const terminal = new Promise<Terminal>((resolve) => {
      const listening = window.onDidOpenTerminal((each) => {
        listening.dispose();
        resolve(each);
      });
    });
    await commands.executeCommand(command, argument);
    return terminal;
  }

  const openTerminal = (argument?: unknown): Promise<Terminal> => opened('roleSessions.openTerminal', argument);

  /** What the editor's own settings call it. */
  async function byProfile(label: string | undefined): Promise<{ terminal: Terminal | undefined; offered: string[] }> {
    const offered: string[] = [];
    const { showQuickPick } = window;
    const show = (rows: readonly { label: string }[]) => {
      offered.push(...rows.map((row) => row.label));
      return Promise.resolve(rows.find((row) => row.label === label));
    };
    Object.assign(window, { showQuickPick: show });
    const settings = workspace.getConfiguration('terminal.integrated');
    await settings.update('defaultProfile.linux', profileTitle(), ConfigurationTarget.Global);
    await window.createTerminal().processId; // where there is no terminal yet, VS Code 1.99 fails for a profile of any extension
    const before = new Set(window.terminals);
    await commands.executeCommand('workbench.action.terminal.new');
    const terminal = window.terminals.find((each) => !before.has(each));
    await settings.update('defaultProfile.linux', undefined, ConfigurationTarget.Global);
    Object.assign(window, { showQuickPick });
    return { terminal, offered };
  }

  it('the editor opens them by the profile, which asks for the role; when it has ended they are told of', async () => {
    const before = await stage.assume('profile:s3-read-only');
    const active = await stage.assume('profile:s3-full-access');
    const { terminal, offered } = await byProfile('s3-read-only');
    assert.ok(terminal);
    assert.deepEqual(offered.slice(0, 2), ['s3-full-access', 's3-read-only']);
    assert.equal(offered.at(-1), 'Assume Role…');
    assert.match(terminal.name, NAME_OF_READER);
    assert.equal((terminal.creationOptions as TerminalOptions).isTransient, true);
    assert.deepEqual(await within(terminal), expected(before));
    const other = (await byProfile('s3-full-access')).terminal;
    assert.ok(other);
    assert.deepEqual(await within(other), expected(active));
    const split = await opened('roleSessions.splitTerminal', terminal);
    assert.match(split.name, NAME_OF_READER);
    assert.deepEqual(await within(split), expected(before));
    const told = nextWarning();
    await commands.executeCommand('roleSessions.endSession', { sessionId: before.id });
    const twice = `"${terminal.name}", "${terminal.name}"`;
    assert.ok(
      (await told).startsWith(
        `The session of s3-read-only has ended, but these terminals still have its keys: ${twice}.`,
      ),
    );
    for (const each of [terminal, other, split]) each.dispose();
  });

  it('none is opened where the profile is left', async () => {
    await stage.assume('profile:s3-read-only');
    const { terminal, offered } = await byProfile(undefined);
    assert.equal(offered[0], 's3-read-only');
    assert.equal(terminal, undefined);
  });

  it('are opened for a role that a keybinding names, which is assumed where it has no session', async () => {
    const active = await stage.assume('profile:s3-full-access');
    const terminal = await openTerminal('profile:s3-read-only');
    assert.match(terminal.name, NAME_OF_READER);
    assert.equal(liveSession(stage.api.sessions.active())?.id, active.id);
    const session = stage.api.sessions.list().find(({ role }) => role.id === 'profile:s3-read-only')?.state;
    assert.ok(session?.kind === 'live');
    assert.deepEqual(await within(terminal), expected(session));
    const again = await openTerminal({
      target: { kind: 'configured', roleId: 'profile:s3-read-only' },
      overrides: {},
    });
    assert.deepEqual(await within(again), expected(session));
    for (const each of [terminal, again]) each.dispose();
  });

  it('the editor’s own split is what new ones are, which is said', async () => {
    const before = await stage.assume('profile:s3-read-only');
    await stage.assume('profile:s3-full-access');
    const terminal = await openTerminal({ sessionId: before.id });
    await terminal.processId;
    while (window.activeTerminal !== terminal) await sleep(50);
    const told = nextWarning();
    const split = await opened('workbench.action.terminal.split');
    assert.equal(
      await told,
      `The terminal that was opened beside "${terminal.name}" acts as s3-full-access, not as s3-read-only: to a split one the editor gives what every new terminal gets. Run "Split Terminal as Role" for another one that acts as s3-read-only.`,
    );
    for (const each of [terminal, split]) each.dispose();
  });

  function nextWarning(): Promise<string> {
    const { showWarningMessage } = window;
    return new Promise((resolve) => {
      const show = (text: string) => {
        Object.assign(window, { showWarningMessage });
        resolve(text);
        return Promise.resolve();
      };
      Object.assign(window, { showWarningMessage: show });
    });
  }
});
