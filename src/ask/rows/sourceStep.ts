import { durationText } from '../../base/durationText.js';
import { sourceName } from '../../model/sourceName.js';
import type { Place } from '../../base/place.js';
import type { TokenOrigin, WebIdentitySource, AssertionOrigin, SamlSource, Source } from '../../model/source.js';

/** One line of how a role is reached. */
export interface PlanStep {
  readonly kind: 'source' | 'call' | 'tags' | 'source-identity' | 'session-policies' | 'where';
  /** "AssumeRole deploy" */
  readonly title: string;
  /** Beside the title: "account 123456789012 · 1 h". */
  readonly description: string;
  /** Sentences. */
  readonly detail: string;
  /** Where it is configured, of a source and of an AssumeRole call. */
  readonly place?: Place;
}

/** Where a plan starts: what its credentials are, how they are had and how long they last. */
export function sourceStep(source: Source): PlanStep {
  const { title, description, detail } = words(source);
  return {
    kind: 'source',
    title,
    description,
    detail: detail.filter((part) => part !== '').join(' '),
    place: source.place,
  };
}

interface Words {
  readonly title: string;
  readonly description: string;
  readonly detail: readonly string[];
}

function words(source: Source): Words {
  const name = sourceName(source);
  switch (source.kind) {
    case 'static-keys':
      return {
        title: name,
        description: source.temporary ? 'temporary keys' : 'long-term keys',
        detail: [
          `Access key ${source.accessKeyId}.`,
          source.temporary ? 'They come with a session token: roles assumed from them last an hour at most.' : '',
        ],
      };
    case 'environment':
      return { title: name, description: 'AWS_ACCESS_KEY_ID', detail: ['As the editor itself was started with them.'] };
    case 'instance-metadata':
      return {
        title: name,
        description: source.v1Allowed ? 'IMDSv2, else IMDSv1' : 'IMDSv2',
        detail: [
          `The role of the EC2 instance, from ${source.endpoint ?? 'http://169.254.169.254'}.`,
          'EC2 decides how long its credentials last; it renews them.',
        ],
      };
    case 'container':
      return {
        title: name,
        description: 'AWS_CONTAINER_CREDENTIALS_*',
        detail: ['The role of the container (ECS, EKS), whose credentials server renews it.'],
      };
    case 'process':
      return {
        title: `credential_process ${source.program}`,
        description: `profile ${source.profile}`,
        detail: ['The program decides what it gives and how long that lasts.'],
      };
    case 'identity-center':
      return {
        title: name,
        description: `${source.roleName} in account ${source.accountId}`,
        detail: [
          `Signs in at ${source.startUrl}; the AWS CLI shares the sign-in.`,
          'Identity Center decides how long the session lasts: the permission set’s session duration (1 to 12 h).',
        ],
      };
    case 'login':
      return {
        title: name,
        description: source.loginSession,
        detail: ['What “aws login” signed in; AWS renews it in steps of at most 15 minutes while the sign-in lasts.'],
      };
    case 'web-identity':
      return webIdentityWords(source);
    case 'saml':
      return samlWords(source);
  }
}

function webIdentityWords({ role, sessionName, durationSeconds, token }: WebIdentitySource): Words {
  return {
    title: `AssumeRoleWithWebIdentity ${role.roleName}`,
    description: `account ${role.accountId} · ${durationText(durationSeconds ?? 3600)}`,
    detail: [tokenText(token), `Session name ${sessionName}.`, federatedDuration(durationSeconds)],
  };
}

function samlWords({ role, durationSeconds, assertion }: SamlSource): Words {
  const where = role === undefined ? 'a role of the assertion' : `account ${role.accountId}`;
  return {
    title: role === undefined ? 'AssumeRoleWithSAML' : `AssumeRoleWithSAML ${role.roleName}`,
    description: durationSeconds === undefined ? where : `${where} · ${durationText(durationSeconds)}`,
    detail: [
      assertionText(assertion),
      role === undefined ? 'You choose one of the roles that the assertion offers.' : '',
      durationSeconds === undefined
        ? `The assertion’s SessionDuration decides how long it lasts, else it is 1 h. ${FEDERATED_LIMIT}`
        : `${federatedDuration(durationSeconds)} The assertion’s SessionNotOnOrAfter may end it earlier.`,
    ],
  };
}

const FEDERATED_LIMIT =
  'The limit is the role’s own maximum session duration (1 to 12 h): the call is not signed, so this is no role chaining.';

function federatedDuration(seconds: number | undefined): string {
  const asked = seconds === undefined ? 'Lasts 1 h, AWS’s default.' : `Asks for ${durationText(seconds)}.`;
  return `${asked} ${FEDERATED_LIMIT}`;
}

function tokenText(token: TokenOrigin): string {
  switch (token.kind) {
    case 'file':
      return `The token is read from ${token.file}.`;
    case 'command':
      return 'A command of the settings prints the token.';
    case 'sign-in':
      return `You sign in at ${token.issuer} in the browser, which gives the token.`;
  }
}

function assertionText(assertion: AssertionOrigin): string {
  switch (assertion.kind) {
    case 'command':
      return 'A command of the settings prints the assertion.';
    case 'paste':
      return 'You paste the assertion.';
    case 'browser':
      return `You sign in at ${new URL(assertion.signInUrl).host}; the assertion is posted to http://127.0.0.1:${assertion.port}${assertion.path}.`;
  }
}
