// Two sandboxes that tell apart where somebody went, and everything that credentials can come from.
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { startIdentityProvider } from '../sandbox/idp/index.js';
import { createSigner, type Signer } from '../sandbox/idp/signer.js';
import { startSandbox, totp, writeSsoToken, type Sandbox } from '../sandbox/index.js';
import type { SignedIn } from '../sandbox/identityCenter/types.js';
import { ACCOUNT, accessKeyId, arn, secretAccessKey } from './case.js';

/** User names, which are all the same length in an access key ID's padding. */
const USERS = ['anna', 'bob', 'carl', 'enid'];
const MFA_SECRETS: Readonly<Record<Party, string>> = {
  cli: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  us: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
};
const ROLES = ['dev', 'mid', 'low', 'ops', 'machine', 'task'];
const PORTAL = { startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' };

/** Who resolves a case. */
export type Party = 'cli' | 'us';

export interface World {
  /** What `<name>` stands for in the cases' texts, the home folder apart. */
  words(party: Party): Readonly<Record<string, string>>;
  /** Each code is good once, so that each has a device of its own. */
  mfaCode(party: Party): string;
  /** Writes what every home folder has beside the two files of a case. */
  furnish(home: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const [main, other, idp, signer] = await Promise.all([
    startSandbox(),
    startSandbox(),
    startIdentityProvider(),
    createSigner(),
  ]);
  addPeople(main, '');
  addPeople(other, 'other-');
  addMfaUsers(main);
  addRoles(main);
  idp.addUser({ sub: 'wanda', email: 'wanda@example.com' });
  addWebRole(main, idp.issuer);
  const signedIn = addPortal(main);
  const [instance, task, tls, token, keys] = await Promise.all([
    main.startMetadata({ roleArn: arn('machine'), tokens: 'optional' }),
    main.startContainer({ roleArn: arn('task') }),
    startTls(signer, main.endpoint),
    idp.idToken({ user: 'wanda', clientId: 'editor' }),
    lend(main),
  ]);
  const words = {
    endpoint: main.endpoint,
    other: other.endpoint,
    endpointWithPassword: main.endpoint.replace('//', '//somebody:secret@'),
    tls: tls.url,
    metadata: instance.endpoint,
    container: task.fullUri,
    containerToken: task.authorizationToken ?? '',
    startUrl: PORTAL.startUrl,
    loginSession: `arn:aws:iam::${ACCOUNT}:user/anna`,
    ...keys,
  };
  return {
    words: (party) => ({
      ...words,
      mfaId: accessKeyId(`mona${party}`),
      mfaSecret: secretAccessKey(`mona${party}`),
      mfaSerial: `arn:aws:iam::${ACCOUNT}:mfa/mona${party}`,
    }),
    mfaCode: (party) => totp(MFA_SECRETS[party], Date.now()),
    furnish: (home) => furnish(home, { token, ca: signer.certificatePem, signedIn, main, lent: keys }),
    stop: async () => {
      tls.server.close();
      tls.server.closeAllConnections();
      await Promise.all([main.stop(), other.stop(), idp.stop()]);
    },
  };
}

/** The same keys stand for another name elsewhere. */
function addPeople({ iam }: Sandbox, prefix: string): void {
  iam.createAccount(ACCOUNT);
  for (const user of USERS) {
    const { arn: userArn, accessKeyId: made } = iam.createUser({ accountId: ACCOUNT, name: `${prefix}${user}` });
    iam.deleteAccessKey(made);
    iam.addAccessKey(userArn, { accessKeyId: accessKeyId(user), secretAccessKey: secretAccessKey(user) });
    iam.putUserPolicy(userArn, 'roles', ASSUME_ANY);
  }
}

function addMfaUsers({ iam }: Sandbox): void {
  for (const party of ['cli', 'us'] as const) {
    const name = `mona${party}`;
    const mfa = { mfaSerial: `arn:aws:iam::${ACCOUNT}:mfa/${name}`, mfaSecretBase32: MFA_SECRETS[party] };
    const { arn: userArn } = iam.createUser({ accountId: ACCOUNT, name, ...mfa });
    iam.addAccessKey(userArn, { accessKeyId: accessKeyId(name), secretAccessKey: secretAccessKey(name) });
    iam.putUserPolicy(userArn, 'roles', ASSUME_ANY);
  }
  const withMfa = trust({ AWS: '*' }, 'sts:AssumeRole', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  iam.createRole({ accountId: ACCOUNT, name: 'guarded', trustPolicy: withMfa });
}

const ASSUME_ANY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' }],
};

const trust = (principal: object, action: string, condition?: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: action, ...(condition && { Condition: condition }) }],
});

