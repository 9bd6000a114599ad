// As whom rooms ask IAM that see neither files nor credentials: a live session, or a profile's keys for the moment.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workspace, window } from 'vscode';
import { executePlan } from '../../../src/aws/index.js';
import { Cancelled } from '../../../src/base/errors.js';
import { Configuration } from '../../../src/config/configuration.js';
import { withIam } from '../../../src/model/iam/iamCaller.js';
import { isLive } from '../../../src/model/session/entry.js';
import { expire } from '../../../src/model/session/session.js';
import { iamAccess } from '../../../src/session/iamAccess.js';
import { TUTORIAL } from '../../sandbox/index.js';
import { ACCOUNT } from '../../sandbox/test/stsHarness.js';
import { KeptSecrets } from '../../support/keptSecrets.js';
import { refusal } from '../../support/refusal.js';
import { liveSession } from '../../support/samples.js';
import { liveEntry } from '../../support/sessions.js';
import { writtenSettings } from '../../support/settings.js';
import { SILENT } from '../aws/interaction.js';
import { BOSS, IamAccount, ROLE, ROLE_NAME } from './account.js';

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  workspace: { isTrusted: true },
  window: { showQuickPick: vi.fn() },
}));

let account: IamAccount;
const picked = vi.mocked(window.showQuickPick);

beforeEach(async () => {
  account = await IamAccount.start();
  Object.assign(workspace, { isTrusted: true });
  picked.mockReset();
});
afterEach(() => account.stop());

/** Whose files have one profile with the administrator's keys. */
function access(entries: readonly ReturnType<typeof liveEntry>[] = [], files = true) {
  const [first] = entries;
  const { accessKeyId, secretAccessKey } = account.keys;
  const text = `[admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const environment = { variables: {}, userName: 'ana', hostName: 'desk', homeDirectory: '/home/ana' };
  const configuration = new Configuration(
    writtenSettings(),
    {
      locations: { config: { file: '/config' }, credentials: { file: '/credentials' } },
      onDidChange: () => ({ dispose: () => undefined }),
      read: () =>
        Promise.resolve({
          config: {
            file: '/config',
            text: `[profile admin]\nendpoint_url = ${account.sandbox.endpoint}\nregion = us-west-2\n`,
          },
          credentials: { file: '/credentials', text: files ? text : '' },
        }),
      dispose: () => undefined,
    },
    environment,
    new KeptSecrets(),
  );
  return iamAccess({
    sessions: {
      get: (id) => entries.find((entry) => entry.id === id),
      list: () => [...entries],
      active: () => (first === undefined || !isLive(first) ? { kind: 'none' } : first.state),
    },
    configuration: { get: () => Promise.resolve(configuration) },
    executor: {
      run: async (plan, { signal }) =>
        executePlan(plan, { environment, secrets: configuration, interaction: SILENT, signal }),
    },
  });
}

async function session() {
  const credentials = { sessionToken: '', ...(await account.role()) };
  return liveSession({ credentials, endpoints: { all: account.sandbox.endpoint }, region: TUTORIAL.region });
}

describe('IAM is asked', () => {
  it('with the keys of a profile, of which no session is made', async () => {
    const { open } = access();
    const asked = await withIam(open, { kind: 'profile', profile: 'admin' }, async ({ api, ...rest }) => {
      expect(rest).toEqual({ account: ACCOUNT, arn: BOSS, partition: 'aws', region: 'us-west-2', clockOffsetMs: 0 });
      return api.role(ROLE_NAME);
    });
    expect(asked).toMatchObject({ kind: 'found', value: { arn: ROLE } });
    expect(account.sandbox.requests.map(({ operation }) => operation)).not.toContain('GetSessionToken');
  });

  it('as a live session, and not as one that has ended', async () => {
    const live = await session();
    const { open } = access([liveEntry(live)]);
    const caller = { kind: 'session', session: live.id } as const;
    expect(await withIam(open, caller, ({ api }) => api.role(ROLE_NAME))).toMatchObject({ kind: 'denied' });
    const ended = access([{ ...liveEntry(live), state: expire(live) }]).open(caller);
    expect(await refusal(ended)).toMatch(/^That session has ended/);
  });

  it('not where the keys are gone meanwhile', async () => {
    expect(await refusal(access([], false).open({ kind: 'profile', profile: 'admin' }))).toMatch(/admin/);
  });

  it('never in Restricted Mode', async () => {
    Object.assign(workspace, { isTrusted: false });
    const { open, choose } = access();
    expect(await refusal(open({ kind: 'profile', profile: 'admin' }))).toMatch(/^In Restricted Mode/);
    expect(await refusal(choose('Revoke'))).toMatch(/^In Restricted Mode/);
  });
});

describe('as whom', () => {
  it('is not asked where there is one alone', async () => {
    expect(await access().choose('Revoke')).toEqual({ kind: 'profile', profile: 'admin' });
    expect(picked).not.toHaveBeenCalled();
  });

  it('is asked where there are more, and No ends it', async () => {
    const { choose } = access([liveEntry(await session())]);
    picked.mockImplementationOnce((rows) => Promise.resolve((rows as never[])[1]));
    expect(await choose('Revoke')).toEqual({ kind: 'profile', profile: 'admin' });
    picked.mockResolvedValueOnce(undefined);
    await expect(choose('Revoke')).rejects.toThrow(Cancelled);
  });

  it('cannot be told where nobody is there', async () => {
    expect(await refusal(access([], false).choose('Revoke'))).toMatch(/^Nobody is there to ask IAM as\./);
  });
});
