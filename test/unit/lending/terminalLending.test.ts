// What shells are given by the setting, with an endpoint that really listens.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TellOnce } from '../../../src/editor/tellOnce.js';
import { TerminalLending, type LendingContext } from '../../../src/lending/terminalLending.js';
import { Listeners } from '../../../src/base/listeners.js';
import type { GivenTo } from '../../../src/lending/given.js';
import { NEVER } from '../../../src/model/session/session.js';
import { sessionVariables } from '../../../src/model/variables/sessionVariables.js';
import { CONTAINER_URI } from '../../../src/model/variables/strayVariables.js';
import { liveSession, roleRef } from '../../support/samples.js';
import { FakeSessions, liveEntry } from '../../support/sessions.js';
import { Store } from '../session/store.js';

interface FakeEditor {
  mode: unknown;
  readonly listeners: ((event: { affectsConfiguration: () => boolean }) => void)[];
  readonly warnings: string[];
}

const editor = vi.hoisted((): FakeEditor => ({ mode: 'endpoint', listeners: [], warnings: [] }));
vi.mock('vscode', () => ({
  workspace: {
    getConfiguration: () => ({ inspect: () => ({ globalValue: editor.mode }) }),
    onDidChangeConfiguration: (listener: FakeEditor['listeners'][number]) => {
      editor.listeners.push(listener);
      return { dispose: () => undefined };
    },
  },
  window: { showWarningMessage: (text: string) => Promise.resolve(void editor.warnings.push(text)) },
  commands: { executeCommand: () => Promise.resolve() },
}));

const dev = liveSession({ role: roleRef('dev'), startedAt: Date.now(), expiresAt: Date.now() + 3_600_000 });
const WINDOW = { scope: 'window', name: 'work' };

