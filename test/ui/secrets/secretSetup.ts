// A user with every way to a session, each with secrets of its own.
import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdentityProvider } from '../../sandbox/idp/index.js';
import { TUTORIAL, type AccessKey, type Sandbox } from '../../sandbox/index.js';
import { FEDERATION } from '../../sandbox/seedFederation.js';
import { temporaryFolder } from '../../tools/environment.js';
import { changeSettings } from '../pictures.js';
import { HOMES, type Ledger } from './secretLedger.js';
import type { Workbench } from '../workbench/workbench.js';

const { accountId, region, userArn } = TUTORIAL;
const { startUrl, readOnly } = TUTORIAL.identityCenter;
const CENTER = 'center';
/** Not the default: a developer may use that. */
export const SAML_PORT = 35_873;

/** Long-term keys of the same user, for what finds keys elsewhere than in the credentials file. */
const KEYS = {
  environment: { accessKeyId: 'AKIASANDBOXENVIRONM0', secretAccessKey: 'marked/EnvironmentSecret/EXAMPLE/0000001' },
  process: { accessKeyId: 'AKIASANDBOXPROCESS00', secretAccessKey: 'marked/CredentialProcess/EXAMPLE/0000002' },
} as const;

/** What programs write to stderr besides. */
const SPOKEN = {
  key: 'marked/SpokenSecretKey/EXAMPLE/000000003',
  password: 'marked-correct-horse-4',
  header: 'marked5Bearer/Token+of/the/vault0123456789abcdef==',
} as const;
/** The role allows an hour at most. */
export const READER = { user: FEDERATION.user, sessionDuration: 900 } as const;

export const CLIENT_SECRET = 'marked-client-secret-6';

/** In the words of programs that say too much. */
const COMPLAINT = `vault is sealed, AWS_SECRET_ACCESS_KEY=${SPOKEN.key} password: ${SPOKEN.password} (${SPOKEN.header})`;

export function seedKeys({ iam }: Sandbox, ledger: Ledger): Record<string, string> {
  for (const [name, key] of Object.entries(KEYS)) {
    iam.addAccessKey(userArn, key);
    ledger.add(`access key of ${name}`, key.secretAccessKey);
  }
  for (const [name, text] of Object.entries(SPOKEN)) ledger.add(`${name} on stderr`, text);
  ledger.add('client secret', CLIENT_SECRET);
  const { accessKeyId, secretAccessKey } = KEYS.environment;
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** Programs of the user's, outside of all that is searched. */
export class Programs {
  readonly folder = temporaryFolder();

  write(name: string, body: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** Prints this, and says too much on stderr. */
  printing(name: string, text: string): string {
    return this.write(name, `echo '${COMPLAINT}' >&2; cat <<'X'\n${text}\nX`);
  }

  failing(name: string): string {
    return this.write(name, `echo '${COMPLAINT}' >&2; exit 3`);
  }
}

/** As a `credential_process` prints them. */
export function keysText({ accessKeyId, secretAccessKey }: AccessKey): string {
  return JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
}

type Settings = Readonly<Record<string, string>>;

function profiles(programs: Programs, metadataEndpoint: string, tokenFile: string): Record<string, Settings> {
  const shared = { role_arn: FEDERATION.sharedArn };
  return {
    'vault-keys': { credential_process: programs.printing('vault-helper', keysText(KEYS.process)) },
    'vault-role': { ...shared, source_profile: 'vault-keys' },
    'vault-sealed': { credential_process: programs.failing('sealed-helper') },
    'from-shell': { ...shared, credential_source: 'Environment' },
    'on-instance': {
      ...shared,
      credential_source: 'Ec2InstanceMetadata',
      ec2_metadata_service_endpoint: metadataEndpoint,
    },
    'in-container': { ...shared, credential_source: 'EcsContainer' },
    'ci-token': { role_arn: FEDERATION.webIdentityArn, web_identity_token_file: tokenFile },
    'portal-role': { sso_session: CENTER, sso_account_id: accountId, sso_role_name: readOnly },
    'console-user': { login_session: userArn },
  };
}

const section = (header: string, settings: Settings): string =>
  [`\n[${header}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`), ''].join('\n');

interface User {
  readonly sandbox: Sandbox;
  readonly idp: IdentityProvider;
  readonly ledger: Ledger;
  readonly programs: Programs;
  readonly workbench: Workbench;
}

export async function writeProfiles({ sandbox, idp, ledger, programs, workbench }: User): Promise<void> {
  const common = { region, endpoint_url: sandbox.endpoint };
  const tokenFile = join(workbench.home, 'token.jwt');
  const token = await idp.idToken({ user: FEDERATION.user, clientId: FEDERATION.clientId });
  writeFileSync(tokenFile, ledger.add('token file', token, HOMES.tokenFile), { mode: 0o600 });
  const { endpoint } = await sandbox.startMetadata({ roleArn: FEDERATION.machineArn });
  const portal = { sso_start_url: startUrl, sso_region: region, sso_registration_scopes: 'sso:account:access' };
  const all = Object.entries(profiles(programs, endpoint, tokenFile));
  const texts = all.map(([name, settings]) => section(`profile ${name}`, { ...common, ...settings }));
  const text = [section('default', common), ...texts, section(`sso-session ${CENTER}`, portal)].join('');
  appendFileSync(join(workbench.home, '.aws/config'), text);
}

export async function writeRoles({ idp, ledger, programs, workbench }: User): Promise<void> {
  const { user, clientId } = FEDERATION;
  idp.addClient({ clientId, clientSecret: CLIENT_SECRET, redirectUris: ['http://127.0.0.1/callback'] });
  const response = await idp.samlResponse(READER);
  const tampered = await idp.samlResponse({ ...READER, fault: 'tampered' });
  const token = await idp.idToken({ user, clientId });
  ledger.collect('programs');
  const { samlReaderArn, webIdentityArn, teamArn, application } = FEDERATION;
  changeSettings(workbench, 'Machine', {
    'roleSessions.identityCenterSignIn': 'deviceCode',
    'roleSessions.roles': [
      { name: 'Tagged', arn: teamArn, sourceProfile: 'ststestprofile', sessionTags: { team: 'red' } },
      { name: 'Pasted', arn: samlReaderArn, saml: {} },
      { name: 'Printed', arn: samlReaderArn, saml: { command: programs.printing('assertion', response) } },
      { name: 'Tampered', arn: samlReaderArn, saml: { command: programs.printing('tampered', tampered) } },
      { name: 'Sealed', arn: samlReaderArn, saml: { command: programs.failing('sealed') } },
      { name: 'Company', saml: { signInUrl: idp.samlSignInUrl(application), port: SAML_PORT } },
      { name: 'Job', arn: webIdentityArn, webIdentity: { command: programs.printing('token', token) } },
      {
        name: 'Partner',
        arn: webIdentityArn,
        webIdentity: { issuer: idp.issuer, clientId, clientSecret: true },
      },
    ],
  });
}
