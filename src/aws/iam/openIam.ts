import { ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam';
import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import type { IamApi, IamRead, NewAccessKey } from '../../model/iam/iamApi.js';
import type { IamCall } from '../../model/iam/iamCall.js';
import { authorizationDetails, validate } from './analyzer.js';
import { readGroup, readManagedPolicies, readPolicy, readRole, readRolePolicy, readUser } from './entities.js';
import { iamFailure, readFailure, type IamFailed } from './iamFailures.js';
import { decodingClient, iamClient, type IamTarget } from './iamTarget.js';
import { sendCall } from './sendCall.js';
import { simulate } from './simulate.js';

/** IAM and its sisters as one caller. @throws UserError where an address cannot be told */
export function openIam(target: IamTarget): IamApi {
  const { endpoints } = target;
  const client = iamClient(target);
  const addresses = {
    IAM: endpoints.iam ?? endpoints.all,
    STS: endpoints.sts ?? endpoints.all,
    'IAM Access Analyzer': endpoints.accessAnalyzer ?? endpoints.all,
  };
  const failed = (action: string, service: keyof typeof addresses = 'IAM'): IamFailed => ({
    ...{ action, service, target },
    address: addresses[service],
  });
  const iam = <T>(action: string, work: () => Promise<T>) => read(failed(action), work);
  return {
    user: (name) => iam('GetUser', () => readUser(client, name)),
    group: (name) => iam('GetGroup', () => readGroup(client, name)),
    role: (name) => iam('GetRole', () => readRole(client, name)),
    rolePolicy: (role, name) => iam('GetRolePolicy', () => readRolePolicy(client, role, name)),
    policy: (arn) => iam('GetPolicy', () => readPolicy(client, arn)),
    policies: (signal) => iam('ListPolicies', () => readManagedPolicies(client, signal)),
    samlProviders: () =>
      iam('ListSAMLProviders', async () =>
        arnsOf((await client.send(new ListSAMLProvidersCommand({}))).SAMLProviderList),
      ),
    openIdProviders: () =>
      iam('ListOpenIDConnectProviders', async () =>
        arnsOf((await client.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList),
      ),
    call: async (call) => {
      try {
        // A second key would be one whose secret nobody has.
        return await (call.action === 'CreateAccessKey' ? sendOnce(target, call) : sendCall(client, call));
      } catch (error) {
        throw iamFailure(error, failed(call.action));
      }
    },
    simulate: (request) =>
      iam(request.principalArn === undefined ? 'SimulateCustomPolicy' : 'SimulatePrincipalPolicy', () =>
        simulate(client, request),
      ),
    validate: (document, type, resource) =>
      read(failed('ValidatePolicy', 'IAM Access Analyzer'), () => validate(target, document, type, resource)),
    decode: (encoded) => read(failed('DecodeAuthorizationMessage', 'STS'), () => decode(target, encoded)),
    authorizationDetails: (id, region) =>
      iam('GetRequestAuthorizationDetails', () => authorizationDetails(target, id, region)),
    destroy: () => client.destroy(),
  };
}

async function sendOnce(target: IamTarget, call: IamCall): Promise<NewAccessKey | undefined> {
  const client = iamClient(target, true);
  try {
    return await sendCall(client, call);
  } finally {
    client.destroy();
  }
}

async function read<T>(failed: IamFailed, work: () => Promise<T>): Promise<IamRead<T>> {
  try {
    return { kind: 'found', value: await work() };
  } catch (error) {
    return readFailure(error, failed);
  }
}

async function decode(target: IamTarget, encoded: string): Promise<string> {
  const client = decodingClient(target);
  try {
    const { DecodedMessage = '' } = await client.send(
      new DecodeAuthorizationMessageCommand({ EncodedMessage: encoded }),
    );
    return DecodedMessage;
  } finally {
    client.destroy();
  }
}

function arnsOf(list: readonly { readonly Arn?: string | undefined }[] = []): readonly string[] {
  return list.flatMap(({ Arn }) => Arn ?? []);
}
