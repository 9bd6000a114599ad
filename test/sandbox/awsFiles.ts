import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TUTORIAL } from './seed.js';
import type { Sandbox } from './types.js';

type Settings = Readonly<Record<string, string>>;

export interface AwsFiles {
  readonly configFile: string;
  readonly credentialsFile: string;
  /** AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE. */
  readonly env: Readonly<Record<string, string>>;
}

export interface AwsFilesOptions {
  /** Another endpoint than the sandbox's, such as a proxy before it. */
  readonly endpoint?: string;
  /** Further profiles of the config file. */
  readonly profiles?: Readonly<Record<string, Settings>>;
  /** Profiles of Identity Center as well: of an `sso-session`, and of the legacy keys. */
  readonly federated?: boolean;
  /** Text after the config file's last profile. */
  readonly extraConfig?: string;
}

const SOURCE_PROFILE = 'ststestprofile';

const section = (header: string, settings: Settings): string =>
  [`[${header}]`, ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`), ''].join('\n');

function tutorialProfiles(endpoint: string): Record<string, Settings> {
  const common = { region: TUTORIAL.region, endpoint_url: endpoint };
  const role = (arn: string, more: Settings = {}): Settings => ({
    role_arn: arn,
    source_profile: SOURCE_PROFILE,
    ...common,
    ...more,
  });
  return {
    [SOURCE_PROFILE]: { ...common, output: 'json' },
    's3-read-only': role(TUTORIAL.readOnlyRoleArn),
    's3-full-access': role(TUTORIAL.fullAccessRoleArn),
    'with-mfa': role(TUTORIAL.mfaRoleArn, { mfa_serial: TUTORIAL.mfaSerial }),
    'with-external-id': role(TUTORIAL.externalIdRoleArn, { external_id: TUTORIAL.externalId }),
  };
}

function federatedSections(endpoint: string): Record<string, Settings> {
  const { startUrl, region, session, otherAccountId, readOnly, powerUser, admin } = TUTORIAL.identityCenter;
  const common = { region: TUTORIAL.region, endpoint_url: endpoint };
  const portal = { sso_start_url: startUrl, sso_region: region };
  const role = (sso_account_id: string, sso_role_name: string, by: Settings): Settings => ({
    ...by,
    sso_account_id,
    sso_role_name,
    ...common,
  });
  const bySession = { sso_session: session };
  return {
    'profile sso-read-only': role(TUTORIAL.accountId, readOnly, bySession),
    'profile sso-admin': role(TUTORIAL.accountId, admin, bySession),
    'profile sso-second-account': role(otherAccountId, powerUser, bySession),
    'profile sso-legacy': role(TUTORIAL.accountId, powerUser, portal),
    [`sso-session ${session}`]: { ...portal, sso_registration_scopes: 'sso:account:access' },
  };
}

/** Writes `config` and `credentials` into `dir`, as `aws configure` would: the tutorial's keys and its roles. */
export async function writeAwsFiles(
  dir: string,
  sandbox: Pick<Sandbox, 'endpoint'>,
  options: AwsFilesOptions = {},
): Promise<AwsFiles> {
  const configFile = path.join(dir, 'config');
  const credentialsFile = path.join(dir, 'credentials');
  const endpoint = options.endpoint ?? sandbox.endpoint;
  const profiles = { ...tutorialProfiles(endpoint), ...options.profiles };
  const config = [
    ...Object.entries(profiles).map(([name, settings]) => section(`profile ${name}`, settings)),
    ...Object.entries(options.federated ? federatedSections(endpoint) : {}).map(([header, settings]) =>
      section(header, settings),
    ),
  ];
  const credentials = section(SOURCE_PROFILE, {
    aws_access_key_id: TUTORIAL.accessKeyId,
    aws_secret_access_key: TUTORIAL.secretAccessKey,
  });
  await mkdir(dir, { recursive: true });
  await writeFile(configFile, [...config, options.extraConfig ?? ''].join('\n'));
  await writeFile(credentialsFile, credentials, { mode: 0o600 });
  return {
    configFile,
    credentialsFile,
    env: { AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile },
  };
}
