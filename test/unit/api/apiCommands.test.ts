// The API as commands: JSON in and out.
import { beforeEach, describe, expect, it } from 'vitest';
import { apiCommands } from '../../../src/api/apiCommands.js';
import { ApiError } from '../../../src/api/apiError.js';
import { callerOf, type CallingExtension } from '../../../src/api/caller.js';
import type { Wanted } from '../../../src/api/arguments.js';
import type { Loan } from '../../../src/api/loans.js';
import { sessionInfo } from '../../../src/api/sessionInfo.js';
import { NEVER, type LiveSession } from '../../../src/model/session/session.js';
import { liveSession, NOW, SECRET, TOKEN } from '../../support/samples.js';

const DEV = liveSession();
const INFO = {
  ...{ id: DEV.id, role: 'read-only', arn: DEV.identity.arn, account: '123456789012', region: 'us-west-2' },
  ...{ expiresAt: new Date(NOW + 3_600_000).toISOString(), isProduction: false },
};

describe('the API as commands', () => {
  let session: LiveSession;
  let asked: (readonly [CallingExtension, Wanted])[];
  let loan: Loan;
  let commands: ReturnType<typeof apiCommands>;

  beforeEach(() => {
    session = DEV;
    asked = [];
    let handles = 0;
    const info = () => sessionInfo(session, false);
    commands = apiCommands({
      api: {
        info,
        list: () => Promise.resolve([info()]),
        active: (folder) => Promise.resolve(folder === 'none' ? undefined : info()),
        credentials: (caller, wanted) => {
          asked.push([caller, wanted]);
          loan = { caller, wanted: DEV, given: DEV } as unknown as Loan;
          return Promise.resolve(loan);
        },
      },
      fetch: () => session,
      folder: (text) => (text === 'file:///none' ? 'none' : undefined),
      caller: (id) => callerOf(id, () => undefined, true),
      handle: () => `handle-${String((handles += 1))}`,
    });
  });

  const credentials = (argument: unknown) => commands['roleSessions.api.credentials'](argument);

  it('tells of sessions', async () => {
    expect(await commands['roleSessions.api.list']()).toEqual([INFO]);
    expect(await commands['roleSessions.api.active'](undefined)).toEqual(INFO);
    expect(await commands['roleSessions.api.active']({ folder: 'file:///none' })).toBeUndefined();
    await expect(commands['roleSessions.api.active']({ folder: 1 })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });

  it('gives credentials with a handle, and by it those of the same anew', async () => {
    const wanted = { extension: 'Acme.Tool', sessionId: DEV.id, reason: 'to\nlook' };
    const first = await credentials(wanted);
    expect(first).toEqual({
      ...{ provider: 'handle-1', session: INFO, accessKeyId: 'ASIAEXAMPLE', secretAccessKey: SECRET },
      ...{ sessionToken: TOKEN, expiration: INFO.expiresAt, accountId: '123456789012' },
    });
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(asked.map(([caller, one]) => [caller.id, one])).toEqual([
      ['acme.tool', { sessionId: DEV.id, reason: 'to look' }],
    ]);
    session = liveSession({ credentials: { ...DEV.credentials, accessKeyId: 'ASIARENEWED' } });
    const again = await credentials({ extension: 'acme.tool', provider: 'handle-1' });
    expect(again).toMatchObject({ provider: 'handle-1', accessKeyId: 'ASIARENEWED' });
    expect(asked).toHaveLength(1);
  });

  it('gives keys without an end, or an account, as they are', async () => {
    session = liveSession({
      expiresAt: NEVER,
      identity: { ...DEV.identity, accountId: '' },
      credentials: { ...DEV.credentials, sessionToken: '' },
    });
    const given = await credentials({ extension: 'acme.tool', reason: 'to look' });
    expect(Object.keys(given).sort()).toEqual(['accessKeyId', 'provider', 'secretAccessKey', 'session']);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['no extension', { reason: 'to look' }],
    ['no reason', { extension: 'acme.tool' }],
    ['an empty reason', { extension: 'acme.tool', reason: ' \u200B' }],
    ['a reason that is no text', { extension: 'acme.tool', reason: {} }],
    ['a session that is no text', { extension: 'acme.tool', reason: 'to look', sessionId: 1 }],
    ['a handle that there is not', { extension: 'acme.tool', provider: 'handle-7' }],
  ])('gives nothing for %s', async (_, argument) => {
    await expect(credentials(argument)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(credentials(argument)).rejects.toBeInstanceOf(ApiError);
    expect(asked).toEqual([]);
  });

  it('gives nothing for the handle of another extension', async () => {
    await credentials({ extension: 'acme.tool', reason: 'to look' });
    await expect(credentials({ extension: 'acme.other', provider: 'handle-1' })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});
