// Sessions that are brought to a window of another machine: two storage folders, and the one secret store of the client.
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { narrowedRequest, type Narrowing } from '../../../src/model/request.js';
import type { LiveSession } from '../../../src/model/session/session.js';
import type { SessionAct } from '../../../src/model/sessionAct.js';
import { Arrivals, type ArrivalAnswer } from '../../../src/session/bringing/arrivals.js';
import { BroughtWatch } from '../../../src/session/bringing/broughtWatch.js';
import { LONGEST_MS, WAITS_MS, type BroughtEntry } from '../../../src/session/bringing/entry.js';
import { Outbox } from '../../../src/session/bringing/outbox.js';
import { secondsToBring } from '../../../src/session/bringing/toBring.js';
import { machineId, machineName } from '../../../src/session/keep/machineId.js';
import { Store } from '../../unit/session/store.js';
import { HOUR_MS, MINUTE_MS, Office, SECOND_MS, type Window } from './office.js';

const READ_ONLY: Narrowing = { kind: 'read-only' };

/** What a window says of arrivals; the user answers when the test does. */
class Receiver {
  readonly offers: BroughtEntry[] = [];
  readonly said: string[] = [];
  readonly acts: SessionAct[] = [];
  readonly arrivals: Arrivals;
  readonly watch: BroughtWatch;
  private readonly answers: ((answer: ArrivalAnswer) => void)[] = [];
  private readonly looks: Promise<unknown>[] = [];

  constructor(
    readonly window: Window,
    isRemote = true,
  ) {
    const { sessions, keeper, opener, secrets, folder } = window;
    const log = {
      info: () => undefined,
      warn: (message: string, error?: unknown) => void this.said.push(`${message}: ${String(error)}`),
    };
    this.arrivals = new Arrivals({
      ...{ sessions, keeper, opener, secrets, folder, isRemote, log },
      machine: machineOf(window),
      ask: (entry) => {
        this.offers.push(entry);
        return new Promise((resolve) => this.answers.push(resolve));
      },
      confirm: () => Promise.resolve(),
      shown: (work) => {
        const done = work().catch((error: unknown) => void this.said.push(String(error)));
        this.looks.push(done);
        return done;
      },
      record: (act) => void this.acts.push(act),
    });
    this.watch = new BroughtWatch(secrets, (key) => this.arrivals.look(key), log);
  }

  async answer(answer: ArrivalAnswer): Promise<void> {
    const { length } = this.looks;
    this.answers.shift()?.(answer);
    if (answer === 'use') {
      await until(() => this.looks.length > length);
      await Promise.all(this.looks);
    }
  }
}

const machineOf =
  ({ folder }: Window) =>
  async () => ({ id: await machineId(folder), name: machineName(folder) });

/** For as long as the test may take: files and stores answer when they do. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

let office: Office;
let client: Store;
let laptop: Window;
let outbox: Outbox;
let remote: Window;
let receiver: Receiver;
let wide: LiveSession;

beforeEach(async () => {
  office = await Office.open();
  client = new Store();
  const { arn } = office.sandbox.iam.createRole({
    accountId: '123456789012',
    name: 'writer',
    maxSessionDuration: 43_200,
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }],
    },
    inlinePolicies: {
      all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    },
  });
  office.profile('writer', [`role_arn = ${arn}`, 'source_profile = base', 'duration_seconds = 14400']);
  office.sandbox.s3.createBucket('data', { region: 'us-west-2', accountId: '123456789012' });
  office.sandbox.s3.putObject('data', 'key', 'text');
  laptop = office.window(client);
  remote = office.window(client, join(office.folder, 'remote'));
  const { sessions, secrets } = laptop;
  const log = { warn: () => undefined };
  outbox = new Outbox({ sessions, secrets, machine: machineOf(laptop), hostName: 'laptop', log });
  receiver = new Receiver(remote);
  wide = await laptop.assume('writer');
});
afterEach(() => office.close());

async function narrow(narrowings: readonly Narrowing[] = [READ_ONLY]): Promise<LiveSession> {
  const scope = { narrowings, durationSeconds: secondsToBring(wide, Date.now()) };
  const request = narrowedRequest(wide.role.request, scope);
  const plan = await laptop.configuration.plan(request);
  const how = { fresh: false, activates: false, from: wide.id, signal: new AbortController().signal };
  return laptop.opener.open({ request, plan }, { ...how, report: () => undefined });
}

/** Narrowed, put, and offered where it is to be. */
async function bring(): Promise<LiveSession> {
  const narrowed = await narrow();
  await outbox.put(narrowed);
  await until(() => receiver.offers.length > 0);
  return narrowed;
}

