// What a client of Identity Center does, in single steps.
import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandInput,
  type RegisterClientCommandInput,
} from '@aws-sdk/client-sso-oidc';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { IdentityCenterInstance } from '../identityCenter/types.js';
import { seedTutorial, startSandbox, TUTORIAL, type Sandbox } from '../index.js';

const { startUrl, region } = TUTORIAL.identityCenter;
export const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
export const SCOPES = ['sso:account:access'];
export const HOUR_MS = 3600_000;

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Bench {
  readonly sandbox: Sandbox;
  readonly oidc: SSOOIDCClient;
  readonly portal: SSOClient;
}

export async function startBench(): Promise<Bench> {
  const sandbox = await startSandbox();
  seedTutorial(sandbox);
  const options = { region, endpoint: sandbox.endpoint, maxAttempts: 1 };
  return { sandbox, oidc: new SSOOIDCClient(options), portal: new SSOClient(options) };
}

export async function register({ oidc }: Bench, input: Partial<RegisterClientCommandInput> = {}): Promise<Client> {
  const command = new RegisterClientCommand({ clientName: 'Editor', clientType: 'public', scopes: SCOPES, ...input });
  const { clientId, clientSecret } = await oidc.send(command);
  return { clientId: clientId!, clientSecret: clientSecret! };
}

export async function startDevice({ oidc }: Bench, { clientId, clientSecret }: Client, url: string = startUrl) {
  const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: url });
  const answer = await oidc.send(command);
  return { deviceCode: answer.deviceCode!, userCode: answer.userCode!, page: answer.verificationUriComplete! };
}

export const createToken = (
  { oidc }: Bench,
  { clientId, clientSecret }: Client,
  grant: Omit<CreateTokenCommandInput, keyof Client>,
) => oidc.send(new CreateTokenCommand({ clientId, clientSecret, ...grant }));

/** "400 SlowDownException": how the SDK reports a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => {
      throw new Error('The call succeeded');
    },
    (reason: unknown) => reason as Error & { $metadata: { httpStatusCode: number } },
  );
  return `${error.$metadata.httpStatusCode} ${error.name}`;
}

const attribute = (html: string, pattern: RegExp): string => pattern.exec(html)?.[1] ?? '';

/** Fills in the page's form as a browser would, and presses the button. */
export async function press(page: string, button: 'Allow' | 'Deny'): Promise<Response> {
  const html = await (await fetch(page)).text();
  const fields = new URLSearchParams({
    [attribute(html, /type="hidden" name="([^"]+)"/)]: attribute(html, /type="hidden" name="[^"]+" value="([^"]+)"/),
    user: attribute(html, /name="user" value="([^"]+)" checked/),
    decision: attribute(html, new RegExp(`name="decision" value="([^"]+)">${button}<`)),
  });
  const action = new URL(attribute(html, /<form method="post" action="([^"]+)"/), page);
  return fetch(action, { method: 'POST', body: fields, redirect: 'manual' });
}

/** Who the role's credentials are, by STS. */
export async function whoIs({ sandbox, portal }: Bench, accessToken: string, accountId: string, roleName: string) {
  const { roleCredentials: keys } = await portal.send(
    new GetRoleCredentialsCommand({ accessToken, accountId, roleName }),
  );
  const credentials = {
    accessKeyId: keys!.accessKeyId!,
    secretAccessKey: keys!.secretAccessKey!,
    sessionToken: keys!.sessionToken!,
  };
  const sts = new STSClient({ region, endpoint: sandbox.endpoint, credentials });
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { arn: Arn, credentials, expiration: keys!.expiration! };
}

/** An instance beside the tutorial's, with a user, an account and a permission set that is not assigned. */
export function alicesCenter({ sandbox }: Bench): IdentityCenterInstance {
  const instance = sandbox.identityCenter.createInstance({ startUrl: 'https://d-1.awsapps.com/start', region });
  instance.addUser({ userName: 'alice', email: 'alice@example.com' });
  instance.addAccount({ accountId: TUTORIAL.accountId, name: 'One', email: 'one@example.com' });
  instance.addPermissionSet({ name: 'Reader' });
  return instance;
}