describe('what shells are given', () => {
  let storage: string;
  let files: Listeners;
  let fromFiles: 'nothing' | 'credentials' | 'legacy';
  let environment: Map<string, string>;
  let lending: TerminalLending;

  const open = (overrides: Partial<LendingContext> = {}): TerminalLending => {
    const sessions = new FakeSessions();
    sessions.put(liveEntry(dev));
    lending = new TerminalLending({
      sessions,
      memento: new Store(),
      secrets: new Store(),
      storage,
      files: () => Promise.resolve({ defaultProfile: () => Promise.resolve(fromFiles), onDidChange: files.event }),
      environment: () => environment,
      record: () => undefined,
      tell: new TellOnce({ warn: () => undefined }),
      log: { warn: () => undefined },
      ...overrides,
    });
    return lending;
  };
  const give = (session = dev, place: Parameters<TerminalLending['give']>[1] = WINDOW): GivenTo =>
    lending.give(session, place);
  const names = (given: GivenTo): readonly string[] => (given.kind === 'later' ? [] : [...given.variables.keys()]);
  const setMode = (mode: string): void => {
    editor.mode = mode;
    editor.listeners.forEach((listener) => listener({ affectsConfiguration: () => true }));
  };

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'lending-'));
    files = new Listeners();
    fromFiles = 'nothing';
    environment = new Map(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
    vi.stubEnv('AWS_PROFILE', undefined);
    environment.delete('AWS_PROFILE');
    editor.mode = 'endpoint';
    editor.listeners.length = 0;
    editor.warnings.length = 0;
  });
  afterEach(() => {
    lending.dispose();
    vi.unstubAllEnvs();
    rmSync(storage, { recursive: true });
  });

  it.each(['keys', undefined, 'other'])('are keys where the setting is %s, and nothing is opened', (mode) => {
    editor.mode = mode;
    const load = vi.fn(() => Promise.reject(new Error('not asked')));
    open({ files: load });
    expect(give()).toEqual({ kind: 'keys', variables: sessionVariables(dev) });
    expect(load).not.toHaveBeenCalled();
  });

  it('is nothing until the endpoint is there, and then where to ask, always the same', async () => {
    open();
    const told = vi.fn();
    lending.onDidChange(told);
    expect(give()).toEqual({ kind: 'later' });
    await lending.settled();
    expect(told).toHaveBeenCalled();
    const given = give();
    expect(given).toMatchObject({ kind: 'lent', lent: { id: dev.id, title: 'dev', arn: dev.identity.arn } });
    expect(give()).toEqual(given);
    expect(names(given)).not.toContain('AWS_ACCESS_KEY_ID');
    expect(names(given)).not.toContain('AWS_CONFIG_FILE');
    expect(editor.warnings).toEqual([]);
  });

  it('is another token in another place', async () => {
    open();
    await lending.settled();
    const [one, two] = [give(), give(dev, { scope: 'terminal:1', name: 'dev' })];
    expect([one, two].map((each) => each.kind)).toEqual(['lent', 'lent']);
    expect(one.kind === 'lent' && two.kind === 'lent' && one.lent.grant !== two.lent.grant).toBe(true);
  });

  it('is shielded from a [default] profile, also one that comes later, and that is told once', async () => {
    open();
    await lending.settled();
    fromFiles = 'credentials';
    files.fire();
    await vi.waitFor(() => expect(names(give())).toContain('AWS_CONFIG_FILE'));
    give();
    expect(editor.warnings).toEqual([expect.stringMatching(/^Your \[default\] profile holds credentials/)]);
  });

  it('is shielded where nobody can say what the files hold', async () => {
    open({
      files: () =>
        Promise.resolve({ defaultProfile: () => Promise.reject(new Error('unreadable')), onDidChange: files.event }),
    });
    await lending.settled();
    expect(names(give())).toContain('AWS_SHARED_CREDENTIALS_FILE');
  });

  it('is shielded where the editor’s settings name files that nobody has looked at', async () => {
    open();
    await lending.settled();
    environment.set('AWS_CONFIG_FILE', '/elsewhere');
    expect(names(give())).toContain('AWS_CONFIG_FILE');
  });

  it.each([
    ['AWS_PROFILE', /the editor's own environment has AWS_PROFILE/],
    ['AWS_ACCESS_KEY_ID', /the editor's own environment has AWS_ACCESS_KEY_ID/],
  ])('is keys where the editor has %s, and that is told; not in a terminal that is rid of it', async (name, text) => {
    open();
    await lending.settled();
    environment.set(name, 'other');
    expect(give()).toEqual({ kind: 'keys', variables: sessionVariables(dev) });
    expect(editor.warnings).toEqual([expect.stringMatching(text)]);
    expect(give(dev, { scope: 'terminal:1', name: 'dev', isClean: true }).kind).toBe('lent');
  });

  it('is keys of a session without an end, and where older tools have left theirs', async () => {
    open();
    await lending.settled();
    expect(give({ ...dev, expiresAt: NEVER }).kind).toBe('keys');
    fromFiles = 'legacy';
    files.fire();
    await vi.waitFor(() => expect(give().kind).toBe('keys'));
    expect(editor.warnings).toEqual([
      expect.stringMatching(/which have no end/),
      expect.stringMatching(/a file of keys of older tools/),
    ]);
  });

  it('is keys where no endpoint can be had, and that is told', async () => {
    open({ storage: '/dev/null' });
    await lending.settled();
    expect(give()).toEqual({ kind: 'keys', variables: sessionVariables(dev) });
    expect(editor.warnings).toEqual([expect.stringMatching(/could not be opened, so they get the keys/)]);
  });

  it('goes by the setting as it changes, and who asks goes on', async () => {
    open();
    await lending.settled();
    const before = give();
    setMode('keys');
    expect(give().kind).toBe('keys');
    const url = before.kind === 'lent' ? (before.variables.get(CONTAINER_URI) ?? '') : '';
    expect((await fetch(url)).status).toBe(401); // somebody is there
    setMode('endpoint');
    expect(give()).toEqual(before);
  });

  it('is begun when the setting says so', async () => {
    editor.mode = 'keys';
    open();
    setMode('endpoint');
    expect(give()).toEqual({ kind: 'later' });
    await lending.settled();
    expect(give().kind).toBe('lent');
  });

  it('lets go of what no holder holds', async () => {
    open();
    await lending.settled();
    const [one, two] = [give(), give(dev, { scope: 'debug:1', name: 'run' })];
    if (one.kind !== 'lent' || two.kind !== 'lent') throw new Error('nothing was lent');
    lending.hold('debug', new Set([two.lent.grant]));
    lending.hold('terminals', new Set([one.lent.grant]));
    lending.letGo();
    expect([give(), give(dev, { scope: 'debug:1', name: 'run' })]).toEqual([one, two]);
    lending.hold('debug', new Set());
    lending.letGo();
    expect(give()).toEqual(one);
    expect(give(dev, { scope: 'debug:1', name: 'run' })).not.toEqual(two);
  });

  it('is no longer there once the window is closed', async () => {
    open();
    await lending.settled();
    const given = give();
    const url = given.kind === 'lent' ? (given.variables.get(CONTAINER_URI) ?? '') : '';
    lending.dispose();
    await expect(fetch(url)).rejects.toThrow();
  });
});
