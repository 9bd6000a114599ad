// What another extension gets, asked for by the example extension: the user's answers are given in place of the dialogs.
import assert from 'node:assert/strict';
import {
  commands,
  ConfigurationTarget,
  extensions,
  window,
  workspace,
  type QuickPickItem,
  type StatusBarItem,
} from 'vscode';
import type { CredentialsProvider, RoleSessionsApi, SessionInfo } from '../../src/api/roleSessions.js';
import { TUTORIAL } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { Stage } from './stage.js';

const READ_ONLY = 'profile:s3-read-only';
const FULL = 'profile:s3-full-access';
const EXAMPLE = 'role-sessions.example';
const REASON = 'to test "it"\nand more';

interface Example {
  readonly api: RoleSessionsApi;
  readonly arnOf: (provider: CredentialsProvider) => Promise<string>;
  readonly item: StatusBarItem;
}

interface Asked {
  readonly text: string;
  readonly detail: string;
}

describe('another extension', () => {
  let stage: Stage;
  let example: Example;

  const run = (command: string, ...args: unknown[]) => commands.executeCommand(command, ...args);
  const renewCalls = () => stage.sandbox.requests.filter(({ operation }) => operation === 'AssumeRole').length;

  /** Answers each question by its button; what was asked. */
  function answering(answer: string | undefined): () => readonly Asked[] {
    const shown = stage.messages('showWarningMessage', answer);
    return () =>
      shown.map(({ text, buttons }) => ({ text, detail: (buttons[0] as { readonly detail?: string }).detail ?? '' }));
  }

  /** Runs Manage Extensions' Access… and chooses a row of each list. */
  async function manage(...wanted: readonly string[]): Promise<void> {
    const answers = [...wanted];
    const showQuickPick = (rows: readonly QuickPickItem[]) => {
      const text = answers.shift() ?? '';
      const row = rows.find(({ label, detail = '' }) => `${label} ${detail}`.includes(text));
      assert.ok(row, `${text} is none of ${rows.map(({ label }) => label).join(', ')}`);
      return Promise.resolve(row);
    };
    stage.replace(window, { showQuickPick: showQuickPick as unknown as typeof window.showQuickPick });
    await run('roleSessions.manageExtensionAccess');
    assert.deepEqual(answers, []);
  }

  /** The message of what the extension is told; it has to be told something. */
  async function refusal(work: Promise<unknown>): Promise<readonly [code: unknown, message: string]> {
    const error: unknown = await work.then(
      () => assert.fail('it was given'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error);
    return ['code' in error ? error.code : undefined, plain(error.message)];
  }

  async function waitFor(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(what);
  }

  beforeEach(async () => {
    stage = await Stage.set();
    const extension = extensions.getExtension<Example>(EXAMPLE);
    assert.ok(extension, 'the example extension is not installed');
    example = await extension.activate();
    const settings = workspace.getConfiguration('roleSessionsExample');
    await settings.update('endpoint', stage.sandbox.endpoint, ConfigurationTarget.Global);
    stage.messages('showInformationMessage');
  });
  afterEach(async () => {
    answering(undefined);
    stage.replace(window, {
      showQuickPick: ((rows: readonly QuickPickItem[]) =>
        Promise.resolve(rows[0])) as unknown as typeof window.showQuickPick,
    });
    await run('roleSessions.manageExtensionAccess'); // the first rows: this extension, and Withdraw
    await stage.strike();
  });

  it('lists sessions, and follows them', async () => {
    const { api, item } = example;
    assert.deepEqual([await api.list(), await api.active()], [[], undefined]);
    let changes = 0;
    const following = api.onDidChange(() => (changes += 1));
    const { id, identity, expiresAt } = await stage.assume(READ_ONLY);
    following.dispose();
    assert.ok(changes > 0);
    const expected: SessionInfo = {
      ...{ id, role: 's3-read-only', arn: identity.arn, account: TUTORIAL.accountId, region: 'us-west-2' },
      ...{ narrowedTo: undefined, expiresAt: new Date(expiresAt), isProduction: false },
    };
    assert.deepEqual(await api.list(), [expected]);
    assert.deepEqual(await api.active(), expected);
    await waitFor(() => item.text === 'AWS sessions: 1', item.text);
  });

  it('acts as one session, over a renewal and a switch, until that ends', async () => {
    const asked = answering('Allow');
    const { id, identity, credentials } = await stage.assume(READ_ONLY);
    const provider = await example.api.credentials({ reason: REASON });
    const [question, ...others] = asked();
    assert.deepEqual(others, []);
    assert.equal(plain(question?.text ?? ''), `Let the extension “Who Am I” (${EXAMPLE}) act as your AWS roles?`);
    assert.ok(plain(question?.detail ?? '').includes(`s3-read-only, ${identity.arn}.`), question?.detail);
    assert.ok(plain(question?.detail ?? '').includes("“to test 'it' and more”"), question?.detail);
    assert.equal((await provider()).accessKeyId, credentials.accessKeyId);
    assert.equal(await example.arnOf(provider), identity.arn);
    const before = renewCalls();
    await run('roleSessions.renewSession', { sessionId: id });
    assert.equal(renewCalls(), before + 1);
    assert.notEqual((await provider()).accessKeyId, credentials.accessKeyId);
    assert.equal(await example.arnOf(provider), identity.arn);
    await stage.assume(FULL);
    assert.notEqual((await example.api.active())?.arn, identity.arn);
    assert.equal(await example.arnOf(provider), identity.arn);
    await run('roleSessions.endSession', { sessionId: id });
    assert.deepEqual(await refusal(provider()), [
      'ended',
      'The session of s3-read-only has ended. Assume the role again in the editor.',
    ]);
  });

  it('gets nothing of a user who has not answered, and is asked about again', async () => {
    const asked = answering(undefined);
    await stage.assume(READ_ONLY);
    for (const count of [1, 2]) {
      const [code] = await refusal(example.api.credentials({ reason: REASON }));
      assert.equal(code, 'refused');
      assert.equal(asked().length, count);
    }
  });

  it('that is refused is not asked about again, until the user thinks otherwise', async () => {
    const asked = answering('Refuse');
    await stage.assume(READ_ONLY);
    const refused = [await refusal(example.api.credentials({ reason: REASON }))];
    refused.push(await refusal(example.api.credentials({ reason: REASON })));
    assert.deepEqual(
      refused.map(([code]) => code),
      ['refused', 'refused'],
    );
    assert.equal(asked().length, 1);
    await manage('Who Am I', 'each session that is not production');
    assert.equal(typeof (await (await example.api.credentials({ reason: REASON }))()).accessKeyId, 'string');
    assert.equal(asked().length, 1);
  });

  it('gets nothing from a provider that it has once that is withdrawn', async () => {
    const asked = answering('Allow');
    await stage.assume(READ_ONLY);
    const provider = await example.api.credentials({ reason: REASON });
    await provider();
    await manage('Who Am I', 'Withdraw');
    assert.equal((await refusal(provider()))[0], 'withdrawn');
    await example.api.credentials({ reason: REASON });
    assert.equal(asked().length, 2);
  });

  it('may be let read alone: in a session of its own, beside what is active', async () => {
    const asked = answering('Allow Read-Only');
    const { identity, id } = await stage.assume(FULL);
    const provider = await example.api.credentials({ reason: REASON });
    assert.equal(plain(provider.session.narrowedTo ?? ''), 'read-only');
    assert.notEqual(provider.session.id, id);
    assert.equal(await example.arnOf(provider), identity.arn);
    assert.equal((await example.api.active())?.id, id);
    assert.equal(asked().length, 1);
  });

  it('is asked about for each production role', async () => {
    const asked = answering('Allow');
    await stage.assume(READ_ONLY);
    const provider = await example.api.credentials({ reason: REASON });
    await stage.setting('productionRoles', ['s3-*']);
    assert.equal((await refusal(provider()))[0], 'withdrawn');
    await stage.assume(FULL);
    await (
      await example.api.credentials({ reason: REASON })
    )();
    const texts = asked().map(({ text }) => plain(text));
    assert.deepEqual(texts.slice(1), [
      `Let the extension “Who Am I” (${EXAMPLE}) act as s3-full-access, which is production?`,
    ]);
    assert.equal((await refusal(provider()))[0], 'withdrawn');
  });

  it('has to be installed, and to say why', async () => {
    await stage.assume(READ_ONLY);
    const getApi = (version: 1, extension: { readonly id: string }) => stage.api.getApi(version, extension);
    const cases = [
      [getApi(1, { id: 'nobody.here' }).credentials({ reason: REASON }), 'unknown-extension'],
      [getApi(1, { id: 'nobody' }).credentials({ reason: REASON }), 'invalid-argument'],
      [getApi(1, { id: EXAMPLE }).credentials({ reason: ' \n' }), 'invalid-argument'],
      [getApi(1, { id: EXAMPLE }).credentials({ reason: REASON, sessionId: 'none' }), 'no-session'],
    ] as const;
    for (const [work, code] of cases) assert.equal((await refusal(work))[0], code);
  });

  it('elsewhere asks by commands, in JSON, and is told what went wrong', async () => {
    const asked = answering('Allow');
    const errors = stage.messages('showErrorMessage');
    const { id, identity, expiresAt, credentials } = await stage.assume(READ_ONLY);
    const session = {
      ...{ id, role: 's3-read-only', arn: identity.arn, account: TUTORIAL.accountId, region: 'us-west-2' },
      ...{ expiresAt: new Date(expiresAt).toISOString(), isProduction: false },
    };
    assert.deepEqual(await run('roleSessions.api.list'), [session]);
    assert.deepEqual(await run('roleSessions.api.active'), session);
    const wanted = { extension: EXAMPLE, reason: REASON };
    const first = (await run('roleSessions.api.credentials', wanted)) as Record<string, unknown>;
    const { provider, ...given } = first;
    assert.deepEqual(given, { ...credentials, session, expiration: session.expiresAt, accountId: TUTORIAL.accountId });
    await stage.assume(FULL);
    const again = (await run('roleSessions.api.credentials', { extension: EXAMPLE, provider })) as typeof first;
    assert.deepEqual(again['session'], session);
    await run('roleSessions.endSession', { sessionId: id });
    const [, ended] = await refusal(run('roleSessions.api.credentials', { extension: EXAMPLE, provider }) as never);
    assert.match(ended, /The session of s3-read-only has ended/);
    const [, unsaid] = await refusal(run('roleSessions.api.credentials', wanted.reason) as never);
    assert.match(unsaid, /An extension has to say who it is by its id/);
    assert.deepEqual(
      errors.map(({ text }) => text),
      [],
    );
    assert.equal(asked().length, 1);
  });

  it('is on record for all that it gets, and does not get', async () => {
    answering('Allow');
    const { id } = await stage.assume(READ_ONLY);
    const provider = await example.api.credentials({ reason: REASON });
    await provider();
    await run('roleSessions.endSession', { sessionId: id });
    await refusal(provider());
    let shown = '';
    await waitFor(async () => {
      await run('roleSessions.showAuditLog');
      shown = plain(window.activeTextEditor?.document.getText() ?? '');
      return /withheld {2}s3-read-only/.test(shown);
    }, 'no record');
    assert.match(
      shown,
      /withheld {2}s3-read-only.*\n {4}The session of s3-read-only has ended.*\n {4}by extension role-sessions\.example\n/,
    );
    assert.match(shown, /fetched {2}s3-read-only.*\n {4}by extension role-sessions\.example\n/);
    await run('workbench.action.closeAllEditors');
  });
});
