// What a user may ask of one session beyond the configuration, in the real extension host.
import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { commands } from 'vscode';
import { narrowedRequest, type Overrides, type SessionRequest, type Target } from '../../src/model/request.js';
import { liveSession, type LiveSession } from '../../src/model/session/session.js';
import { startIdentityProvider, type IdentityProvider } from '../sandbox/idp/index.js';
import { totp, TUTORIAL } from '../sandbox/index.js';
import { plain } from '../support/pseudo.js';
import { FEDERATION, seedFederation } from '../sandbox/seedFederation.js';
import { Stage } from './stage.js';

const HOUR_MS = 3_600_000;
const profile = 'ststestprofile';

describe('a session on request', () => {
  let stage: Stage;
  let idp: IdentityProvider;

  beforeEach(async () => {
    stage = await Stage.set();
    idp = await startIdentityProvider();
    seedFederation(stage.sandbox, idp);
  });

  afterEach(async () => {
    await stage.strike();
    await idp.stop();
  });

  const request = (target: Target, overrides: Overrides = {}): SessionRequest => ({ target, overrides });
  const role = (roleId: string, overrides: Overrides) => request({ kind: 'configured', roleId }, overrides);
  const calls = (operation: string) => stage.sandbox.requests.filter((each) => each.operation === operation);

  async function read(session: LiveSession, key: string): Promise<string> {
    return use(session, async (client) => {
      const reply = await client.send(new GetObjectCommand({ Bucket: TUTORIAL.bucket, Key: key }));
      return (await reply.Body?.transformToString()) ?? '';
    });
  }

  async function write(session: LiveSession, key: string): Promise<void> {
    await use(session, (client) => client.send(new PutObjectCommand({ Bucket: TUTORIAL.bucket, Key: key, Body: 'x' })));
  }

  async function use<T>({ credentials, region }: LiveSession, action: (client: S3Client) => Promise<T>): Promise<T> {
    const client = new S3Client({
      region,
      endpoint: stage.sandbox.endpoint,
      forcePathStyle: true,
      credentials,
    });
    try {
      return await action(client);
    } finally {
      client.destroy();
    }
  }

  it('for a role that is configured nowhere', async () => {
    const live = await stage.assume(request({ kind: 'ad-hoc', arn: FEDERATION.sharedArn, sourceProfile: profile }));
    assert.match(live.identity.arn, /:assumed-role\/shared\//);
    await commands.executeCommand('roleSessions.renewSession');
    assert.equal(liveSession(stage.api.sessions.active())?.key, live.key);
    assert.equal(calls('AssumeRole').length, 2);
  });

  it('with session tags, which decide what it may read', async () => {
    const team = { kind: 'ad-hoc', arn: FEDERATION.teamArn, sourceProfile: profile } as const;
    const red = await stage.assume(request(team, { tags: { team: 'red' }, transitiveTagKeys: ['team'] }));
    assert.equal(await read(red, 'team/red/plan.txt'), 'The plan of red\n');
    await assert.rejects(read(red, 'team/blue/plan.txt'), { name: 'AccessDenied' });
  });

  it('with a source identity, a session name and a duration', async () => {
    const shared = { kind: 'ad-hoc', arn: FEDERATION.sharedArn, sourceProfile: profile } as const;
    const overrides = { sourceIdentity: 'ada', sessionName: 'ada-at-work', durationSeconds: 900 };
    const live = await stage.assume(request(shared, overrides));
    assert.equal(live.identity.sessionName, 'ada-at-work');
    assert.ok(live.expiresAt - Date.now() <= HOUR_MS / 4);
    assert.equal(calls('AssumeRole').at(-1)?.parameters['SourceIdentity'], 'ada');
  });

  it('not with more tags than AWS takes', async () => {
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`tag${i}`, 'x']));
    assert.match(await stage.refused(role('profile:s3-full-access', { tags })), /50/);
    assert.equal(calls('AssumeRole').length, 0);
  });

  describe('with less', () => {
    const full = 'profile:s3-full-access';

    it('read-only', async () => {
      const live = await stage.assume(role(full, { narrowing: { kind: 'read-only' } }));
      assert.equal(plain(live.narrowedTo ?? ''), 'read-only');
      assert.match(await read(live, 'team/red/plan.txt'), /red/);
      await assert.rejects(write(live, 'new.txt'), { name: 'AccessDenied' });
    });

    it('S3 only', async () => {
      const live = await stage.assume(role(full, { narrowing: { kind: 's3-only' } }));
      await write(live, 'new.txt');
      const parameters = calls('AssumeRole').at(-1)?.parameters ?? {};
      assert.match(parameters['Policy'] ?? '', /"s3:\*"/);
    });

    it('one prefix', async () => {
      const narrowing = { kind: 's3-location', bucket: TUTORIAL.bucket, prefix: 'team/red/', access: 'write' } as const;
      const live = await stage.assume(role(full, { narrowing }));
      await write(live, 'team/red/new.txt');
      await assert.rejects(write(live, 'team/blue/new.txt'), { name: 'AccessDenied' });
    });

    it('and in full again: two sessions that do not mix', async () => {
      const less = await stage.assume(role(full, { narrowing: { kind: 'read-only' } }));
      const all = await stage.assume(full);
      assert.notEqual(all.key, less.key);
      assert.equal(all.narrowedTo, undefined);
      await write(all, 'new.txt');
    });

    it('a renewed one is as narrow', async () => {
      await stage.assume(role(full, { narrowing: { kind: 'read-only' } }));
      await commands.executeCommand('roleSessions.renewSession');
      const live = liveSession(stage.api.sessions.active());
      assert.ok(live);
      assert.equal(plain(live.narrowedTo ?? ''), 'read-only');
      await assert.rejects(write(live, 'new.txt'), { name: 'AccessDenied' });
    });
  });

  describe('narrowed in place', () => {
    const prefix = 'team/red/';
    const location = { kind: 's3-location', bucket: TUTORIAL.bucket, prefix, access: 'write' } as const;

    it('to a prefix, while the wider one goes on', async () => {
      const wide = await stage.assume('profile:s3-full-access');
      const narrow = await stage.assume(narrowedRequest(wide.role.request, { narrowings: [location] }));
      assert.equal(narrow.identity.arn, wide.identity.arn);
      assert.notEqual(narrow.key, wide.key);
      assert.equal(narrow.narrowedTo, `s3://${TUTORIAL.bucket}/${prefix}`);
      assert.equal(calls('GetScopedCredentials').length, 1);
      await write(narrow, `${prefix}new.txt`);
      await assert.rejects(write(narrow, 'new.txt'), { name: 'AccessDenied' });
      await write(wide, 'new.txt');
      assert.equal(stage.api.sessions.byKey(wide.key)?.key, wide.key);
    });

    it('where no session policy can be sent: a session token', async () => {
      stage.sandbox.iam.putUserPolicy(TUTORIAL.userArn, 's3', {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
      });
      const token = { kind: 'session-token', profile, mfaSerial: undefined } as const;
      const live = await stage.assume(request(token, { narrowing: { kind: 'read-only' } }));
      assert.equal(live.identity.arn, TUTORIAL.userArn);
      assert.match(await read(live, 'team/red/plan.txt'), /red/);
      await assert.rejects(write(live, 'new.txt'), { name: 'AccessDenied' });
    });
  });

  describe('as the user', () => {
    it('a session token', async () => {
      const live = await stage.assume(
        request({ kind: 'session-token', profile, mfaSerial: undefined }, { durationSeconds: 129_600 }),
      );
      assert.equal(live.identity.arn, TUTORIAL.userArn);
      assert.ok(live.expiresAt - Date.now() > 35 * HOUR_MS);
    });

    it('a federation token, which needs a policy', async () => {
      const target = { kind: 'federation-token', profile, name: 'visitor' } as const;
      assert.match(await stage.refused(request(target)), /policy/);
      const live = await stage.assume(request(target, { narrowing: { kind: 'read-only' }, durationSeconds: 900 }));
      assert.equal(live.identity.arn, `arn:aws:sts::${TUTORIAL.accountId}:federated-user/visitor`);
      assert.match(await read(live, 'team/red/plan.txt'), /red/);
      await assert.rejects(write(live, 'new.txt'), { name: 'AccessDenied' });
    });
  });

  it('one MFA code serves several roles', async () => {
    await stage.setting('mfaSessionDurationSeconds', 3600);
    await stage.setting('mfaCommand', `echo ${totp(TUTORIAL.mfaSecretBase32, Date.now())}`);
    await stage.profile('also-with-mfa', {
      role_arn: TUTORIAL.fullAccessRoleArn,
      source_profile: profile,
      mfa_serial: TUTORIAL.mfaSerial,
    });
    await stage.assume('profile:with-mfa');
    await stage.assume('profile:also-with-mfa');
    assert.equal(calls('GetSessionToken').length, 1);
    assert.equal(calls('AssumeRole').length, 2);
  });
});
