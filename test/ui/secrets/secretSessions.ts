// What becomes of sessions: renewed, refused, shared by windows, narrowed, bound to shells, expired and ended.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { socketFolders } from '../../../src/base/files/socketFolders.js';
import { TUTORIAL, type Sandbox } from '../../sandbox/index.js';
import { FEDERATION } from '../../sandbox/seedFederation.js';
import { cleanEnvironment } from '../../tools/environment.js';
import { openWindow } from '../harness.js';
import { changeSettings, editorFolder } from '../pictures.js';
import type { Ledger } from './secretLedger.js';
import { keysText, type Programs } from './secretSetup.js';
import { Witness } from './secretWitness.js';
import type { Workbench } from '../workbench/workbench.js';
import { waitUntil } from '../workbench/workbenchWait.js';

const WIDE = 's3-full-access';
const READER = 's3-read-only';
/** Long enough to be seen, and renewed in its last third. */
const BRIEF_SECONDS = 9;

/** Where the windows of an editor meet, which is not in its storage folder. */
function socketFolderOf(storage: string): string {
  const machine = { environment: cleanEnvironment(), temporary: tmpdir(), uid: process.getuid?.() };
  return socketFolders(join(storage, 'sessions'), machine)[0] ?? '';
}

/** What lies beside the secret store. */
function marksOf(storage: string, ending: string): Record<string, unknown>[] {
  const folder = join(storage, 'sessions');
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>);
}

/** What a debug run is given, by its length: the secret stays where it is. */
const PROGRAM = `require('node:fs').writeFileSync('given.txt', String(process.env.AWS_SESSION_TOKEN.length));\n`;
const LAUNCH = JSON.stringify({
  version: '0.2.0',
  configurations: [
    {
      type: 'node',
      request: 'launch',
      name: 'Given',
      program: '${workspaceFolder}/given.cjs',
      cwd: '${workspaceFolder}',
      runtimeExecutable: process.execPath,
      console: 'internalConsole',
    },
  ],
});
export const DEBUGGED = { 'given.cjs': PROGRAM, '.vscode/launch.json': LAUNCH };

export interface SessionsTeller {
  readonly sandbox: Sandbox;
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly workbench: Workbench;
  readonly witness: Witness;
}

export const storageOf = (workbench: Workbench): string =>
  join(editorFolder(workbench), 'data/User/globalStorage/role-sessions.role-sessions');

/** The user's other window, once it is open. */
export class Windows {
  second: Workbench | undefined;
}

