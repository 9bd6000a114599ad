// Terminals, tasks and their programs in the real editor that ask the window for the credentials of a session.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { commands, ShellExecution, Task, tasks, TaskScope, window, type Terminal } from 'vscode';
import type { LiveSession } from '../../src/model/session/session.js';
import { Stage } from './stage.js';

type Variables = Readonly<Record<string, string>>;

describe('terminals that ask the endpoint', () => {
  let stage: Stage;
  let folder: string;
  let count = 0;

  const newFile = (): string => join(folder, `env-${(count += 1)}`);
  const script = (file: string): string => `env | grep ^AWS_ > ${file}.part; mv ${file}.part ${file}`;

  async function variables(file: string): Promise<Variables> {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) {
        return Object.fromEntries(
          text
            .split('\n')
            .filter(Boolean)
            .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
        );
      }
      await sleep(50);
    }
  }

  async function newTerminal(): Promise<Variables> {
    const file = newFile();
    window.createTerminal({ shellPath: '/bin/sh', shellArgs: ['-c', `${script(file)}; sleep 600`] });
    return variables(file);
  }

  /** What is asked for as a program of that terminal does. */
  async function fetched(all: Variables): Promise<{ readonly status: string; readonly text: string }> {
    const uri = all['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    const header = `authorization: ${all['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? ''}`;
    const { stdout } = await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', '-H', header, uri]);
    const end = stdout.lastIndexOf('\n');
    return { status: stdout.slice(end + 1), text: stdout.slice(0, end) };
  }

  async function keyOf(all: Variables): Promise<string | undefined> {
    const { status, text } = await fetched(all);
    return status === '200' ? (JSON.parse(text) as { AccessKeyId: string }).AccessKeyId : status;
  }

  const keyIn = ({ credentials }: LiveSession): string => credentials.accessKeyId;

  before(async () => {
    stage = await Stage.set();
    folder = await mkdtemp(join(tmpdir(), 'endpoint-'));
    await stage.setting('terminals', 'endpoint');
  });
  afterEach(async () => {
    await commands.executeCommand('roleSessions.endAllSessions');
    window.terminals.forEach((terminal: Terminal) => terminal.dispose());
  });
  after(async () => {
    await stage.strike();
    await rm(folder, { recursive: true });
  });

  it('have no key, and are given what the session has by then, through a renewal', async () => {
    const session = await stage.assume('profile:s3-read-only');
    const all = await newTerminal();
    assert.deepEqual(
      Object.keys(all).filter((name) => /ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN/.test(name)),
      [],
    );
    assert.equal(all['AWS_REGION'], session.region);
    assert.equal(await keyOf(all), keyIn(session));
    await commands.executeCommand('roleSessions.renewSession');
    const renewed = stage.api.sessions.get(session.id)?.state;
    assert.ok(renewed?.kind === 'live' && keyIn(renewed) !== keyIn(session));
    assert.equal(await keyOf(all), keyIn(renewed));
    assert.deepEqual(await newTerminal(), all); // nothing that an editor would mark terminals for
  });

  it('stay what they are when the role is switched, and get nothing after its end', async () => {
    const reader = await stage.assume('profile:s3-read-only');
    const old = await newTerminal();
    const writer = await stage.assume('profile:s3-full-access');
    const fresh = await newTerminal();
    assert.deepEqual([await keyOf(old), await keyOf(fresh)], [keyIn(reader), keyIn(writer)]);
    await commands.executeCommand('roleSessions.endSession', { sessionId: reader.id });
    assert.deepEqual([await keyOf(old), await keyOf(fresh)], ['401', keyIn(writer)]);
  });

  it('of one role have a token of their own', async () => {
    const reader = await stage.assume('profile:s3-read-only');
    await stage.assume('profile:s3-full-access');
    await commands.executeCommand('roleSessions.openTerminal', { sessionId: reader.id });
    const terminal = window.terminals.find(({ name }) => name.startsWith('s3-read-only'));
    assert.ok(terminal);
    const file = newFile();
    terminal.sendText(script(file));
    const all = await variables(file);
    assert.equal(await keyOf(all), keyIn(reader));
    assert.equal(all['AWS_ACCESS_KEY_ID'], undefined);
    const others = await newTerminal();
    assert.notEqual(all['AWS_CONTAINER_AUTHORIZATION_TOKEN'], others['AWS_CONTAINER_AUTHORIZATION_TOKEN']);
  });

  it('are tasks as well', async () => {
    const session = await stage.assume('profile:s3-read-only');
    const file = newFile();
    const execution = new ShellExecution(script(file));
    await tasks.executeTask(new Task({ type: 'shell' }, TaskScope.Global, 'endpoint', 'test', execution));
    const all = await variables(file);
    assert.deepEqual([await keyOf(all), all['AWS_ACCESS_KEY_ID']], [keyIn(session), undefined]);
  });

  it('have keys again once the setting says so, and those before go on', async () => {
    const session = await stage.assume('profile:s3-read-only');
    const asking = await newTerminal();
    await stage.setting('terminals', 'keys');
    const withKeys = await newTerminal();
    assert.equal(withKeys['AWS_ACCESS_KEY_ID'], keyIn(session));
    assert.equal(withKeys['AWS_CONTAINER_CREDENTIALS_FULL_URI'], undefined);
    assert.equal(await keyOf(asking), keyIn(session));
    await stage.setting('terminals', 'endpoint');
    assert.deepEqual(await newTerminal(), asking);
  });
});
