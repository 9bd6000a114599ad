// The SDK's own provider (@smithy/credential-provider-imds) takes its endpoint from the variables and shared files of
// the process alone, not from the plan, so that it could ask another service than the plan shows.
import * as l10n from '../../base/l10n.js';
import { variable } from '../../model/environment.js';
import { UserError } from '../../base/errors.js';
import { sentences } from '../../base/words.js';
import { parseReply, readCredentials } from './credentialReply.js';
import { askMetadata, type MetadataAnswer, type MetadataRequest } from './metadataRequest.js';
import type { SourceContext } from './source.js';
import type { InstanceMetadataSource } from '../../model/plan/source.js';
import type { SourceCredentials } from '../../model/session/credentials.js';

const DEFAULT_ENDPOINT = 'http://169.254.169.254';
const TOKEN_PATH = 'latest/api/token';
const CREDENTIALS_PATH = 'latest/meta-data/iam/security-credentials/';
const TOKEN_SECONDS = 21_600;
/** As the CLI by default (botocore DEFAULT_METADATA_SERVICE_TIMEOUT, metadata_service_num_attempts). */
const TIMEOUT_SECONDS = 1;
const ATTEMPTS = 1;
const EXTENSION_MS = 15 * 60_000;
const who = (): string => l10n.t('The EC2 instance metadata service');

