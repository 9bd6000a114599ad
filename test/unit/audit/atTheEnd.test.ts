// What rooms tell as the window closes, after which nothing is waited for.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerAudit } from '../../../src/audit/index.js';
import type { Log } from '../../../src/editor/log.js';
import { expire } from '../../../src/model/session/session.js';
import { liveSession } from '../../support/samples.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  window: { tabGroups: { all: [] } },
  workspace: {
    getConfiguration: () => ({ inspect: () => undefined, get: () => undefined }),
    onDidChangeConfiguration: () => ({ dispose: () => undefined }),
    registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
  },
}));

let storage: string;
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'audit-end-'));
});
afterEach(() => rmSync(storage, { recursive: true }));

it('is written by the time that it is told, for the user alone', () => {
  const subscriptions: { dispose(): unknown }[] = [];
  const context = { subscriptions, globalStorageUri: { fsPath: storage } } as unknown as ExtensionContext;
  const acts = { onDidAct: () => ({ dispose: () => undefined }) };
  const { record } = registerAudit(context, acts, () => [], { warn: vi.fn() } as unknown as Log);
  const file = join(storage, 'audit', 'audit.jsonl');
  subscriptions.forEach((each) => void each.dispose());
  record({
    kind: 'fetched',
    session: expire(liveSession({})),
    by: { kind: 'terminal', name: 'bash' },
    message: undefined,
    times: 2,
    lastAt: 1,
  });
  expect(readFileSync(file, 'utf8')).toMatch(/^\{.*"terminal bash".*\}\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
