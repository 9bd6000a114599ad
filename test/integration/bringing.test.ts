// Bringing a session to a window of another machine, as far as one window shows it: what is asked, narrowed and told. Two
// machines are for test/flows/session.
import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const ROLE = 'profile:s3-read-only';

describe('a session for a window of another machine', () => {
  let stage: Stage;
  let session: LiveSession;

  /** Brings it, taking the choice with that label; every label there was. */
  async function bring(label: string): Promise<string[]> {
    const made = stage.quickPicks();
    const state = { isDone: false };
    const bringing = commands
      .executeCommand('roleSessions.bringSession', { sessionId: session.id })
      .then(() => (state.isDone = true));
    let labels: string[] = [];
    while (!state.isDone) {
      const picker = made.at(-1);
      const items = picker?.items.filter((item) => plain(item.label).endsWith(label)) ?? [];
      if (picker !== undefined && items.length > 0) {
        labels = picker.items.map((item) => plain(item.label).replace(/^\$\([\w-]+\) /, ''));
        picker.activeItems = items;
        await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      } else if (picker !== undefined) {
        labels = picker.items.map((item) => plain(item.label).replace(/^\$\([\w-]+\) /, ''));
        await commands.executeCommand('workbench.action.closeQuickOpen');
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await bringing;
    return labels;
  }

  const calls = () => stage.sandbox.requests.filter(({ operation }) => operation === 'GetScopedCredentials');
  const names = () =>
    stage.api.sessions.list().map(({ state }) => ('narrowedTo' in state ? state.narrowedTo : state.kind));

  beforeEach(async () => {
    stage = await Stage.set();
    session = await stage.assume(ROLE);
  });
  afterEach(async () => {
    await stage.strike();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is narrowed by one call, told of and put on record, and this window is offered nothing', async () => {
    const told = stage.messages('showInformationMessage');
    await bring('Read-Only');
    assert.equal(calls().length, 1);
    assert.deepEqual([names().length, stage.api.sessions.active()], [2, session]);
    assert.match(
      told.map(({ text }) => plain(text)).join('\n'),
      /^s3-read-only \(read-only, .+\) can be used in a window of another machine, which offers it until .+, to be taken once\.$/,
    );
    assert.deepEqual(
      told[0]?.buttons.map((button) => plain(String(button))),
      ['Take Back'],
    );
    let shown = '';
    for (let tries = 0; tries < 100 && !shown.includes('exported'); tries += 1) {
      await commands.executeCommand('roleSessions.showAuditLog');
      shown = plain(window.activeTextEditor?.document.getText() ?? '');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.match(shown, /exported {2}s3-read-only.*\n {4}to a window of another machine\n/);
    assert.match(shown, /narrowed {2}s3-read-only/);
  });

  it('may go with all that it can do, for an hour at most', async () => {
    const told = stage.messages('showInformationMessage');
    await bring('Less Time Alone');
    assert.equal(told.length, 1);
    const [narrowed] = stage.api.sessions.list().filter(({ id }) => id !== session.id);
    assert.ok(narrowed?.state.kind === 'live' && narrowed.state.expiresAt <= Date.now() + 3_600_000);
  });

  it('may not where it is production', async () => {
    await stage.setting('productionRoles', ['s3-*']);
    const labels = await bring('Less Time Alone');
    assert.deepEqual(labels, ['Read-Only', 'S3 Only', 'One Bucket or Prefix…', 'A Policy of Your Own…']);
    assert.deepEqual([calls().length, names().length], [0, 1]);
  });
});
