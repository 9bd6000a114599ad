import * as l10n from '../../base/l10n.js';
import { setTimeout as pause } from 'node:timers/promises';
import { variable, type Environment } from '../../model/environment.js';
import { Cancelled, errorCode, UserError } from '../../base/errors.js';
import { isFullPath } from '../../base/files/fullPath.js';
import { isLoopback } from '../../base/loopback.js';
import { readRegularFile } from '../../base/files/regularFile.js';
import { parseReply, readCredentials, refuseExpired } from './credentialReply.js';
import { askMetadata, type MetadataAnswer, type MetadataRequest } from './metadataRequest.js';
import type { SourceContext } from './source.js';
import type { ContainerSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

const ECS_HOST = 'http://169.254.170.2';
/** Of ECS, and of EKS Pod Identity. */
const LINK_LOCAL = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]']);
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
const TIMEOUT_MS = 2_000;
const ATTEMPTS = 3;
const PAUSE_MS = 500;
const who = (): string => l10n.t('The container credentials service');

/**
 * The role of an ECS task, an EKS pod, or whatever else serves credentials so
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
 * @throws UserError, Cancelled
 */
export async function containerCredentials(
  _source: ContainerSource,
  { environment, interaction, signal }: SourceContext,
): Promise<SourceCredentials> {
  const url = credentialsUrl(environment);
  interaction.report(l10n.t('container credentials'));
  const token = await authorization(environment);
  const headers = { Accept: 'application/json', ...(token !== undefined && { Authorization: token }) };
  const answer = await ask({ url, method: 'GET', headers, timeoutMs: TIMEOUT_MS, signal });
  if (answer.kind !== 'answer' || answer.status !== 200) {
    throw new UserError(failureText(answer, url, token !== undefined));
  }
  const reply = parseReply(answer.body, who());
  return refuseExpired(readCredentials(reply, { who: who(), tokenField: 'Token', temporary: true }), who());
}

/** Again only where the service says that it fails for now. */
async function ask(request: MetadataRequest, attempts = ATTEMPTS): Promise<MetadataAnswer> {
  const answer = await askMetadata(request);
  if (answer.kind !== 'answer' || answer.status < 500 || attempts <= 1) {
    return answer;
  }
  await pause(PAUSE_MS, undefined, { signal: request.signal }).catch(() => {
    throw new Cancelled();
  });
  return ask(request, attempts - 1);
}

function credentialsUrl(environment: Environment): URL {
  const relative = variable(environment, RELATIVE);
  const full = variable(environment, FULL);
  if (relative === undefined && full === undefined) {
    throw new UserError(
      l10n.t(
        "Neither {0} nor {1} is set where the editor's extensions run, so that this is no container with a role of its own.",
        RELATIVE,
        FULL,
      ),
    );
  }
  const name = relative === undefined ? FULL : RELATIVE;
  const text = relative === undefined ? (full ?? '') : `${ECS_HOST}${relative}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UserError(l10n.t('{0} is not an http or https URL.', name));
  }
  if (url.protocol === 'http:' && !mayBePlain(url.hostname, text)) {
    throw new UserError(
      l10n.t(
        '{0} names {1}, to which credentials must not be entrusted without TLS. Plain http is only for this machine and for the addresses of ECS and EKS.',
        name,
        url.hostname,
      ),
    );
  }
  return url;
}

/** Only as it stands there: what a URL makes of 127.1 or 0x7f.1, other AWS tools refuse. */
function mayBePlain(hostname: string, text: string): boolean {
  const [, written = ''] = /^http:\/\/(\[[^\]]*\]|[^:/?#]*)/i.exec(text) ?? [];
  return written.toLowerCase() === hostname && (isLoopback(hostname) || LINK_LOCAL.has(hostname));
}

async function authorization(environment: Environment): Promise<string | undefined> {
  // It counts as soon as it is set: an empty one names no file, and hides the other variable.
  const file = environment.variables[TOKEN_FILE];
  const name = file === undefined ? TOKEN : TOKEN_FILE;
  const token = file === undefined ? variable(environment, TOKEN) : await readToken(file);
  if (token !== undefined && /[\r\n]/.test(token)) {
    throw new UserError(l10n.t('The token of {0} has more than one line.', name));
  }
  return token;
}

async function readToken(file: string): Promise<string> {
  if (!isFullPath(file)) {
    throw new UserError(l10n.t('{0} is “{1}”, which is no whole path.', TOKEN_FILE, file));
  }
  try {
    return (await readRegularFile(file)).replace(/\r?\n$/, '');
  } catch (error) {
    throw new UserError(
      l10n.t('{0} names {1}, which cannot be read ({2}).', TOKEN_FILE, file, errorCode(error) ?? l10n.t('error')),
      {
        cause: error,
      },
    );
  }
}

function failureText(answer: MetadataAnswer, { host }: URL, withToken: boolean): string {
  switch (answer.kind) {
    case 'absent':
      return l10n.t('There is no container credentials service at {0} ({1}).', host, answer.detail);
    case 'silent':
      return l10n.t('{0} at {1} did not answer in time.', who(), host);
    case 'broken':
      return l10n.t('The connection to the container credentials service at {0} broke ({1}).', host, answer.detail);
    case 'answer':
      return answer.status === 401 || answer.status === 403
        ? refusalText(answer.status, host, withToken)
        : l10n.t('{0} at {1} failed with status {2}. Does the task have a role?', who(), host, answer.status);
  }
}

function refusalText(status: number, host: string, withToken: boolean): string {
  return withToken
    ? l10n.t('{0} at {1} refused ({2}): it does not accept the authorization token.', who(), host, status)
    : l10n.t(
        '{0} at {1} refused ({2}): it wants an authorization token, and neither {3} nor {4} is set.',
        who(),
        host,
        status,
        TOKEN,
        TOKEN_FILE,
      );
}