/** The steps, in their order; `tell` gives what they share once it is there. */
export function tellOfSessions(tell: () => SessionsTeller, windows: Windows): void {
  const brief = (): void =>
    tell().sandbox.addFault({
      operation: 'AssumeRole',
      times: 1,
      effect: { kind: 'brief', seconds: BRIEF_SECONDS },
    });
  const row = (text: string) => tell().workbench.sessions.waitForRow(text);

  it('ends all sessions that were', async () => {
    const { workbench, witness } = tell();
    await workbench.openView('AWS Role Sessions');
    await witness.look();
    await workbench.runCommand('AWS Role: End All Sessions');
    await workbench.waitForStatus('No AWS role');
    await waitUntil(
      async () => !(await workbench.sessions.rows()).some((each) => each.includes('expires in')),
      'the end',
    );
    await witness.look();
  });

  it('renews a session by itself', async () => {
    const { witness, ledger, workbench } = tell();
    brief();
    await witness.choose(WIDE);
    await workbench.waitForStatus(`${WIDE} 59m`);
    await witness.waitForSession(`${WIDE} 59m`);
    ledger.collect('automatic renewal');
  });

  it('does not become somebody else', async () => {
    const { sandbox, witness, ledger, programs, workbench } = tell();
    const other = sandbox.iam.createUser({ accountId: TUTORIAL.accountId, name: 'othello' });
    ledger.add('access key of somebody else', other.secretAccessKey);
    const allowed = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: FEDERATION.sharedArn };
    const policy = { Version: '2012-10-17', Statement: [allowed] };
    sandbox.iam.putUserPolicy(other.arn, 'Shared', policy);
    brief();
    await witness.choose('vault-role');
    await workbench.waitForStatus('vault-role');
    programs.printing('vault-helper', keysText(other));
    expect(await witness.seeToast('would now be')).toContain('user/othello');
    await workbench.waitForStatus('vault-role failed');
    witness.shown.push(await workbench.statusTooltip('vault-role failed'));
    await witness.away();
    await row('vault-role, failed');
    await witness.look();
    ledger.collect('refused renewal');
  });

  it('tells another window, and takes from it', async () => {
    const { workbench, witness, ledger } = tell();
    const second = await openWindow(workbench);
    windows.second = second;
    await second.openView('AWS Role Sessions');
    await second.sessions.waitForRow(WIDE);
    await second.sessions.inlineAction(WIDE, 'Use Session for New Terminals');
    await second.waitForStatus(`${WIDE} 5`);
    const other = new Witness(second, ledger);
    await other.choose(READER);
    await other.waitForSession(READER);
    witness.shown.push(...other.shown, await second.page.locator('body').innerText());
    await workbench.page.bringToFront();
    await row(READER);
    const storage = storageOf(workbench);
    const sockets = socketFolderOf(storage);
    expect(readdirSync(sockets).filter((name) => name.endsWith('.sock'))).toHaveLength(2);
    expect(statSync(sockets).mode & 0o077).toBe(0);
    expect(marksOf(storage, '.json').map((mark) => Object.keys(mark).sort().join())).toContain('at,generation');
    for (const mark of [...marksOf(storage, '.json'), ...marksOf(storage, '.ended')]) {
      const { at, generation, reason, ...more } = mark;
      expect([typeof at, typeof generation, reason ?? 'ended', more]).toEqual([
        'number',
        'number',
        expect.stringMatching(/^(ended|refused)$/),
        {},
      ]);
    }
    ledger.collect('another window');
  });

  it('narrows a session in place, and pins the wider one to the S3 view', async () => {
    const { workbench, witness, ledger } = tell();
    await workbench.sessions.inlineAction(WIDE, 'Use Session for New Terminals');
    await witness.waitForSession(`${WIDE} 5`);
    await workbench.runCommand('AWS Role: Pin Session to S3 View');
    await workbench.runCommand('AWS Role: Narrow Session…');
    await witness.pick('What shall the narrower session be left with?', 'Read-Only');
    await witness.pick('What shall the narrower session be left with?', `Narrow ${WIDE}`);
    await witness.waitForSession('(read-only)');
    await workbench.tree.waitForRow(`Session ${WIDE}`);
    await workbench.page.locator('.tabs-container .tab', { hasText: 'README.md' }).first().click();
    await workbench.waitForStatus('Tab of');
    witness.shown.push(await workbench.statusTooltip('Tab of'));
    await witness.away();
    await witness.look();
    ledger.collect('narrowing');
  });

  it('opens a terminal as a session that is not the active one', async () => {
    const { workbench, witness } = tell();
    await workbench.terminal.markSeen();
    await workbench.sessions.inlineAction(READER, 'Open Terminal as Role');
    await workbench.terminal.waitReady();
    const { terminal } = workbench;
    expect(await terminal.run('aws sts get-caller-identity')).toContain('sts-s3-read-only-role');
    expect(await terminal.run('echo ${#AWS_SESSION_TOKEN}')).toMatch(/^\d{2,}$/m);
    expect(readdirSync(join(storageOf(workbench), 'shells'))).toEqual(['bash']);
    await witness.look();
  });

  it('gives credentials to the clipboard, once the user has read what that means', async () => {
    const { workbench, witness } = tell();
    await workbench.runCommand('AWS Role: Export Credentials');
    await witness.pick('As What?', 'Commands for fish');
    await witness.pick('Where To?', 'Copy to Clipboard');
    witness.shown.push(await workbench.dialogText());
    await workbench.screenshot('export-1-question');
    await workbench.dialogButton('Copy');
    await witness.seeToast('are in the clipboard');
    const text = await workbench.page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/^set -e AWS_PROFILE\n[^]*^set -gx AWS_SESSION_TOKEN '/m);
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
  });

  it('debugs a program as the active one', async () => {
    const { workbench, witness } = tell();
    const given = join(workbench.workspace, 'given.txt');
    await workbench.runCommand('Debug: Select and Start Debugging');
    await workbench.quickInput.waitFor('Given');
    await workbench.quickInput.choose('Given');
    await waitUntil(() => Promise.resolve(existsSync(given) && readFileSync(given, 'utf8') !== ''), 'the debug run');
    expect(Number(readFileSync(given, 'utf8'))).toBeGreaterThan(20);
    expect(readFileSync(join(workbench.workspace, '.vscode/launch.json'), 'utf8')).toBe(LAUNCH);
    await witness.look();
  });

  it('has an expired session still after a reload, without its credentials', async () => {
    const { workbench, witness, ledger } = tell();
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'off' });
    brief();
    await witness.choose('with-external-id');
    await workbench.waitForStatus('with-external-id expired');
    await witness.seeToast('has expired');
    await workbench.reload();
    await workbench.waitForStatus('with-external-id expired');
    witness.shown.push(await workbench.statusTooltip('with-external-id expired'));
    await witness.away();
    await row('with-external-id, expired');
    ledger.collect('expired session');
  });

  it('has what was done on record', async () => {
    const { workbench, witness } = tell();
    await workbench.runCommand('AWS Role: Show Audit Log');
    await workbench.waitForTab('AWS Audit Log');
    await workbench.waitForEditorText('assumed  with-external-id  arn:aws:sts::123456789012:assumed-role/');
    await witness.look();
  });

  it('ends one session, then all, in both windows', async () => {
    const { workbench, witness } = tell();
    await workbench.sessions.inlineAction('with-external-id', 'End Session');
    await workbench.waitForStatus('No AWS role');
    await workbench.runCommand('AWS Role: End All Sessions');
    await windows.second?.waitForStatus('No AWS role');
    await witness.look();
    changeSettings(workbench, 'Machine', { 'roleSessions.renewal': 'automatic' });
    await witness.choose(READER);
    await witness.waitForSession(READER);
  });
}
