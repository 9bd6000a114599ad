import { DEFAULT_DURATION_S } from '../../model/session/sessionLimits.js';
import * as l10n from '../../base/l10n.js';
import { accountText } from '../../model/session/identity.js';
import { durationText } from '../../model/durationText.js';
import { sentences } from '../../base/words.js';
import { sourceName } from '../../model/plan/sourceName.js';
import type { Place } from '../../base/place.js';
import type {
  TokenOrigin,
  WebIdentitySource,
  AssertionOrigin,
  SamlSource,
  Source,
  StaticKeysSource,
} from '../../model/plan/source.js';

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
  const { title, description, detail } = textsOf(source);
  return {
    kind: 'source',
    title,
    description,
    detail: sentences(...detail),
    place: source.place,
  };
}

interface StepTexts {
  readonly title: string;
  readonly description: string;
  readonly detail: readonly string[];
}

function textsOf(source: Source): StepTexts {
  const name = sourceName(source);
  switch (source.kind) {
    case 'static-keys':
      return keysTexts(source);
    case 'environment':
      return {
        title: name,
        description: 'AWS_ACCESS_KEY_ID',
        detail: [l10n.t('As the editor itself was started with them.')],
      };
    case 'instance-metadata':
      return {
        title: name,
        description: source.v1Allowed ? l10n.t('IMDSv2, else IMDSv1') : 'IMDSv2',
        detail: [
          l10n.t('The role of the EC2 instance, from {0}.', source.endpoint ?? 'http://169.254.169.254'),
          l10n.t('EC2 decides how long its credentials last; it renews them.'),
        ],
      };
    case 'container':
      return {
        title: name,
        description: 'AWS_CONTAINER_CREDENTIALS_*',
        detail: [l10n.t('The role of the container (ECS, EKS), whose credentials server renews it.')],
      };
    case 'process':
      return {
        title: `credential_process ${source.program}`,
        description: l10n.t('profile {0}', source.profile),
        detail: [l10n.t('The program decides what it gives and how long that lasts.')],
      };
    case 'identity-center':
      return {
        title: name,
        description: l10n.t('{0} in account {1}', source.roleName, source.accountId),
        detail: [
          l10n.t('Signs in at {0}; the AWS CLI shares the sign-in.', source.startUrl),
          l10n.t(
            'Identity Center decides how long the session lasts: the permission set’s session duration (1 to 12 h).',
          ),
        ],
      };
    case 'login':
      return {
        title: name,
        description: source.loginSession,
        detail: [
          l10n.t('What “aws login” signed in; AWS renews it in steps of at most 15 minutes while the sign-in lasts.'),
        ],
      };
    case 'web-identity':
      return webIdentityTexts(source);
    case 'saml':
      return samlTexts(source);
    case 'brought':
      return { title: name, description: '', detail: [l10n.t('It is not renewed here, and ends when it ends.')] };
  }
}

function parts(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' · ');
}

function keysTexts(source: StaticKeysSource): StepTexts {
  return {
    title: sourceName(source),
    description: source.temporary ? l10n.t('temporary keys') : l10n.t('long-term keys'),
    detail: [
      l10n.t('Access key {0}.', source.accessKeyId),
      source.temporary ? l10n.t('They come with a session token: roles assumed from them last an hour at most.') : '',
    ],
  };
}

function webIdentityTexts({ role, sessionName, durationSeconds, token }: WebIdentitySource): StepTexts {
  return {
    title: `AssumeRoleWithWebIdentity ${role.roleName}`,
    description: parts(accountText(role.accountId), durationText(durationSeconds ?? DEFAULT_DURATION_S)),
    detail: [tokenText(token), l10n.t('Session name {0}.', sessionName), federatedDuration(durationSeconds)],
  };
}

function samlTexts({ role, durationSeconds, assertion }: SamlSource): StepTexts {
  const where = role === undefined ? l10n.t('a role of the assertion') : accountText(role.accountId);
  return {
    title: role === undefined ? 'AssumeRoleWithSAML' : `AssumeRoleWithSAML ${role.roleName}`,
    description: parts(where, durationSeconds === undefined ? '' : durationText(durationSeconds)),
    detail: [
      assertionText(assertion),
      role === undefined ? l10n.t('You choose one of the roles that the assertion offers.') : '',
      durationSeconds === undefined
        ? sentences(
            l10n.t('The assertion’s SessionDuration decides how long it lasts, else it is 1 h.'),
            federatedLimit(),
          )
        : sentences(
            federatedDuration(durationSeconds),
            l10n.t('The assertion’s SessionNotOnOrAfter may end it earlier.'),
          ),
    ],
  };
}

const federatedLimit = (): string =>
  l10n.t(
    'The limit is the role’s own maximum session duration (1 to 12 h): the call is not signed, so this is no role chaining.',
  );

/** How long a call asks for; `standard` is what AWS takes where nothing is asked. Both in seconds. */
export function askedText(seconds: number | undefined, standard: number): string {
  return seconds === undefined
    ? l10n.t('Lasts {0}, AWS’s default.', durationText(standard))
    : l10n.t('Asks for {0}.', durationText(seconds));
}

function federatedDuration(seconds: number | undefined): string {
  return sentences(askedText(seconds, DEFAULT_DURATION_S), federatedLimit());
}

function tokenText(token: TokenOrigin): string {
  switch (token.kind) {
    case 'file':
      return l10n.t('The token is read from {0}.', token.file);
    case 'command':
      return l10n.t('A command of the settings prints the token.');
    case 'sign-in':
      return l10n.t('You sign in at {0} in the browser, which gives the token.', token.issuer);
  }
}

function assertionText(assertion: AssertionOrigin): string {
  switch (assertion.kind) {
    case 'command':
      return l10n.t('A command of the settings prints the assertion.');
    case 'paste':
      return l10n.t('You paste the assertion.');
    case 'browser':
      return l10n.t(
        'You sign in at {0}; the assertion is posted to http://127.0.0.1:{1}{2}.',
        new URL(assertion.signInUrl).host,
        assertion.port,
        assertion.path,
      );
  }
}
