// What is said of terminals that ask for credentials, and which grants are let go.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { pledgeOf } from '../../../src/lending/pledge.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { expire } from '../../../src/model/session/session.js';
import type { Holding } from '../../../src/identity/holding.js';
import { LentTerminals } from '../../../src/terminals/lentTerminals.js';
import { NOW } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';
import { dev, later, MINUTE_MS, prod, renewed, TerminalDesk } from './desk.js';
import { FakeTerminal } from './editor.js';

const editor = await vi.hoisted(async () => new (await import('./editor.js')).FakeEditor());
vi.mock('vscode', () => editor.module);

const lentTo = (session: LiveSession, grant: string): Holding => ({
  kind: 'lent',
  lent: { ...pledgeOf(session), grant },
});

describe('terminals that ask', () => {
  let desk: TerminalDesk;
  let lent: LentTerminals;
  let held: string[][];
  let given: Holding[];

  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW });
    desk = new TerminalDesk(editor);
    held = [];
    given = [];
    const tell = new TellOnce({ warn: () => undefined });
    lent = new LentTerminals(
      desk.sessions,
      desk.terminals,
      (grants) => void held.push([...grants]),
      () => given,
      tell,
      Promise.resolve(),
    );
    for (const session of [dev, prod]) desk.sessions.put(liveEntry(session));
    await later();
  });
  afterEach(() => {
    lent.dispose();
    desk.closeWindow();
    vi.useRealTimers();
  });

  async function open(name: string, pid: number, holding: Holding): Promise<FakeTerminal> {
    const terminal = new FakeTerminal(name, { pid });
    desk.births.set(pid, Date.now());
    desk.terminals.opened(terminal.seen, holding, true);
    editor.open(terminal);
    await later();
    return terminal;
  }

  it('go on through renewals and a switch without a word', async () => {
    await open('one', 1, lentTo(dev, 'a'));
    desk.sessions.put(liveEntry(renewed(2)));
    desk.sessions.activate(prod);
    desk.sessions.put({ ...liveEntry(dev), state: expire(dev) });
    await later(MINUTE_MS);
    expect(editor.warnings).toEqual([]);
  });

  it('get nothing any more once the session is somebody else, which is said once of all', async () => {
    await open('one', 1, lentTo(dev, 'a'));
    await open('two', 2, lentTo(dev, 'a'));
    await open('three', 3, lentTo(prod, 'b'));
    desk.sessions.put(liveEntry({ ...dev, principal: 'AKIAOTHER' }));
    await later(MINUTE_MS);
    expect(editor.warnings).toEqual([
      expect.stringMatching(
        /^The session of dev was opened again as somebody else, so these terminals, .*: "one", "two"\. Open new terminals\.$/,
      ),
    ]);
  });

  it('get nothing any more once it has ended, which is said', async () => {
    const gone = { ...dev, id: 'gone' };
    await open('one', 1, lentTo(gone, 'a'));
    expect(editor.warnings).toEqual([
      'The session of dev has ended, and these terminals get no credentials any more: "one". What they fetched before ends by itself.',
    ]);
  });

  it('are told of once, those of the window and those of the role’s own together', async () => {
    await open('one', 1, lentTo(dev, 'a'));
    const two = await open('two', 2, lentTo(dev, 'b'));
    await open('three', 3, lentTo(prod, 'c'));
    desk.sessions.drop(dev.id);
    editor.close(two);
    await later(MINUTE_MS);
    expect(editor.warnings).toEqual([
      'The session of dev has ended, and these terminals get no credentials any more: "one", "two". What they fetched before ends by itself.',
    ]);
  });

  it('hold their grants until they are closed, beside what new ones are given', async () => {
    const one = await open('one', 1, lentTo(dev, 'a'));
    await open('two', 2, lentTo(prod, 'b'));
    given = [lentTo(dev, 'c'), { kind: 'none' }];
    await later(MINUTE_MS);
    expect(held.at(-1)?.sort()).toEqual(['a', 'b', 'c']);
    editor.close(one);
    expect(held.at(-1)?.sort()).toEqual(['b', 'c']);
  });

  it('let go of nothing while the editor may be about to connect those of before', async () => {
    await open('one', 1, lentTo(dev, 'a'));
    await later(50_000);
    expect(held).toEqual([]);
  });
});