function addRoles({ iam }: Sandbox): void {
  const anybody = trust({ AWS: '*' }, 'sts:AssumeRole');
  const inlinePolicies = { roles: ASSUME_ANY };
  for (const name of ROLES) {
    iam.createRole({ accountId: ACCOUNT, name, trustPolicy: anybody, inlinePolicies, maxSessionDuration: 43_200 });
  }
  const partner = trust({ AWS: '*' }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'partner:7' } });
  iam.createRole({ accountId: ACCOUNT, name: 'partner', trustPolicy: partner });
  iam.createRole({ accountId: ACCOUNT, name: 'short', trustPolicy: anybody });
  iam.createRole({ accountId: ACCOUNT, name: 'deep', path: '/a/b/', trustPolicy: anybody });
  iam.createRole({
    accountId: ACCOUNT,
    name: 'nobodys',
    trustPolicy: trust({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole'),
  });
}

function addWebRole({ iam }: Sandbox, issuer: string): void {
  const provider = iam.createOpenIdConnectProvider({ accountId: ACCOUNT, url: issuer, clientIds: ['editor'] });
  iam.createRole({
    accountId: ACCOUNT,
    name: 'web',
    trustPolicy: trust({ Federated: provider.arn }, 'sts:AssumeRoleWithWebIdentity'),
    inlinePolicies: { roles: ASSUME_ANY },
  });
}

interface PortalTokens {
  readonly session: SignedIn;
  readonly legacy: SignedIn;
}

function addPortal({ identityCenter }: Sandbox): PortalTokens {
  const portal = identityCenter.createInstance(PORTAL);
  portal.addUser({ userName: 'sally', email: 'sally@example.com' });
  portal.addAccount({ accountId: ACCOUNT, name: 'Main', email: 'main@example.com' });
  portal.addPermissionSet({ name: 'Reader', inlinePolicy: ASSUME_ANY });
  portal.assign({ userName: 'sally', permissionSet: 'Reader', accountId: ACCOUNT });
  return { session: portal.signIn('sally', ['sso:account:access']), legacy: portal.signIn('sally') };
}

type Lent = Readonly<Record<'tempId' | 'tempSecret' | 'tempToken', string>>;

/** Temporary keys of anna's. */
async function lend(sandbox: Sandbox): Promise<Lent> {
  const { GetSessionTokenCommand, STSClient } = await import('@aws-sdk/client-sts');
  const credentials = { accessKeyId: accessKeyId('anna'), secretAccessKey: secretAccessKey('anna') };
  const client = new STSClient({ region: 'us-east-1', endpoint: sandbox.endpoint, credentials });
  const { Credentials: lent } = await client.send(new GetSessionTokenCommand({}));
  client.destroy();
  return {
    tempId: lent?.AccessKeyId ?? '',
    tempSecret: lent?.SecretAccessKey ?? '',
    tempToken: lent?.SessionToken ?? '',
  };
}

/** The sandbox behind https, with a certificate that nobody trusts. */
async function startTls(signer: Signer, endpoint: string): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer({ key: signer.privateKeyPem, cert: signer.certificatePem }, (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onwards = httpRequest(endpoint + (url ?? ''), { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Furniture {
  readonly token: string;
  readonly ca: string;
  readonly signedIn: PortalTokens;
  readonly main: Sandbox;
  readonly lent: Lent;
}

async function furnish(home: string, { token, ca, signedIn, main, lent }: Furniture): Promise<void> {
  const put = async (path: string, text: string, mode = 0o600): Promise<void> => {
    const file = join(home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode });
  };
  await put('token', token);
  await put('ca.pem', ca);
  await writeSsoToken(home, PORTAL, signedIn.session, 'corp');
  await writeSsoToken(home, PORTAL, signedIn.legacy);
  await main.signin.login(join(home, '.aws/login/cache'), `arn:aws:iam::${ACCOUNT}:user/anna`);
  for (const user of USERS) {
    await put(`bin/keys-of-${user}`, script(keysJson(accessKeyId(user), secretAccessKey(user))), 0o755);
  }
  const temporary = (Expiration: string): string =>
    keysJson(lent.tempId, lent.tempSecret, { SessionToken: lent.tempToken, Expiration });
  await put('bin/temporary', script(temporary('2099-01-01T00:00:00Z')), 0o755);
  await put('bin/over', script(temporary('2020-01-01T00:00:00Z')), 0o755);
  await put('bin/garbage', script('not json'), 0o755);
  await put('bin/version-2', script('{"Version": 2, "AccessKeyId": "A", "SecretAccessKey": "S"}'), 0o755);
  await put('bin/no-secret', script(`{"Version": 1, "AccessKeyId": "${accessKeyId('anna')}"}`), 0o755);
  await put('bin/fails', '#!/bin/sh\necho "no keys today" >&2\nexit 3\n', 0o755);
}

const script = (output: string): string => `#!/bin/sh\ncat <<'END'\n${output}\nEND\n`;

const keysJson = (id: string, secret: string, more: object = {}): string =>
  JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret, ...more });
