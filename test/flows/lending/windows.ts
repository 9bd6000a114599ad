// Windows with sessions that nobody called AWS for, and what a program has of them.
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { Disposable } from '../../../src/base/listeners.js';
import { meetingFolder } from '../../../src/lending/helper/meeting.js';
import { serveHelper } from '../../../src/lending/helper/serveHelper.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions } from '../../support/sessions.js';
import { installHelper, runProgram, storageIn, type Ended } from './launched.js';
import { KeptSecrets } from '../../support/keptSecrets.js';

export function dev(overrides: Partial<LiveSession> = {}): LiveSession {
  const now = Date.now();
  return liveSession({ role: roleRef('dev'), startedAt: now, expiresAt: now + 3_600_000, ...overrides });
}

export function somebody(name: string, overrides: Partial<LiveSession> = {}): LiveSession {
  const session = dev(overrides);
  const arn = `arn:aws:sts::123456789012:assumed-role/${name}/me`;
  return { ...session, id: name, key: name, role: roleRef(name), identity: { ...session.identity, arn, name } };
}

/** A machine whose windows share a storage folder, for the tests of a file. */
export class HelperWindows {
  readonly opened: Disposable[] = [];
  readonly acts: SessionAct[] = [];
  readonly fetched: string[] = [];
  readonly secrets = new KeptSecrets();
  folder = '';
  private launcher = '';

  constructor() {
    beforeAll(async () => {
      this.folder = await mkdtemp(join(tmpdir(), "helper it's 100% $HOME "));
      this.launcher = await installHelper(this.folder);
    });
    afterAll(() => rm(this.folder, { recursive: true, force: true }));
    beforeEach(async () => {
      vi.stubEnv('XDG_RUNTIME_DIR', await mkdtemp(join(tmpdir(), 'run-')));
      await mkdir(meetingFolder(this.storage), { recursive: true, mode: 0o700 });
    });
    afterEach(async () => {
      this.close();
      this.acts.length = this.fetched.length = 0;
      await rm(process.env['XDG_RUNTIME_DIR'] ?? '', { recursive: true, force: true });
      await rm(meetingFolder(this.storage), { recursive: true, force: true });
      vi.unstubAllEnvs();
    });
  }

  get storage(): string {
    return storageIn(this.folder);
  }

  async open(active: LiveSession | undefined, ...others: readonly LiveSession[]): Promise<FakeSessions> {
    const { storage, acts, fetched } = this;
    const sessions = new FakeSessions();
    others.forEach((session) => sessions.live.set(session.key, session));
    if (active !== undefined) sessions.activate(active);
    const before = (await this.announced()).length;
    const log = { warn: (message: string, error: unknown) => expect.fail(`${message} ${String(error)}`) };
    const record = (act: SessionAct) => void acts.push(act);
    this.opened.push(
      serveHelper({ storage, secrets: this.secrets, sessions, record, onDidFetch: (id) => void fetched.push(id), log }),
    );
    await vi.waitFor(async () => expect((await this.announced()).length).toBeGreaterThan(before));
    return sessions;
  }

  close(): void {
    this.opened.splice(0).forEach((each) => each.dispose());
  }

  async announced(): Promise<readonly string[]> {
    return (await readdir(meetingFolder(this.storage))).filter((name) => name.endsWith('.window'));
  }

  async socket(): Promise<string> {
    const [name = ''] = await this.announced();
    return (JSON.parse(await readFile(join(meetingFolder(this.storage), name), 'utf8')) as { socket: string }).socket;
  }

  /** As `credential_process` does. */
  ask(...parameters: readonly string[]): Promise<Ended> {
    return runProgram([this.launcher, ...parameters]);
  }

  /** The words of a command that runs the helper. */
  command(...parameters: readonly string[]): readonly string[] {
    return [this.launcher, ...parameters];
  }
}
