// Who could it be instead? Two people, one configuration.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS, Office, type Window } from './office.js';

let office: Office;
let window: Window;
let program: string;

beforeEach(async () => {
  office = await Office.open();
  window = office.window();
  program = join(office.folder, 'keys.json');
});
afterEach(() => office.close());

async function signIn(who: 'anna' | 'bob'): Promise<void> {
  const { accessKeyId, secretAccessKey } = office[who];
  await writeFile(program, JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey }));
  Object.assign(office.variables, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
}

/** A role that is reached through what may be either of them; its own ARN is the same for both. */
const WAYS: Readonly<Record<string, () => void>> = {
  'a program': () => {
    office.profile('tool', [`credential_process = cat ${program}`]);
    office.role('shared', ['source_profile = tool']);
  },
  'the environment': () => office.role('shared', ['credential_source = Environment']),
};

describe.each(Object.entries(WAYS))('a role behind %s', (_, configure) => {
  beforeEach(async () => {
    configure();
    await signIn('anna');
  });

  it('is renewed for as long as the same person is behind it', async () => {
    const { key, principal } = await window.assume('shared');
    expect(principal).toBe(office.anna.arn);
    await office.pass(3 * HOUR_MS, MINUTE_MS);
    expect(window.sessions.byKey(key)).toMatchObject({ principal: office.anna.arn });
  });

  it('fails when somebody else is: both are named, and nothing has its credentials any more', async () => {
    const { key, id } = await window.assume('shared');
    await signIn('bob');
    await office.pass(HOUR_MS, MINUTE_MS);
    expect(window.sessions.active()).toMatchObject({ kind: 'failed' });
    expect(window.sessions.get(id)?.state).toMatchObject({
      message: expect.stringMatching(new RegExp(`${office.anna.arn}.*${office.bob.arn}`)) as string,
    });
    expect([window.sessions.byKey(key), window.sessions.secrets()]).toEqual([undefined, []]);
    await vi.waitFor(() => expect(window.secrets.values.size).toBe(0));
    expect(window.told).toEqual([expect.stringContaining(office.bob.arn)]);
  });

  it('is not used again by whoever assumes it then', async () => {
    await window.assume('shared');
    await signIn('bob');
    expect((await window.assume('shared')).principal).toBe(office.bob.arn);
  });

  it('nor by another window', async () => {
    await window.assume('shared');
    await signIn('bob');
    const other = office.window(window.secrets);
    await other.keeper.restore();
    expect((await other.assume('shared')).principal).toBe(office.bob.arn);
  });
});

describe('a role behind keys', () => {
  beforeEach(() => office.role('dev'));

  it('is not renewed with other keys: what has changed is said, once', async () => {
    const { key } = await window.assume('dev');
    office.keys = { base: office.bob };
    await office.pass(58 * MINUTE_MS, MINUTE_MS);
    expect(window.sessions.byKey(key)).toMatchObject({ principal: office.anna.accessKeyId });
    expect(window.told[0]).toBe(
      `changed dev: its access keys were ${office.anna.accessKeyId} and are ${office.bob.accessKeyId}`,
    );
    expect(window.told.slice(1)).toEqual(['expires dev 10', 'expires dev 2']);
    expect(office.calls()).toBe(1);
  });

  it('is renewed again once they are put back', async () => {
    const { key } = await window.assume('dev');
    office.keys = { base: office.bob };
    await office.pass(45 * MINUTE_MS, MINUTE_MS);
    office.keys = { base: office.anna };
    office.changed.fire();
    await office.pass(2 * HOUR_MS, MINUTE_MS);
    expect(window.sessions.byKey(key)).toMatchObject({ principal: office.anna.accessKeyId });
  });

  it('is not renewed where the file leads elsewhere by now, or nowhere', async () => {
    await window.assume('dev');
    office.config = office.config.replace(':role/dev', ':role/other');
    await office.pass(41 * MINUTE_MS, MINUTE_MS);
    expect(window.told).toEqual([expect.stringContaining('it led to')]);
    office.config = '';
    office.changed.fire();
    await office.pass(2 * MINUTE_MS, MINUTE_MS);
    expect(window.told).toHaveLength(2);
    expect(office.calls()).toBe(1);
  });

  it('with another window is one session: one call, one renewal, one end', async () => {
    const other = office.window(window.secrets);
    const [mine, theirs] = await Promise.all([window.assume('dev'), other.assume('dev')]);
    expect([mine.credentials, office.calls()]).toEqual([theirs.credentials, 1]);
    await office.pass(3 * HOUR_MS, MINUTE_MS);
    const renewals = office.calls();
    expect(renewals).toBe(5);
    expect(window.sessions.byKey(mine.key)?.credentials).toEqual(other.sessions.byKey(mine.key)?.credentials);
  });
});

it('one MFA code serves all windows', async () => {
  office.role('ops', ['source_profile = base', `mfa_serial = ${office.anna.mfaSerial}`]);
  const other = office.window(window.secrets);
  const sessions = await Promise.all([window.assume('ops'), other.assume('ops'), window.assume('ops')]);
  expect(new Set(sessions.map(({ credentials }) => credentials.accessKeyId)).size).toBe(1);
  expect([window.codes + other.codes, office.calls()]).toEqual([1, 1]);
});

it('a reload in every state gives back what there was', async () => {
  for (const name of ['live', 'dead', 'lost']) office.role(name);
  window.policy = 'off';
  const dead = await window.assume('dead');
  await office.pass(61 * MINUTE_MS, MINUTE_MS);
  office.sandbox.addFault({
    operation: 'AssumeRole',
    times: 1,
    effect: { kind: 'error', status: 403, code: 'AccessDenied', message: 'No.' },
  });
  await expect(window.assume('lost')).rejects.toThrow();
  const live = await window.assume('live');
  await window.reload();
  expect(window.sessions.active()).toEqual(JSON.parse(JSON.stringify(live)));
  expect(window.sessions.get(dead.id)?.state.kind).toBe('expired');
  expect(window.sessions.secrets()).toHaveLength(2);
});
