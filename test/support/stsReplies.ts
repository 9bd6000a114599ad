// What STS answers, as its query protocol has it.
import type { Answer, Received } from './httpServer.js';
import { SECRET, TOKEN } from './samples.js';

export const ENDS = '2099-01-01T00:00:00Z';

/** What holds the ARN in a reply. */
const WHO: Readonly<Record<string, string>> = {
  GetFederationToken: 'FederatedUser',
  GetScopedCredentials: 'SessionInfo',
};

/** Credentials under an ARN, which GetSessionToken does not give. */
export function lending(arn = 'arn:aws:sts::123456789012:assumed-role/x/y', rest = ''): Answer {
  return (request, response) => {
    const action = actionOf(request);
    const user = WHO[action] ?? 'AssumedRoleUser';
    const credentials = `<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey><SessionToken>${TOKEN}</SessionToken><Expiration>${ENDS}</Expiration>`;
    const named = action === 'GetSessionToken' ? '' : `<${user}><Arn>${arn}</Arn></${user}>`;
    response.end(resultOf(action, `<Credentials>${credentials}</Credentials>${named}${rest}`));
  };
}

/** GetCallerIdentity; without an ARN the answer is of no use. */
export function identifying(arn?: string): Answer {
  return (request, response) =>
    void response.end(resultOf(actionOf(request), arn === undefined ? '' : `<Arn>${arn}</Arn>`));
}

export function refusing(code: string, message = 'No', status = 403): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return (_, response) => void response.writeHead(status).end(`<ErrorResponse>${error}</ErrorResponse>`);
}

/** By the name of the operation. */
export function answering(answers: Readonly<Record<string, Answer>>): Answer {
  return (request, response) => (answers[actionOf(request)] ?? refusing('InvalidAction'))(request, response);
}

/** One after the other, the last one again and again. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
}

export function parametersOf({ body }: Received): Record<string, string> {
  const { Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return parameters;
}

export function actionOf(request: Received): string {
  return parametersOf(request)['Action'] ?? '';
}

function resultOf(action: string, content: string): string {
  return `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`;
}
