// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
import { randomBytes, randomUUID } from 'node:crypto';
import type { Vault } from '../lender.js';
import { fourStrings, lasting } from './credentials.js';
import { behave, json, serve, type Answer, type Asked } from './service.js';
import type { Behaviour, ContainerMetadata, ContainerMetadataOptions } from './types.js';

const refusal = (status: number, code: string, message: string): Answer =>
  json(status, { Code: code, Message: message, HTTPErrorCode: status });

/** Starts the credentials endpoint of a new task; its authorization token joins `secrets`. */
export async function startContainerMetadata(
  vault: Vault,
  secrets: string[],
  { roleArn, authorization = true, sessionSeconds }: ContainerMetadataOptions,
): Promise<ContainerMetadata> {
  const relativeUri = `/v2/credentials/${randomUUID()}`;
  const authorizationToken = authorization ? randomBytes(32).toString('base64url') : undefined;
  if (authorizationToken !== undefined) secrets.push(authorizationToken);
  const keys = lasting(vault, { roleArn, sessionName: randomBytes(16).toString('hex'), sessionSeconds });
  const answer = ({ method, path, headers }: Asked): Answer => {
    if (path !== relativeUri || method !== 'GET') return refusal(404, 'NotFound', 'There are no such credentials');
    if (authorizationToken !== undefined && headers.authorization === undefined)
      return refusal(401, 'Unauthorized', 'The authorization token is missing');
    if (authorizationToken !== undefined && headers.authorization !== authorizationToken)
      return refusal(403, 'AccessDenied', 'The authorization token is not valid');
    const lent = keys();
    return lent
      ? json(200, { RoleArn: roleArn, ...fourStrings(lent) })
      : refusal(500, 'CredentialsNotReady', 'The role of the task is gone');
  };
  const state: { behaviour: Behaviour } = { behaviour: 'serve' };
  const server = await serve(
    (headers) => headers.authorization !== undefined,
    (asked) => behave(state.behaviour, () => answer(asked)),
  );
  const { origin, requests, stop } = server;
  return Object.assign(state, { fullUri: origin + relativeUri, relativeUri, authorizationToken, requests, stop });
}