const acting = (of: Window) => {
  const session = of.sessions.active();
  return session.kind === 'live' ? session : undefined;
};
const brought = () => [...client.values.keys()].filter((key) => key.startsWith('brought:'));

async function abilities({ credentials, region }: LiveSession): Promise<string[]> {
  const { endpoint } = office.sandbox;
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
  const tries: [string, Promise<unknown>][] = [
    ['get', s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'key' }))],
    ['put', s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'key', Body: 'text' }))],
  ];
  const done = await Promise.allSettled(tries.map(([, sent]) => sent));
  return tries.flatMap(([what], at) => (done[at]?.status === 'fulfilled' ? [what] : []));
}

async function callerArn({ credentials, region }: LiveSession): Promise<string | undefined> {
  const sts = new STSClient({ region, endpoint: office.sandbox.endpoint, credentials });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}

describe('a session that is brought to a window of another machine', () => {
  it('is offered there by name, end and machine, and used by nobody before', async () => {
    const narrowed = await bring();
    expect(receiver.offers).toMatchObject([
      { from: 'laptop', session: { name: 'writer', arn: wide.identity.arn, expiresAt: narrowed.expiresAt } },
    ]);
    expect([remote.sessions.list(), brought().length]).toEqual([[], 1]);
  });

  it('acts there as the same identity, with less, by one call', async () => {
    await bring();
    await receiver.answer('use');
    const session = acting(remote);
    expect(session).toMatchObject({ identity: wide.identity, source: 'brought from laptop', narrowedBy: 'in-place' });
    expect(receiver.said).toEqual([]);
    expect(await callerArn(session!)).toBe(wide.identity.arn);
    expect([await abilities(wide), await abilities(session!)]).toEqual([['get', 'put'], ['get']]);
    expect([office.calls('AssumeRole'), office.calls('GetScopedCredentials')]).toEqual([1, 1]);
    expect(laptop.sessions.activeId).toBe(wide.id);
  });

  it('is taken once: its entry is gone before it is used', async () => {
    await bring();
    const gone: (string | undefined)[] = [];
    remote.sessions.onDidChange(() => gone.push(brought().join()));
    await receiver.answer('use');
    expect([acting(remote)?.role.name, brought()]).toEqual(['writer', []]);
    expect(new Set(gone)).toEqual(new Set(['']));
  });

  it('ends within the hour, warns before, and is not renewed there', async () => {
    const narrowed = await bring();
    await receiver.answer('use');
    const calls = office.sandbox.requests.length;
    const { id, expiresAt } = acting(remote)!;
    expect(expiresAt - Date.now()).toBeLessThanOrEqual(LONGEST_MS);
    expect(expiresAt).toBe(narrowed.expiresAt);
    laptop.close();
    office.windows.shift();
    await office.pass(HOUR_MS + MINUTE_MS, MINUTE_MS);
    expect(remote.sessions.get(id)?.state.kind).toBe('expired');
    expect(remote.told).toEqual(['expires writer 10', 'expires writer 2']);
    expect(office.sandbox.requests.length).toBe(calls);
  });

  it('cannot be renewed or narrowed there by the user either, who hears why', async () => {
    await bring();
    await receiver.answer('use');
    const { request } = acting(remote)!.role;
    const only =
      'This session was brought from laptop: only there can it be renewed, narrowed or assumed again. Bring it once more from there.';
    await expect(remote.configuration.plan(request)).rejects.toThrow(only);
    await expect(remote.configuration.plan(narrowedRequest(request, { narrowings: [READ_ONLY] }))).rejects.toThrow(
      only,
    );
  });

  it('is there after a reload of that window', async () => {
    await bring();
    await receiver.answer('use');
    const before = acting(remote);
    await remote.reload();
    expect(acting(remote)).toEqual(before);
  });

  it('ends there, and the other machine goes on', async () => {
    const narrowed = await bring();
    await receiver.answer('use');
    await remote.opener.end(acting(remote)!.id);
    await office.look();
    expect([acting(remote), laptop.sessions.get(narrowed.id)?.state.kind]).toEqual([undefined, 'live']);
    expect(laptop.sessions.activeId).toBe(wide.id);
  });

  it('is on record there as had from that machine', async () => {
    await bring();
    await receiver.answer('use');
    expect(receiver.acts).toMatchObject([{ kind: 'assumed', session: { source: 'brought from laptop' } }]);
    expect(JSON.stringify(receiver.acts)).not.toContain(acting(remote)?.credentials.secretAccessKey);
  });

  it('lies in the secret store without source keys, plan or MFA device, and nowhere else', async () => {
    await bring();
    const [text] = brought().map((key) => String(client.values.get(key)));
    const secrets = [office.anna.accessKeyId, office.anna.secretAccessKey, office.anna.mfaSerial];
    expect(secrets.filter((secret) => text?.includes(secret))).toEqual([]);
    expect(text).not.toContain(wide.credentials.secretAccessKey);
    expect(text).not.toContain(wide.credentials.sessionToken);
    expect(text).not.toMatch(/profile|hops|plan|static-keys/);
    await receiver.answer('use');
    const { secretAccessKey } = acting(remote)!.credentials;
    expect(JSON.stringify([...remote.workspaceState.values])).not.toContain(secretAccessKey);
    expect(remote.log.join('\n')).not.toContain(secretAccessKey);
  });
});