interface Asking {
  readonly base: string;
  readonly v1Allowed: boolean;
  /** Of one try. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
}

/**
 * The role of the instance, by IMDSv2, and by IMDSv1 where that is allowed and v2 gives no session token
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html).
 * @throws UserError, Cancelled
 */
export async function metadataCredentials(
  source: InstanceMetadataSource,
  { environment, interaction, signal }: SourceContext,
): Promise<SourceCredentials> {
  if (variable(environment, 'AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') {
    throw new UserError(
      l10n.t('AWS_EC2_METADATA_DISABLED is set, so that EC2 instance metadata is not asked. Unset it first.'),
    );
  }
  interaction.report(l10n.t('EC2 instance metadata'));
  const base = (source.endpoint ?? DEFAULT_ENDPOINT).replace(/\/*$/, '/');
  const { v1Allowed, timeoutSeconds = TIMEOUT_SECONDS, attempts = ATTEMPTS } = source;
  const asking = { base, v1Allowed, timeoutMs: timeoutSeconds * 1000, attempts, signal };
  const token = await sessionToken(asking);
  const names = await read(asking, CREDENTIALS_PATH, token);
  const role = names.split('\n')[0]?.trim() ?? '';
  if (!/^[\w+=,.@-]+$/.test(role)) {
    throw new UserError(l10n.t('{0} at {1} gave no name of a role. Is something else answering there?', who(), base));
  }
  const reply = parseReply(await read(asking, CREDENTIALS_PATH + role, token), who());
  const code = reply['Code'];
  if (typeof code === 'string' && code !== 'Success') {
    throw new UserError(
      l10n.t(
        '{0} has no credentials for the role {1} ({2}). Does its trust policy allow ec2.amazonaws.com?',
        who(),
        role,
        code,
      ),
    );
  }
  return extended(readCredentials(reply, { who: who(), tokenField: 'Token', temporary: true }));
}

/** While it cannot renew them, the service gives credentials that are over; AWS keeps accepting them meanwhile. */
function extended(credentials: SourceCredentials): SourceCredentials {
  const { expiration = 0 } = credentials;
  return expiration > Date.now() ? credentials : { ...credentials, expiration: Date.now() + EXTENSION_MS };
}

/** Of IMDSv2; undefined where v1 has to do (botocore _fetch_metadata_token). */
async function sessionToken(asking: Asking): Promise<string | undefined> {
  const { base, v1Allowed } = asking;
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': String(TOKEN_SECONDS) };
  const answer = await ask(asking, { path: TOKEN_PATH, method: 'PUT', headers }, hasNoV2);
  if (answer.kind === 'answer' && answer.status === 200 && /^[\w+/=-]+$/.test(answer.body)) {
    return answer.body;
  }
  const isV2Alone = answer.kind === 'absent' || (answer.kind === 'answer' && [200, 400].includes(answer.status));
  if (v1Allowed && !isV2Alone) {
    return undefined;
  }
  const mayHaveV1 = hasNoV2(answer) && !v1Allowed;
  throw new UserError(
    sentences(tokenFailure(answer, base), mayHaveV1 ? l10n.t('IMDSv1 is not allowed here.') : undefined),
  );
}

/** Whether asking for a session token once more would be in vain, as for botocore. */
function hasNoV2(answer: MetadataAnswer): boolean {
  return answer.kind === 'silent' || (answer.kind === 'answer' && [403, 404, 405].includes(answer.status));
}

async function read(asking: Asking, path: string, token: string | undefined): Promise<string> {
  const headers = token === undefined ? {} : { 'x-aws-ec2-metadata-token': token };
  const answer = await ask(asking, { path, method: 'GET', headers });
  if (answer.kind === 'answer' && answer.status === 200) {
    return answer.body;
  }
  throw new UserError(readFailure(answer, asking.base, token !== undefined));
}

type Question = Pick<MetadataRequest, 'method' | 'headers'> & { readonly path: string };

/** As often as configured, until there is something to read or an answer that is final. */
async function ask(
  asking: Asking,
  { path, ...question }: Question,
  isFinal: (answer: MetadataAnswer) => boolean = () => false,
): Promise<MetadataAnswer> {
  const { base, timeoutMs, attempts, signal } = asking;
  const answer = await askMetadata({ ...question, url: new URL(path, base), timeoutMs, signal });
  const isOk = answer.kind === 'answer' && answer.status === 200 && answer.body !== '';
  return isOk || isFinal(answer) || attempts <= 1
    ? answer
    : ask({ ...asking, attempts: attempts - 1 }, { path, ...question }, isFinal);
}

function tokenFailure(answer: MetadataAnswer, base: string): string {
  if (answer.kind === 'silent') {
    return l10n.t(
      "{0} at {1} gave no session token in time. In a container, the instance's hop limit for metadata has to be 2 or more.",
      who(),
      base,
    );
  }
  if (answer.kind === 'answer' && answer.status === 403) {
    return l10n.t('{0} at {1} is turned off for this instance, or a proxy is in between (403).', who(), base);
  }
  if (answer.kind === 'answer' && answer.status === 200) {
    return l10n.t('{0} at {1} gave no session token. Is something else answering there?', who(), base);
  }
  return otherFailure(answer, base);
}

function readFailure(answer: MetadataAnswer, base: string, withToken: boolean): string {
  const status = answer.kind === 'answer' ? answer.status : undefined;
  switch (status) {
    case 401:
      return withToken
        ? l10n.t('{0} at {1} did not accept its own session token (401). Try again.', who(), base)
        : l10n.t('{0} at {1} wants IMDSv2 and gave no session token for it (401).', who(), base);
    case 403:
      return l10n.t('{0} at {1} is turned off for this instance (403).', who(), base);
    case 404:
      return l10n.t(
        'The EC2 instance has no role: {0} at {1} knows no credentials (404). Attach an instance profile to the instance.',
        who(),
        base,
      );
    default:
      return otherFailure(answer, base);
  }
}

function otherFailure(answer: MetadataAnswer, base: string): string {
  switch (answer.kind) {
    case 'absent':
      return l10n.t(
        'There is no EC2 instance metadata service at {0} ({1}). Ec2InstanceMetadata works only on EC2 instances.',
        base,
        answer.detail,
      );
    case 'silent':
      return l10n.t('{0} at {1} did not answer in time.', who(), base);
    case 'broken':
      return l10n.t('The connection to the EC2 instance metadata service at {0} broke ({1}).', base, answer.detail);
    case 'answer':
      return l10n.t('{0} at {1} failed with status {2}.', who(), base, answer.status);
  }
}
