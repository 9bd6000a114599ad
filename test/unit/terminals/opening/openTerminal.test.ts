// Terminals that are opened as a role: by command, by the editor's own list, and beside others.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/base/errors.js';
import { TerminalOpener } from '../../../../src/terminals/opening/openTerminal.js';
import { openedByProfile } from '../../../../src/terminals/opening/profile.js';
import { watchSplits } from '../../../../src/terminals/opening/splits.js';
import { TellOnce } from '../../../../src/editor/tellOnce.js';
import { NOW } from '../../../support/samples.js';
import { dev, later, prod, renewed, TerminalDesk } from '../desk.js';
import { FakeTerminal } from '../editor.js';
import { givesKeys } from '../../../support/givesKeys.js';

const editor = await vi.hoisted(async () => new (await import('../editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const PROFILE = { extensionIdentifier: 'me.roles', id: 'roles', title: 'Role' };

interface Made {
  readonly name: string;
  readonly env: Readonly<Record<string, string | null>>;
  readonly isTransient: boolean;
}

describe('terminals as a role', () => {
  let desk: TerminalDesk;
  let opener: TerminalOpener;
  let storage: string;
  let open: { dispose(): void }[];
  const memento = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] };
  const log = { warn: vi.fn(), error: vi.fn(), info: vi.fn() };

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] });
    storage = mkdtempSync(join(tmpdir(), 'opening-'));
    desk = new TerminalDesk(editor);
    opener = new TerminalOpener(desk.sessions, desk.terminals, givesKeys, memento, storage, PROFILE);
    open = [opener, watchSplits(desk.terminals, new TellOnce({ warn: () => undefined }))];
    editor.chosen = undefined;
    editor.rows = [];
    log.warn.mockClear();
    desk.sessions.activate(dev);
    desk.sessions.activate(prod);
  });
  afterEach(() => {
    open.forEach((each) => each.dispose());
    desk.closeWindow();
    vi.useRealTimers();
    rmSync(storage, { recursive: true });
  });

  const last = (): FakeTerminal => editor.terminals.at(-1)!;
  const made = (terminal = last()): Made => terminal.creationOptions as Made;
  const keysIn = ({ env }: Made): string | undefined =>
    /AWS_ACCESS_KEY_ID=(.*)/.exec(env['ROLE_SESSIONS_NOW'] ?? '')?.[1];
  const contexts = () =>
    editor.ran.filter(([id, name]) => id === 'setContext' && name === 'roleSessions.terminalIsOfRole');

  describe('by the editor’s list', () => {
    it('are known as what was chosen, once the editor has opened them, and only they', async () => {
      editor.chosen = 'dev';
      const { options } = await opener.profile();
      expect(editor.rows.map((row) => row.replace(/:.*/, ''))).toEqual(['prod', 'dev', 'Assume Role…']);
      desk.births.set(1, Date.now());
      const same = editor.create({ ...options }, 1);
      const terminal = editor.create(options, 2);
      await later();
      expect([desk.titleOf(terminal), desk.titleOf(same)]).toEqual(['dev', 'prod']);
      expect([desk.terminals.isBound(terminal.seen), desk.terminals.isBound(same.seen)]).toEqual([true, false]);
      expect([keysIn(made(terminal)), made(terminal).isTransient]).toEqual([dev.credentials.accessKeyId, true]);
    });

    it('are none where the user leaves it: the editor is told nothing to show', async () => {
      await expect(opener.profile()).rejects.toThrow(Cancelled);
      await expect(openedByProfile(opener, log as never)).rejects.toMatchObject({ message: '' });
      expect(log.warn).not.toHaveBeenCalled();
    });

    it('lead to the roles at once where there is no session', async () => {
      desk.sessions.live.clear();
      desk.sessions.activate({ kind: 'none' });
      editor.answers.set('roleSessions.assumeRole', () => {
        desk.sessions.live.set(dev.key, dev);
        return { sessionId: dev.id };
      });
      const terminal = editor.create((await opener.profile()).options, 1);
      expect(editor.rows).toEqual([]);
      expect(editor.ran).toContainEqual(['roleSessions.assumeRole', undefined, { activates: false }]);
      expect(desk.titleOf(terminal)).toBe('dev');
    });

    it('are told of once their session has ended', async () => {
      editor.chosen = 'dev';
      const terminal = editor.create((await opener.profile()).options, 1);
      await later();
      desk.sessions.live.delete('dev');
      await later();
      expect(editor.warnings).toHaveLength(1);
      expect(editor.warnings[0]).toContain(
        `The session of dev has ended, but these terminals still have its keys: "${terminal.name}"`,
      );
    });
  });

  describe('for a role that is named', () => {
    it('act as its session where that is live', async () => {
      await opener.open('profile:dev');
      expect([desk.titleOf(last()), keysIn(made())]).toEqual(['dev', dev.credentials.accessKeyId]);
      expect(editor.ran.map(([id]) => id)).not.toContain('roleSessions.assumeRole');
    });

    it('assume it where it is not, and leave what is active', async () => {
      const { request } = dev.role;
      desk.sessions.live.delete('dev');
      editor.answers.set('roleSessions.assumeRole', () => {
        desk.sessions.live.set(dev.key, dev);
        return { sessionId: dev.id };
      });
      await opener.open(request);
      expect(editor.ran).toContainEqual(['roleSessions.assumeRole', request, { activates: false }]);
      expect(desk.titleOf(last())).toBe('dev');
    });

    it('are none where it could not be assumed, which has been told', async () => {
      desk.sessions.live.delete('dev');
      await expect(opener.open({ roleId: 'profile:dev' })).rejects.toThrow(Cancelled);
      expect(editor.terminals).toEqual([]);
    });

    it('do not act as it where it is narrowed', async () => {
      desk.sessions.live.set('dev', {
        ...dev,
        role: { ...dev.role, request: { ...dev.role.request, overrides: { durationSeconds: 900 } } },
      });
      await expect(opener.open('profile:dev')).rejects.toThrow(Cancelled);
    });
  });

  describe('that are split', () => {
    beforeEach(() => opener.open({ sessionId: 'dev' }));

    it.each([
      ['by our command act as the same session, beside it and with the keys that it has by now', true],
      ['so do those in an editor that splits for no profile, in a tab of their own', false],
    ])('%s', async (_, splits) => {
      const parent = last();
      const split = async () => editor.create((await opener.profile()).options);
      editor.answers.set('workbench.action.terminal.split', splits ? split : () => undefined);
      desk.sessions.put({ ...desk.sessions.get('dev')!, state: renewed(2) });
      await opener.split(parent);
      expect(editor.ran).toContainEqual(['workbench.action.terminal.split', { config: PROFILE }]);
      expect(editor.rows).toEqual([]);
      expect(editor.terminals).toHaveLength(2);
      expect([last().name, keysIn(made())]).toEqual([parent.name, 'ASIARENEWED2']);
      expect([desk.titleOf(last()), desk.terminals.isBound(last().seen)]).toEqual(['dev', true]);
      await expect(opener.profile()).rejects.toThrow(Cancelled); // the next one is asked for
    });

    it('are none once it has ended, or where the terminal is nobody’s', async () => {
      editor.activate(last());
      desk.sessions.live.delete('dev');
      await expect(opener.split(undefined)).rejects.toThrow('That session has ended');
      editor.activate(await desk.openTerminal('bash', 5));
      await expect(opener.split(undefined)).rejects.toThrow('was not opened as a role');
      editor.activate(undefined);
      await expect(opener.split(undefined)).rejects.toThrow('was not opened as a role');
    });

    it('by the editor act as what is active, which is said, and the command offered', async () => {
      editor.activate(last());
      const { name } = last();
      await desk.openTerminal('', 7, { cwd: '/work' });
      expect(editor.warnings).toEqual([
        `The terminal that was opened beside "${name}" acts as prod, not as dev: to a split one the editor gives what every new terminal gets. Run "Split Terminal as Role" for another one that acts as dev.`,
      ]);
      expect(editor.buttons).toEqual(['Split as dev']);
    });

    it('by the editor act as nobody while nothing is active', async () => {
      editor.activate(last());
      desk.sessions.activate({ kind: 'none' });
      await desk.openTerminal('', 7, { cwd: '/work' });
      expect(editor.warnings.map((text) => text.replace(/:.*/, ''))).toEqual([
        `The terminal that was opened beside "${editor.terminals[0]!.name}" acts as no role`,
      ]);
    });

    it.each([
      ['the role is the active one', () => desk.sessions.activate(dev), { cwd: '/work' }],
      ['nothing says that it was split', () => undefined, {}],
      ['it has a name of its own', () => undefined, { cwd: '/work', name: 'task' }],
      ['an extension draws it', () => undefined, { pty: {} }],
      ['the one beside it is of no role', () => editor.activate(new FakeTerminal('bash')), { cwd: '/work' }],
    ])('nothing is said where %s', async (_, change, options) => {
      editor.activate(last());
      change();
      await desk.openTerminal('', 7, options);
      expect(editor.warnings).toEqual([]);
    });

    it('in a workspace of several folders a new terminal begins in one that was chosen, as a split one may', async () => {
      editor.activate(last());
      editor.window.folders = ['/work', '/other'];
      const folder = { scheme: 'file', path: '/work', fsPath: '/work' };
      await desk.openTerminal('', 7, { cwd: folder });
      expect(editor.warnings).toEqual([]);
      editor.window.folders = ['/work'];
      await desk.openTerminal('', 8, { cwd: folder });
      expect(editor.warnings).toHaveLength(1);
    });

    it('are offered where a terminal of a role is active', async () => {
      const parent = last();
      editor.activate(parent);
      expect(contexts().at(-1)).toEqual(['setContext', 'roleSessions.terminalIsOfRole', true]);
      editor.activate(await desk.openTerminal('bash', 9));
      expect(contexts().at(-1)).toEqual(['setContext', 'roleSessions.terminalIsOfRole', false]);
    });
  });
});