describe('what is offered', () => {
  it('goes where the user does not want it now', async () => {
    await bring();
    await receiver.answer('drop');
    await until(() => brought().length === 0);
    expect(remote.sessions.list()).toEqual([]);
  });

  it('waits on where the message was closed', async () => {
    await bring();
    await receiver.answer(undefined);
    expect([brought().length, remote.sessions.list()]).toEqual([1, []]);
  });

  it('is had by the first of two windows that say so, and the other says that it is gone', async () => {
    const second = new Receiver(office.window(client, join(office.folder, 'remote')));
    await bring();
    await until(() => second.offers.length > 0);
    await Promise.all([receiver.answer('use'), second.answer('use')]);
    const said = [...receiver.said, ...second.said];
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/The session of writer is no longer there: .*Bring it once more from laptop/);
    expect([receiver, second].filter(({ acts }) => acts.length > 0)).toHaveLength(1);
  });

  it('is gone in a third machine’s window once it was taken', async () => {
    const other = new Receiver(office.window(client, join(office.folder, 'other')));
    await bring();
    await until(() => other.offers.length > 0);
    await receiver.answer('use');
    await other.answer('use');
    expect([other.window.sessions.list(), other.said.length]).toEqual([[], 1]);
  });

  it('is offered to no window of the same machine, nor to one that is not remote', async () => {
    const neighbour = new Receiver(office.window(client));
    const local = new Receiver(office.window(client, join(office.folder, 'local')), false);
    await bring();
    const [key = ''] = brought();
    await Promise.all([neighbour.arrivals.look(key), local.arrivals.look(key)]);
    expect([neighbour.offers, local.offers, receiver.offers.length]).toEqual([[], [], 1]);
  });

  it('is found by a window that opens later', async () => {
    await bring();
    const later = new Receiver(office.window(client, join(office.folder, 'later')));
    void later.watch.lookAround();
    await until(() => later.offers.length > 0);
    await later.answer('use');
    expect(acting(later.window)?.role.name).toBe('writer');
  });

  it.each<[string, () => unknown]>([
    ['it has waited five minutes', () => office.pass(WAITS_MS, 30 * SECOND_MS)],
    ['its session ends on the machine that it is from', () => laptop.opener.end(laptop.sessions.list()[0]?.id ?? '')],
    ['the window closes that it is from', () => outbox.dispose()],
  ])('is taken back when %s', async (_, happens) => {
    await bring();
    await happens();
    outbox.look();
    await until(() => brought().length === 0);
    await receiver.answer('use');
    expect([remote.sessions.list(), receiver.said.length]).toEqual([[], 1]);
  });

  it('is what a crashed window left: taken by nobody, and deleted by whoever sees it', async () => {
    await bring();
    const [key = ''] = brought();
    const text = String(client.values.get(key));
    outbox.dispose();
    await until(() => brought().length === 0);
    await office.pass(WAITS_MS, MINUTE_MS);
    const later = new Receiver(office.window(client, join(office.folder, 'later')));
    await client.store(key, text);
    await until(() => brought().length === 0);
    expect(later.offers).toEqual([]);
  });

  it('is not taken where something else lies there than was offered', async () => {
    await bring();
    const [key = ''] = brought();
    const text = String(client.values.get(key));
    await client.store(key, text.replace('us-west-2', 'eu-west-1'));
    await receiver.answer('use');
    expect([remote.sessions.list(), receiver.said.length]).toEqual([[], 1]);
  });
});
