// What is said of the keys that terminals have.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NEVER } from '../../../src/model/session/session.js';
import { liveEntry } from '../../support/sessions.js';
import { NOW } from '../../support/samples.js';
import { dev, HOUR_MS, later, MINUTE_MS, prod, renewed, TerminalDesk } from './desk.js';
import { FakeTerminal } from './editor.js';
import { heldOf } from '../../../src/identity/holding.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

describe('keys that terminals have', () => {
  let desk: TerminalDesk;
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    desk = new TerminalDesk(editor);
  });
  afterEach(() => {
    desk.closeWindow();
    vi.useRealTimers();
  });

  it('end before their session, where that was renewed: which is said as of a session', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('apply', 1);
    await later(45 * MINUTE_MS);
    desk.sessions.activate(renewed(2));
    await desk.openTerminal('new', 2);
    expect(editor.warnings).toEqual([]);
    await later(13 * MINUTE_MS);
    const told = [
      'The session of dev was renewed, but these terminals have the keys that they began with: "apply". Those expire in 2m: open new terminals.',
    ];
    expect(editor.warnings).toEqual(told);
    expect(editor.buttons).toEqual(['Open Terminal']);
    await later(30 * MINUTE_MS);
    expect(editor.warnings).toEqual(told);
  });

  it('are said to have expired after a sleep', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('apply', 1);
    desk.sessions.activate(renewed(3));
    vi.setSystemTime(NOW + 2 * HOUR_MS);
    await later();
    expect(editor.warnings).toEqual([
      'The keys of dev that these terminals began with have expired: "apply". Open new terminals.',
    ]);
  });

  it('of a session that goes on are told of by whoever keeps it', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('apply', 1);
    await later(58 * MINUTE_MS);
    expect(editor.warnings).toEqual([]);
  });

  it('outlive a session that was ended, which is said at once', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('bash', 1);
    desk.sessions.live.delete('dev');
    desk.sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([
      'The session of dev has ended, but these terminals still have its keys: "bash". AWS takes them until they expire in 59m: close the terminals.',
    ]);
  });

  it('of a session that has ended are told of once, though its end comes after', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('bash', 1);
    desk.sessions.live.delete('dev');
    desk.sessions.activate({ kind: 'none' });
    await later(2 * HOUR_MS);
    expect(editor.warnings).toHaveLength(1);
  });

  it('without an end outlive their session until they are deleted', async () => {
    desk.sessions.activate({ ...dev, expiresAt: NEVER });
    await desk.openTerminal('bash', 1);
    desk.sessions.live.delete('dev');
    desk.sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([
      'The session of dev has ended, but these terminals still have its keys: "bash". AWS takes them until they are deleted or deactivated: close the terminals.',
    ]);
  });

  it('without an end that their session has replaced are told of at once, and once', async () => {
    const endless = { ...dev, expiresAt: NEVER };
    desk.sessions.activate(endless);
    await desk.openTerminal('bash', 1);
    desk.sessions.activate(endless);
    await later();
    expect(editor.warnings).toEqual([]);
    desk.sessions.activate({ ...renewed(1), expiresAt: NEVER });
    await desk.openTerminal('new', 2);
    const told = [
      'The session of dev was renewed with other keys, but these terminals have those that they began with: "bash". AWS takes them until they are deleted or deactivated: open new terminals.',
    ];
    expect([editor.warnings, editor.buttons]).toEqual([told, ['Open Terminal']]);
    await later(2 * HOUR_MS);
    expect(editor.warnings).toEqual(told);
  });

  it('are those of somebody else once the session is, which is said at once', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('bash', 1);
    const arn = 'arn:aws:sts::123456789012:assumed-role/admin/me';
    desk.sessions.activate({ ...renewed(3), identity: { ...dev.identity, arn } });
    await later();
    expect(editor.warnings).toEqual([
      `The session of dev was opened again as somebody else, but these terminals still act as ${dev.identity.arn} (AKIAEXAMPLE): "bash". Open new terminals, and close these.`,
    ]);
    await later(2 * HOUR_MS);
    expect(editor.warnings).toHaveLength(1);
  });

  it('that nobody knows are told of for each terminal, also of the same name', async () => {
    await later(10_000);
    desk.sessions.activate(dev);
    for (const pid of [1, 2]) {
      const terminal = editor.open(new FakeTerminal('bash', { pid }));
      desk.births.set(pid, Date.now() - HOUR_MS); // attached
      await later();
      editor.close(terminal);
    }
    expect(editor.warnings).toHaveLength(2);
  });

  it('in a terminal that nobody sees are not told of', async () => {
    desk.sessions.activate(dev);
    await desk.openTerminal('python', 1, { hideFromUser: true });
    desk.sessions.live.delete('dev');
    desk.sessions.activate({ kind: 'none' });
    await later();
    expect(editor.warnings).toEqual([]);
  });

  it('of a terminal under a role’s name are somebody else’s once it is relaunched, if the role is', async () => {
    desk.sessions.activate(dev);
    const terminal = new FakeTerminal('dev', { pid: 1 });
    desk.births.set(1, Date.now());
    desk.terminals.opened(terminal.seen, heldOf(dev), false);
    editor.open(terminal);
    await later();
    desk.sessions.activate({ ...renewed(3), principal: 'AKIAOTHER' });
    await later(10_000);
    editor.warnings.length = 0;
    await desk.relaunch(terminal, 2);
    const { arn } = dev.identity;
    expect(editor.warnings).toEqual([
      `Terminal "dev" was started anew, and its dev is somebody else now: ${arn} (AKIAOTHER), and ${arn} (AKIAEXAMPLE) before.`,
    ]);
  });

  describe('of one session, whichever is active', () => {
    let terminal: FakeTerminal;
    beforeEach(async () => {
      desk.sessions.put(liveEntry(dev));
      desk.sessions.activate(prod);
      terminal = new FakeTerminal('dev', { pid: 1 });
      desk.births.set(1, Date.now());
      desk.terminals.opened(terminal.seen, heldOf(dev), true);
      editor.open(terminal);
      await later();
    });

    it('are had again by a relaunched one', async () => {
      await desk.relaunch(terminal, 2);
      expect(desk.titleOf(terminal)).toBe('dev');
      expect(editor.warnings).toEqual([]);
    });

    it('are so too where the extensions were started anew between', async () => {
      await desk.reload(prod);
      await desk.relaunch(terminal, 2);
      expect(desk.titleOf(terminal)).toBe('dev');
    });

    it('are old ones in a relaunched one, where the session has others by then', async () => {
      desk.sessions.put(liveEntry(renewed(2)));
      await desk.relaunch(terminal, 2);
      expect(editor.warnings).toEqual([
        'Terminal "dev" was started anew with the keys of dev that it was opened with: the session has others now, or has ended. They expire in 59m.',
      ]);
      await later(58 * MINUTE_MS);
      expect(editor.warnings.at(-1)).toMatch(/^The session of dev was renewed, .*"dev"\. Those expire in 2m/);
      await later(10 * MINUTE_MS);
      await desk.relaunch(terminal, 3);
      expect(editor.warnings.at(-1)).toBe(
        'Terminal "dev" was started anew with the keys of dev that it was opened with, which have expired. Open another terminal as dev.',
      );
    });
  });
});
